import { lineAt } from '../octets/lineIndex.ts';
import type { Span } from '../octets/span.ts';
import type { Chunk, Content, Session, WireLine } from './model.ts';

const LF = 10;
const CR = 13;
const LETTER_C = 67;
const BACKSLASH = 92;

/** More of them in a session say no more. */
const MOST = 1_000;

/** A CR or LF in the file that is no part of a CRLF. */
export interface OddEnd {
  readonly kind: 'cr' | 'lf';
  readonly at: number;
}

/**
 * The lone CRs and LFs in the wire lines of a session whose dialogue otherwise ends its lines with
 * CRLF, in order, a thousand at most. Nothing else in a text file is a sign of the line ends that
 * were on the wire: where LF is usual, or the ends are mixed, an editor or a tool chose them.
 */
export function oddEndsOf(chunk: Chunk, session: Session): readonly OddEnd[] {
  const known = made.get(session);
  if (known !== undefined) return known;
  const found = chunk.dialect === 'smtp' && chunk.origin === undefined;
  const odd = found ? onWire(chunk, session, oddEndsIn(chunk, session.span)) : [];
  made.set(session, odd);
  return odd;
}

const made = new WeakMap<Session, readonly OddEnd[]>();

/** Does the text hold both CRLF and a CR or LF alone? */
export function mixesLineEnds(chunk: Pick<Chunk, 'octets' | 'scanner'>): boolean {
  const all = { start: 0, end: chunk.octets.length };
  return oddEndsIn(chunk, all, 1).length > 0;
}

/** The lone CRs and LFs of a stretch; the search ends where there are more than anyone reads. */
function oddEndsIn(
  { octets, scanner }: Pick<Chunk, 'octets' | 'scanner'>,
  span: Span,
  most = MOST,
): OddEnd[] {
  const end = Math.min(octets.length, span.end + 2);
  const found: OddEnd[] = [];
  if (scanner.indexOf(octets, CR, span.start, end) < 0) return found;
  // Where CRLF is usual every line holds both: a plain loop is faster than a search for each.
  for (let at = span.start; at < end && found.length < most; at++) {
    const octet = octets[at] ?? 0;
    if (octet > CR) continue;
    if (octet === CR) {
      if (octets[at + 1] === LF) at++;
      else found.push({ kind: 'cr', at });
    } else if (octet === LF) found.push({ kind: 'lf', at });
  }
  return found;
}

/** Those in wire lines, where the dialogue's own line ends make them remarkable. */
function onWire(chunk: Chunk, session: Session, odd: readonly OddEnd[]): readonly OddEnd[] {
  if (odd.length === 0) return odd;
  const lines = dialogueOf(session);
  if (!usesCrlf(chunk, lines)) return [];
  const contents = session.exchanges.flatMap(({ content }) => content ?? []);
  // A raw line spells out its line ends; the one in the file is none of them.
  const plain = lines.filter(({ raw }) => !raw).map(({ line }) => line);
  const places = [...plain, ...contents.map(({ span }) => span)];
  places.sort((a, b) => a.start - b.start);
  let next = 0;
  return odd.filter(({ at }) => {
    while ((places[next]?.end ?? Infinity) < at) next++;
    const place = places[next];
    if (place === undefined || place.start > at) return false;
    const content = contents.find(({ span }) => span === place);
    return content === undefined || isContentLine(chunk, content, at);
  });
}

/** At least two of three lines that are not message content. */
function usesCrlf({ octets }: Chunk, lines: readonly WireLine[]): boolean {
  let crlf = 0;
  let other = 0;
  for (const { line } of lines) {
    const octet = octets[line.end];
    if (octet === CR && octets[line.end + 1] === LF) crlf++;
    else if (octet !== undefined) other++;
  }
  return crlf > 0 && crlf >= other * 2;
}

/**
 * Every wire line with a mark but those of message content, in no order. Without marks it is what a
 * terminal showed, and terminals have line ends of their own.
 */
function dialogueOf({ steps }: Session): WireLine[] {
  const lines = steps.flatMap((step): readonly WireLine[] => {
    if (step.kind === 'greeting' || step.kind === 'stray') return step.reply.lines;
    if (step.kind !== 'exchange') return [];
    const replies = [...step.replies, ...(step.content?.replies ?? [])];
    return [step.command, ...step.responses, ...replies.flatMap(each => each.lines)];
  });
  return lines.filter(({ marked }) => marked);
}

/** Neither a note between the content lines nor a raw line. */
function isContentLine({ octets, lines }: Chunk, content: Content, at: number): boolean {
  const from = lines.starts[lineAt(lines, at)] ?? 0;
  if (octets[from] === LETTER_C && octets[from + 1] === BACKSLASH) return false;
  const isDot = at >= (content.terminator?.line.start ?? Infinity);
  return isDot || content.clothes(octets, from, at) >= 0;
}
