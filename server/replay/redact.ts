import { visibleOf } from '../core/octets/visible.ts';
import type { PlanStep, RecordedReply, Redacted, SendStep } from '../protocol/replay.ts';
import { Hidden } from './hidden.ts';
import { formsOfSecret, isSecret, REDACTED, secretsOf } from './secrets.ts';
import { visibleOctets } from './visible.ts';
import { bufferOf } from './bufferOf.ts';

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
  /** Hides octets, such as a response that was computed, in everything told from here on. */
  readonly hide: (octets: Uint8Array) => void;
  /** A verb as a send has it; one that is no word is cleaned as a line. */
  readonly word: (verb: string) => Redacted;
}

/** A redactor that knows the credentials of these steps and the secrets that the run was given. */
export function redactorOf(steps: readonly PlanStep[], given: readonly string[] = []): Redactor {
  const hidden = new Hidden([...secretsOf(steps), ...given.flatMap(formsOfSecret)]);
  const clean = (value: Untrusted): string => cleanOf(hidden, value);
  const line = (value: Untrusted): Redacted => cut(clean(value), SHOWN_CHARACTERS);
  return {
    line,
    // Cut after cleaning: half a secret would not be recognised.
    excerpt: value => cut(clean(value), EXCERPT_CHARACTERS),
    say: (words, ...values) => trusted(String.raw({ raw: words }, ...values.map(line))),
    sent: step => sentLines(step, hidden),
    reply: octets => shownLines(octets, '\n', lines => replyLines(lines, hidden)),
    recorded: reply => recordedLine(reply, line),
    hide: octets => {
      hidden.add(octets);
    },
    word: verb => (WORD.test(verb) ? trusted(verb) : line(verb)),
  };
}

function cleanOf(hidden: Hidden, value: Untrusted): string {
  if (typeof value === 'number') return String(value);
  if (hidden.isEmpty) return visible(value);
  return hidden.clean(typeof value === 'string' ? Buffer.from(value) : value);
}

/** What lines show, each on its own or as parts of one text. */
type ToLines = (lines: readonly Uint8Array[]) => readonly Redacted[];

const CR = 0x0d;

const WORD = /^[A-Z]{0,20}$/;

function visible(value: string | Uint8Array): string {
  return typeof value === 'string' ? visibleOf(value) : visibleOctets(value);
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
function replyLines(lines: readonly Uint8Array[], hidden: Hidden): readonly Redacted[] {
  const bare = lines.map(octets => (octets.at(-1) === CR ? octets.subarray(0, -1) : octets));
  const texts = cleanLines(
    bare.map(octets => octets.subarray(4)),
    hidden,
  );
  return texts.map((text, at) => {
    return trusted(visibleOctets(bare[at]?.subarray(0, 4) ?? NOTHING) + text);
  });
}

const NOTHING = new Uint8Array();

function cleanLines(lines: readonly Uint8Array[], hidden: Hidden): readonly Redacted[] {
  const clean = hidden.isEmpty ? lines.map(visible) : hidden.cleanLines(lines);
  return clean.map(text => cut(text, SHOWN_CHARACTERS));
}

function recordedLine(reply: RecordedReply, line: (text: string) => Redacted): Redacted {
  const text = line(reply.lines[0] ?? '');
  const rest = reply.lines.length - 1;
  const more = rest > 0 ? ` (and ${rest} more ${rest === 1 ? 'line' : 'lines'})` : '';
  return trusted(`${reply.code} ${text}${more}`);
}

function sentLines(step: SendStep, hidden: Hidden): readonly Redacted[] {
  const toLines: ToLines = lines => cleanLines(lines, hidden);
  if (!isSecret(step)) return shownLines(step.octets, '\r\n', toLines);
  const line = (text: string): Redacted => cut(cleanOf(hidden, text), SHOWN_CHARACTERS);
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
function shownLines(octets: Uint8Array, end: string, toLines: ToLines): readonly Redacted[] {
  const source = bufferOf(octets);
  const found: Uint8Array[] = [];
  let from = 0;
  while (from < source.length && found.length < SHOWN_LINES) {
    const at = source.indexOf(end, from, 'latin1');
    const to = at === -1 ? source.length : at;
    found.push(source.subarray(from, to));
    from = at === -1 ? to : at + end.length;
  }
  const lines = toLines(found);
  if (from >= source.length) return lines;
  return [...lines, trusted(`… (${source.length - from} more octets)`)];
}
