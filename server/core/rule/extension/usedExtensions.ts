import type { Span } from '../../octets/span.ts';
import { EXTENSIONS, paramOwners } from '../../smtp/extensions.ts';
import type { Param } from '../../smtp/params.ts';
import { verbOf } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import { hasPathOnly } from '../clue/commandClues.ts';
import type { RuleContext } from '../context.ts';

/** A part of a command that an extension defines. */
export interface Use {
  /** The verb or parameter as the reader knows it, upper case. */
  readonly what: string;
  readonly at: Span;
  /** Keywords of the extensions that have it; one of them must be offered. */
  readonly keywords: readonly string[];
}

/** Verbs that a client may try without an offer (RFC 5321 §3.5.2, 4.5.1). */
const MAY_BE_TRIED: readonly string[] = ['HELP', 'VRFY', 'EXPN'];

/** The well-formed parameters of MAIL or RCPT; none where the path before them is broken. */
export function paramsOf(exchange: Exchange, context: RuleContext): readonly Param[] {
  const { verb } = exchange.command;
  if (verb !== 'MAIL' && verb !== 'RCPT') return [];
  if (hasPathOnly(context.chunk, exchange.command)) return [];
  return context.envelope(exchange).sound;
}

/** The parameters of a MAIL or RCPT command that extensions define, with those extensions. */
export function usedByParams(exchange: Exchange, context: RuleContext): readonly Use[] {
  return paramsOf(exchange, context).flatMap(param => {
    const keywords = keywordsFor(exchange, context, param);
    return keywords.length === 0 ? [] : [{ what: param.keyword, at: param.span, keywords }];
  });
}

/** The verb itself where an extension defines it and it must not be tried without an offer. */
export function usedByVerb({ command }: Exchange): Use | undefined {
  const { verb } = command;
  const keywords = ownersOfVerb(verb);
  return keywords === undefined ? undefined : { what: verb, at: command.verbSpan, keywords };
}

/** The extensions that define this verb, upper case, where it must not be tried without an offer. */
export function ownersOfVerb(verb: string): readonly string[] | undefined {
  if (MAY_BE_TRIED.includes(verb) || verbOf(verb)?.status === 'obsolete') return undefined;
  return VERB_OWNERS.get(verb);
}

function keywordsFor({ command }: Exchange, context: RuleContext, param: Param): readonly string[] {
  const verb = command.verb === 'MAIL' ? 'MAIL' : 'RCPT';
  const owners = paramOwners(verb, param.keyword).map(({ keyword }) => keyword);
  if (param.keyword !== 'BODY' || owners.length === 0 || param.valueSpan === undefined)
    return owners;
  const binary = context.text(param.valueSpan).toUpperCase() === 'BINARYMIME';
  return owners.filter(keyword => (keyword === 'BINARYMIME') === binary);
}

const VERB_OWNERS: ReadonlyMap<string, readonly string[]> = verbOwners();

function verbOwners(): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const { keyword, verbs } of EXTENSIONS) {
    for (const verb of verbs) owners.set(verb, [...(owners.get(verb) ?? []), keyword]);
  }
  return owners;
}
