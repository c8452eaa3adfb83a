import { visibleOf } from '../core/octets/visible.ts';
import type { Span } from '../core/octets/span.ts';
import { envelopeOf, pathTextOf } from '../core/transcript/envelope.ts';
import type { Exchange } from '../core/transcript/model.ts';
import { foldVolatile } from '../replay/expect/foldVolatile.ts';
import type { Compared } from './compareReplies.ts';
import { isHello } from './items.ts';
import type { Difference, DifferenceKind, DiffSide } from './model.ts';
import { equalPathKey } from './pathKey.ts';
import { sameOctets } from './sameOctets.ts';
import { commandExcerpt } from './shown.ts';

/** How two commands differ that stand for each other. */
export function compareCommand(
  { first, second }: Compared,
  one: Exchange,
  other: Exchange,
): readonly Difference[] {
  const between = (kind: DifferenceKind, message: string): Difference => ({
    kind,
    message,
    first: commandExcerpt(first, one),
    second: commandExcerpt(second, other),
  });
  const [verb, otherVerb] = [one.command.verb, other.command.verb];
  if (verb !== otherVerb) {
    return [between('command', `The first client says ${verb}, the second ${otherVerb}.`)];
  }
  if (saysTheSame({ first, second }, one, other)) return [];
  if (verb === 'MAIL' || verb === 'RCPT')
    return compareEnvelope({ first, second, one, other, between });
  const message = argumentMessage(verb, argumentOf(first, one), argumentOf(second, other));
  return message === '' ? [] : [between('parameter', message)];
}

function saysTheSame(
  { first, second }: Pick<Compared, 'first' | 'second'>,
  { command: one }: Exchange,
  { command: other }: Exchange,
): boolean {
  return (
    !one.raw &&
    !other.raw &&
    sameOctets(
      { octets: first.chunk.octets, span: one.argument },
      { octets: second.chunk.octets, span: other.argument },
    )
  );
}

/** What is compared of an argument: secrets never are. */
function argumentOf({ chunk }: DiffSide, { command }: Exchange): string {
  const { start, end } = command.argument;
  const text = chunk.scanner.utf8(chunk.octets, start, end).trim();
  if (command.verb === 'AUTH') return (text.split(/[ \t]/, 1)[0] ?? '').toUpperCase();
  return command.verb === 'BDAT' ? text.toUpperCase().replace(/^\d+/, '') : text;
}

function argumentMessage(verb: string, one: string, other: string): string {
  if (one === other) return '';
  if (isHello(verb)) {
    return one.toLowerCase() === other.toLowerCase()
      ? ''
      : 'The clients name themselves differently.';
  }
  if (verb === 'AUTH') {
    return `The first client authenticates with ${word(one)}, the second with ${word(other)}.`;
  }
  if (verb === 'BDAT') {
    return `Only the ${one === '' ? 'second' : 'first'} client says that this chunk is the last.`;
  }
  return foldVolatile(one) === foldVolatile(other) ? '' : `${word(verb)} has another argument.`;
}

function word(text: string): string {
  return text === '' ? 'nothing' : visibleOf(text.slice(0, 40));
}

interface EnvelopePair {
  readonly first: DiffSide;
  readonly second: DiffSide;
  readonly one: Exchange;
  readonly other: Exchange;
  readonly between: (kind: DifferenceKind, message: string) => Difference;
}

/** Address and parameters (RFC 5321 §4.1.1.2, 4.1.1.3). */
function compareEnvelope(pair: EnvelopePair): readonly Difference[] {
  const { first, second, one, other, between } = pair;
  const who = one.command.verb === 'MAIL' ? 'sender' : 'recipient';
  const differences: Difference[] = [];
  if (equalPathKey(first.chunk, one) !== equalPathKey(second.chunk, other)) {
    const [was, is] = [address(first, one), address(second, other)];
    differences.push(
      between('envelope', `The ${who} is ${was} in the first, ${is} in the second.`),
    );
  }
  for (const message of parameterMessages(parametersOf(first, one), parametersOf(second, other))) {
    differences.push(between('parameter', `${one.command.verb}: ${message}`));
  }
  return differences;
}

function address({ chunk, clean }: DiffSide, exchange: Exchange): string {
  return `<${visibleOf(clean(pathTextOf(chunk, exchange))).slice(0, 120)}>`;
}

type Parameters = ReadonlyMap<string, string>;

function parametersOf({ chunk }: DiffSide, exchange: Exchange): Parameters {
  const text = ({ start, end }: Span): string => chunk.scanner.utf8(chunk.octets, start, end);
  return new Map(
    envelopeOf(chunk, exchange).params.params.map(({ keyword, span, valueSpan }) => [
      keyword === '' ? text(span) : keyword,
      valueSpan === undefined ? '' : text(valueSpan),
    ]),
  );
}

/** SIZE tells how long the message is, which is another difference or none. */
function parameterMessages(one: Parameters, other: Parameters): readonly string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].flatMap(name => {
    const [a, b] = [one.get(name), other.get(name)];
    if (a === undefined) return [`only the second has the parameter ${word(name)}.`];
    if (b === undefined) return [`only the first has the parameter ${word(name)}.`];
    const isSame = name === 'SIZE' || a.toUpperCase() === b.toUpperCase();
    return isSame ? [] : [`the parameter ${word(name)} has another value.`];
  });
}
