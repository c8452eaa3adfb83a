import { MECHANISMS } from '../../core/feature/mechanisms.ts';
import type { Span } from '../../core/octets/span.ts';
import { visibleOf } from '../../core/octets/visible.ts';
import type { Chunk } from '../../core/transcript/model.ts';
import { sourceSpanOf } from '../../core/transcript/sourcePlace.ts';
import { secretFramesOf } from './secretFrames.ts';
import { mergedSpans, overlapping } from './spans.ts';

/** What a report puts in place of a credential, as a replay does. */
export const REDACTED = '<redacted>';

/** The credentials that a chunk shows. */
export interface Secrets {
  /** Stretches of its source in [from, to) that show any, in order and apart from each other. */
  within(from: number, to: number): Span[];
  /** The text, each of its words that is a credential replaced. */
  cleaned(text: string): string;
}

const LF = 10;
/** Shorter words are no evidence of a leak: to hide them would only garble the text. */
const SHORTEST = 4;
/** Octets before a stretch that may hold the beginning of one of its words, or its AUTH. */
const AROUND = 2000;

/**
 * Finds what clients sent to authenticate themselves, and where else it is repeated word by word: a
 * server may quote it. The places come from the model; what only looks like an AUTH command, in a
 * line that is none, is hidden as well.
 */
export function secretsIn(chunk: Chunk): Secrets {
  const spans: Span[] = [];
  const words = new Set<string>();
  for (const { steps } of chunk.sessions) {
    for (const { at, password } of secretFramesOf(chunk, steps)) {
      spans.push(hiddenStretch(chunk, at));
      const { scanner, octets } = chunk;
      const encoded = scanner.encode(password);
      const forms = [
        scanner.latin1(octets, at.start, at.end),
        // Lines are looked at octet by octet, messages as text.
        scanner.latin1(encoded, 0, encoded.length),
        password,
        visibleOf(password),
      ];
      for (const word of forms) {
        if (word.length >= SHORTEST) words.add(word);
      }
    }
  }
  const known = mergedSpans(spans);
  return {
    within: (from, to) => {
      const all = [...overlapping(known, from, to), ...lookalikes(chunk, { from, to, words })];
      return overlapping(mergedSpans(all), from, to);
    },
    cleaned: text => {
      if (words.size === 0) return text;
      return text.replace(WORD, word => {
        const length = secretLength(word, words);
        return length === 0 ? word : REDACTED + word.slice(length);
      });
    },
  };
}

/** A dump shows the octets of a line more than once: from the secret on nothing of it is shown. */
function hiddenStretch(chunk: Chunk, at: Span): Span {
  const { start, end } = sourceSpanOf(chunk, at);
  if (chunk.origin === undefined) return { start, end };
  const { source, scanner } = chunk;
  const lineEnd = scanner.indexOf(source, LF, end, source.length);
  return { start, end: lineEnd < 0 ? source.length : lineEnd };
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly words: ReadonlySet<string>;
}

const WORD = /[^\s"'`<>()[\]{},;:\\]+/g;
const AUTH = /\b(?:AUTH|X-EXPS)[ \t]+[A-Za-z0-9_-]{1,40}[ \t]+([A-Za-z0-9+/=]{8,})/gi;
/** As if of an AUTH that was misspelt. */
const MECHANISM = new RegExp(
  `(?:\\b|AUTH)(?:${MECHANISMS.map(({ name }) => name).join('|')})[ \\t=]+([A-Za-z0-9+/=]{8,})`,
  'gi',
);

/** Words that are credentials, and what stands behind `AUTH` and the name of a mechanism. */
function lookalikes(chunk: Chunk, { from, to, words }: Place): Span[] {
  const { source, scanner } = chunk;
  const start = Math.max(0, from - AROUND);
  const text = scanner.latin1(source, start, Math.min(source.length, to + AROUND));
  const found: Span[] = [];
  const add = (at: number, length: number): void => {
    found.push({ start: start + at, end: start + at + length });
  };
  if (words.size > 0) {
    for (const { 0: word, index } of text.matchAll(WORD)) add(index, secretLength(word, words));
  }
  for (const { 0: match, 1: word = '', index } of text.matchAll(AUTH)) {
    if (!isMechanism(word)) add(index + match.length - word.length, word.length);
  }
  for (const { 0: match, 1: word = '', index } of text.matchAll(MECHANISM)) {
    if (isBase64(word)) add(index + match.length - word.length, word.length);
  }
  return found;
}

/** How much of the word is a credential; a sentence may end behind it. */
function secretLength(word: string, words: ReadonlySet<string>): number {
  if (words.has(word)) return word.length;
  const bare = word.replace(/[.!?]{1,3}$/, '');
  return bare !== word && words.has(bare) ? bare.length : 0;
}

/** Prose has words of that length, but not in such letters. */
function isBase64(word: string): boolean {
  return word.length % 4 === 0 && /[a-z][^]*[A-Z]/.test(word);
}

/** `AUTH PLAIN CRAM-MD5` is what a server offers. */
function isMechanism(word: string): boolean {
  return MECHANISMS.some(({ name }) => name.startsWith(word.toUpperCase()));
}
