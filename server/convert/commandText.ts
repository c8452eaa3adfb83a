import { unescape } from '../core/octets/escapes.ts';
import { verbOf } from '../core/smtp/verbs.ts';
import type { Chunk, Command, Exchange, Session } from '../core/transcript/model.ts';

/** The argument of a command as text, one line without control characters. */
export function argumentOf(chunk: Chunk, { command }: Exchange): string {
  return textOf(chunk, command, command.argument);
}

/** The verb of a command as it was written, one line without control characters. */
export function verbTextOf(chunk: Chunk, { command }: Exchange): string {
  return textOf(chunk, command, command.verbSpan);
}

function textOf(
  { octets, scanner }: Chunk,
  command: Command,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  if (!command.raw) return singleLine(scanner.utf8(octets, start, end));
  const text = unescape(octets, start, end).octets;
  return singleLine(scanner.utf8(text, 0, text.length).replace(/\r?\n$/, ''));
}

/**
 * The line may be an answer to a challenge that was read as a command, or a misspelt AUTH: it is
 * never shown outside the transcript.
 */
export function mayHoldSecret(session: Session, { command }: Exchange): boolean {
  if (command.masked) return true;
  if (verbOf(command.verb) !== undefined) return false;
  if (/^(?:AUTH|PASS|USER)/.test(command.verb)) return true;
  return firstAuthOf(session) < command.line.start;
}

const firstAuths = new WeakMap<Session, number>();

/** Where the session's first AUTH begins; beyond everything where there is none. */
function firstAuthOf(session: Session): number {
  let known = firstAuths.get(session);
  if (known === undefined) {
    const auth = session.exchanges.find(({ command }) => command.verb === 'AUTH');
    known = auth?.command.line.start ?? Number.POSITIVE_INFINITY;
    firstAuths.set(session, known);
  }
  return known;
}

/** Text that stays on its line wherever it is put: control characters become U+FFFD. */
export function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}
