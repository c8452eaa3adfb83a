import { unescape } from '../core/octets/escapes.ts';
import { contentLines } from '../core/transcript/contentLines.ts';
import type { Content } from '../core/transcript/model.ts';
import { foldVolatile } from '../replay/expect/foldVolatile.ts';
import type { Difference, DiffSide, Excerpt } from './model.ts';
import { sameOctets } from './sameOctets.ts';
import { lineOf, shownText } from './shown.ts';

/** Header fields that are made anew for every message. */
const VOLATILE_FIELD =
  /^(?:Date|Message-ID|Received|DKIM-Signature|ARC-[A-Za-z-]+|X-Mailer|User-Agent|Return-Path):/i;

/** Longer lines are compared as they are. */
const LONGEST_FOLDED = 1000;

/** A line of a message: its text without stuffing, and where it stands. */
interface MessageLine {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A message, and whose it is. */
interface SideContent {
  readonly side: DiffSide;
  readonly content: Content;
}

/**
 * The first line in which two messages differ, what mailers make anew aside: dates, message-ids,
 * boundaries. Undefined where they are the same or one is not shown.
 */
export function compareContent(first: SideContent, second: SideContent): Difference | undefined {
  if (!first.content.shown || !second.content.shown) return undefined;
  if (areTheSame(first, second)) return undefined;
  const [one, other] = [
    messageLines(first.side, first.content),
    messageLines(second.side, second.content),
  ];
  for (;;) {
    const [a, b] = [one.next().value, other.next().value];
    if (a === undefined && b === undefined) return undefined;
    if (a !== undefined && b !== undefined && sameLine(a.text, b.text)) continue;
    const message =
      a === undefined || b === undefined
        ? `The message goes on in the ${a === undefined ? 'second' : 'first'} only.`
        : 'The messages differ; this is the first other line.';
    return {
      kind: 'content',
      message,
      first: a === undefined ? null : excerptOf(first.side, a),
      second: b === undefined ? null : excerptOf(second.side, b),
    };
  }
}

/** The very same lines, dressed the same way. */
function areTheSame(first: SideContent, second: SideContent): boolean {
  const [one, other] = [first.side.chunk, second.side.chunk];
  const [blocks, others] = [first.content.blocks, second.content.blocks];
  if (first.content.clothes !== second.content.clothes) return false;
  if (first.content.how !== second.content.how || blocks.length !== others.length) return false;
  return blocks.every((span, at) => {
    const twin = others[at];
    return (
      twin !== undefined &&
      sameOctets({ octets: one.octets, span }, { octets: other.octets, span: twin })
    );
  });
}

function excerptOf(side: DiffSide, line: MessageLine): Excerpt {
  return { line: lineOf(side, line.start), text: shownText(side, line) };
}

/** The lines that are compared: volatile fields are left out with what continues them. */
function* messageLines(side: DiffSide, content: Content): Generator<MessageLine, undefined> {
  const { octets, scanner } = side.chunk;
  let inHeader = true;
  let leftOut = false;
  for (const { start, end, raw } of contentLines(side.chunk, content)) {
    const written = raw
      ? latin1(unescape(octets, start, end).octets).replace(/\r?\n$/, '')
      : scanner.latin1(octets, start, end);
    const text = content.how === 'data' && written.startsWith('.') ? written.slice(1) : written;
    if (text === '') inHeader = false;
    if (inHeader) leftOut = /^[ \t]/.test(text) ? leftOut : VOLATILE_FIELD.test(text);
    if (!inHeader || !leftOut) yield { text, start, end };
  }
  return undefined;
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

function sameLine(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.length > LONGEST_FOLDED || other.length > LONGEST_FOLDED) return false;
  return meaning(one) === meaning(other);
}

/** Without what a mailer makes up: MIME boundaries, dates and ids. */
function meaning(line: string): string {
  const trimmed = line.trimEnd();
  const delimiter = /^--(?=[^-]{0,80}\d)[^\s-][^\s]{5,68}?(--)?$/.exec(trimmed);
  if (delimiter !== null) return `--‹boundary›${delimiter[1] ?? ''}`;
  return foldVolatile(trimmed.replace(/\bboundary="?[^";\s]{1,70}"?/i, 'boundary=‹boundary›'));
}
