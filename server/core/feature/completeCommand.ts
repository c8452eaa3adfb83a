import { EXTENSIONS } from '../smtp/extensions.ts';
import { VERBS } from '../smtp/verbs.ts';
import type { Verb, VerbState } from '../smtp/verbs.ts';
import type { State } from '../transcript/state.ts';
import { completeParameter } from './completeParameter.ts';
import type { Completion, Typing } from './typing.ts';
import { lastWord } from './typing.ts';
import { mechanismOf } from './mechanisms.ts';

/** Verbs that every server has, or answers, without offering them. */
const BASIC = new Set('EHLO HELO LHLO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT'.split(' '));

/** What may stand at the cursor of a client's line. */
export function completeCommand(typing: Typing): Completion[] {
  const { text, moment } = typing;
  if (moment.session?.final.name === 'auth') return cancelOnly(typing);
  if (/^[A-Za-z-]*$/.test(text)) return verbs(typing);
  const verb = (/^[A-Za-z-]+(?= )/.exec(text)?.[0] ?? '').toUpperCase();
  const argument = text.slice(verb.length).trimStart();
  if (verb === 'AUTH') return mechanisms(typing, argument);
  if (verb === 'BDAT') return lastKeyword(typing, argument);
  if (verb !== 'MAIL' && verb !== 'RCPT') return [];
  if (/^[A-Za-z]*$/.test(argument)) return [pathStart(typing, verb, argument)];
  return completeParameter(typing, verb, argument);
}

function verbs(typing: Typing): Completion[] {
  const { text, moment } = typing;
  return VERBS.filter(verb => isLegal(verb, moment.hoped)).map((verb, index) => ({
    kind: 'verb',
    label: verb.name,
    insert: insertionOf(verb.name),
    at: lastWord(typing, text.length),
    detail: verb.ref,
    about: verb.description,
    rank: index,
  }));
}

function insertionOf(verb: string): string {
  if (verb === 'MAIL') return 'MAIL FROM:<';
  if (verb === 'RCPT') return 'RCPT TO:<';
  return ['EHLO', 'HELO', 'LHLO', 'AUTH', 'BDAT'].includes(verb) ? `${verb} ` : verb;
}

/** The state machine of RFC 5321 §4.1.4, 3207 §4, 4954 §4: is the verb in order here? */
function isLegal(verb: Verb, state: State): boolean {
  if (verb.status === 'obsolete' || !verb.protocols.includes(state.protocol)) {
    if (verb.name !== 'LHLO' || state.name !== 'greeted') return false;
  }
  if (!isOffered(verb, state)) return false;
  if (verb.name === 'STARTTLS' && state.tls) return false;
  if (verb.name === 'AUTH' && state.authenticated) return false;
  if (state.name === 'rejected') return verb.name === 'QUIT';
  const phase = phaseOf(state);
  if (phase === undefined) return state.name === 'bdat-failed' && verb.states.includes('any');
  return verb.states.includes('any') || verb.states.includes(phase);
}

function isOffered({ name }: Verb, { capabilities }: State): boolean {
  if (BASIC.has(name)) return true;
  return EXTENSIONS.some(
    extension => extension.verbs.includes(name) && capabilities.has(extension.keyword),
  );
}

function phaseOf(state: State): VerbState | undefined {
  switch (state.name) {
    case 'connect':
    case 'greeted':
      return state.tls && state.hello === 'none' && state.staleCapabilities.size > 0
        ? 'post-tls'
        : 'greeted';
    case 'ready':
      return 'helo';
    case 'mail':
    case 'rcpt':
    case 'bdat':
      return state.name;
    default:
      return undefined;
  }
}

/** RFC 4954 §4: a line that is only `*` gives the authentication up. */
function cancelOnly(typing: Typing): Completion[] {
  const at = lastWord(typing, typing.text.length);
  if (typing.text !== '' && typing.text !== '*') return [];
  const detail = 'gives the authentication up (RFC 4954 §4)';
  return [{ kind: 'value', label: '*', insert: '*', at, detail, rank: 0 }];
}

function mechanisms(typing: Typing, argument: string): Completion[] {
  if (/\s/.test(argument)) return [];
  const offered = typing.moment.hoped.capabilities.get('AUTH') ?? '';
  return offered
    .split(/\s+/)
    .filter(name => name !== '')
    .map((name, rank) => ({
      kind: 'value',
      label: name.toUpperCase(),
      insert: name.toUpperCase(),
      at: lastWord(typing, argument.length),
      detail: mechanismOf(name)?.ref ?? 'offered by the server',
      about: mechanismOf(name)?.description ?? '',
      rank,
    }));
}

function lastKeyword(typing: Typing, argument: string): Completion[] {
  const word = /^\d+ +([A-Za-z]*)$/.exec(argument)?.[1];
  if (word === undefined) return [];
  const detail = 'the last chunk of the message (RFC 3030 §2)';
  const at = lastWord(typing, word.length);
  return [{ kind: 'value', label: 'LAST', insert: 'LAST', at, detail, rank: 0 }];
}

function pathStart(typing: Typing, verb: 'MAIL' | 'RCPT', argument: string): Completion {
  const label = verb === 'MAIL' ? 'FROM:<' : 'TO:<';
  const detail = verb === 'MAIL' ? 'the sender; <> for none' : 'one recipient';
  const at = lastWord(typing, argument.length);
  return { kind: 'parameter', label, insert: label, at, detail, rank: 0 };
}
