import { visibleOf } from '../core/octets/visible.ts';
import type { PlanStep, RecordedReply, Redacted, SendStep } from '../protocol/replay.ts';
import { isSecret, REDACTED, secretsOf } from './secrets.ts';
import { visibleOctets } from './visible.ts';

/** Characters of a line that an event shows. */
export const SHOWN_CHARACTERS = 1000;

/** Characters of an excerpt inside a message. */
const EXCERPT_CHARACTERS = 60;

/** Lines of one send or one reply that an event shows. */
export const SHOWN_LINES = 1000;

/** A value inside a message: text, a number, or octets from the wire. */
export type Untrusted = string | number | Uint8Array;

/**
 * The only maker of `Redacted` text. Credentials of the plan become `<redacted>` wherever they turn
 * up, control and invisible characters become visible, long lines and long lists are cut with a note.
 */
export interface Redactor {
  /** A template of our own words around untrusted values; only the values are redacted. */
  readonly say: (words: TemplateStringsArray, ...values: readonly Untrusted[]) => Redacted;
  /** One line that came from outside. */
  readonly line: (value: Untrusted) => Redacted;
  /** The beginning of such a line, short enough to stand inside a sentence. */
  readonly excerpt: (value: Untrusted) => Redacted;
  /** What a send shows: its wire lines without CRLF, credentials replaced as a whole. */
  readonly sent: (step: SendStep) => readonly Redacted[];
  /** The lines of a live reply, code included. */
  readonly reply: (octets: Uint8Array) => readonly Redacted[];
  /** A recorded reply in one line. */
  readonly recorded: (reply: RecordedReply) => Redacted;
}

/** A redactor that knows the credentials of these steps. */
export function redactorOf(steps: readonly PlanStep[]): Redactor {
  const clean = cleanerOf(secretsOf(steps));
  const line = (value: Untrusted): Redacted => cut(clean(value), SHOWN_CHARACTERS);
  return {
    line,
    // Cut after cleaning: half a secret would not be recognised.
    excerpt: value => cut(clean(value), EXCERPT_CHARACTERS),
    say: (words, ...values) => trusted(String.raw({ raw: words }, ...values.map(line))),
    sent: step => sentLines(step, line),
    reply: octets => shownLines(octets, '\n', text => replyLine(text, line)),
    recorded: reply => recordedLine(reply, line),
  };
}

type Clean = (value: Untrusted) => string;
type ToLine = (value: Uint8Array) => Redacted;

const CR = 0x0d;

/** Secrets are looked for in the octets and, as escaping could spell one, in the result too. */
function cleanerOf(secrets: readonly string[]): Clean {
  const shown = secrets.map(secret => visibleOctets(Buffer.from(secret, 'latin1')));
  return value => {
    if (typeof value === 'number') return String(value);
    if (secrets.length === 0) return visible(value);
    const octets = Buffer.from(value);
    const text = without(octets.toString('latin1'), secrets);
    return without(visible(Buffer.from(text, 'latin1')), shown);
  };
}

function visible(value: string | Uint8Array): string {
  return typeof value === 'string' ? visibleOf(value) : visibleOctets(value);
}

function without(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, REDACTED);
  return clean;
}

function cut(text: string, limit: number): Redacted {
  if (text.length <= limit) return trusted(text);
  const rest = text.length - limit;
  // Half a surrogate pair would be a character of its own to a terminal.
  const shown = text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  return trusted(`${shown}… (${rest} more characters)`);
}

function trusted(text: string): Redacted {
  return text as Redacted;
}

/** The code is part of the answer, whatever the secret; only the text behind it is redacted. */
function replyLine(octets: Uint8Array, line: ToLine): Redacted {
  const text = octets.at(-1) === CR ? octets.subarray(0, -1) : octets;
  return trusted(visibleOctets(text.subarray(0, 4)) + line(text.subarray(4)));
}

function recordedLine(reply: RecordedReply, line: (text: string) => Redacted): Redacted {
  const text = line(reply.lines[0] ?? '');
  const rest = reply.lines.length - 1;
  const more = rest > 0 ? ` (and ${rest} more ${rest === 1 ? 'line' : 'lines'})` : '';
  return trusted(`${reply.code} ${text}${more}`);
}

function sentLines(step: SendStep, line: (value: Untrusted) => Redacted): readonly Redacted[] {
  if (!isSecret(step)) return shownLines(step.octets, '\r\n', line);
  const text = Buffer.from(step.octets)
    .toString('latin1')
    .replace(/\r?\n$/, '');
  if (step.purpose === 'auth-response') return [line(isOpen(text) ? text : REDACTED)];
  if (step.purpose !== 'command') return [line(REDACTED)];
  const [verb = '', mechanism = '', ...response] = text.split(/[ \t]+/);
  if (verb.toUpperCase() !== 'AUTH') return [line(`${step.verb} ${REDACTED}`)];
  return [line(response.every(isOpen) ? text : `${verb} ${mechanism} ${REDACTED}`)];
}

/** Cancelling (`*`), an empty initial response (`=`) and an empty response hold nothing to hide. */
function isOpen(response: string): boolean {
  return response === '*' || response === '=' || response === '';
}

/**
 * The lines of octets, cut at every `end`; a last line without it counts. What a client sends ends
 * in CRLF only, so that a bare LF in it stays visible.
 */
function shownLines(octets: Uint8Array, end: string, line: ToLine): readonly Redacted[] {
  const source = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  const lines: Redacted[] = [];
  let from = 0;
  while (from < source.length && lines.length < SHOWN_LINES) {
    const found = source.indexOf(end, from, 'latin1');
    const to = found === -1 ? source.length : found;
    lines.push(line(source.subarray(from, to)));
    from = found === -1 ? to : found + end.length;
  }
  if (from < source.length) lines.push(trusted(`… (${source.length - from} more octets)`));
  return lines;
}
