import type { Span } from '../../octets/span.ts';
import { lineAt, lineEndAt } from '../../octets/lineIndex.ts';
import { hasComputedChunks, sessionPlaces } from '../../transcript/sessionPlaces.ts';
import type { Chunk, Session } from '../../transcript/model.ts';
import type { Finding } from '../finding.ts';
import { ruleOf } from '../ruleOf.ts';
import { filledChunk } from './filledChunk.ts';
import type { FilledChunk, Filler } from './filledChunk.ts';
import type { FillersOf } from './fillersOf.ts';
import { fillersOf } from './fillersOf.ts';
import { SHAPES } from './shapes.ts';

/** Asks the rules about a session of a chunk. */
export type AskRules = (chunk: Chunk, session: Session) => readonly Finding[];

/** Octets that are read again, all shapes together: a long session is tried with fewer of them. */
const MOST_READ = 16 * 1024 * 1024;

/**
 * Leaves out the findings that depend on what a replay fills into `{{name}}` places: those that some
 * value would spare. The session is read again with places of each shape; what is then found no more
 * on its line is doubtful. Costs one native search where there are no places.
 */
export function certainFindings(
  chunk: Chunk,
  session: Session,
  findings: readonly Finding[],
  ask: AskRules,
): readonly Finding[] {
  const places = sessionPlaces(chunk, session);
  if (places.length === 0 && !hasComputedChunks(chunk, session)) return findings;
  const at = chunk.sessions.indexOf(session);
  const lineOf = (offset: number): number => lineAt(chunk.lines, offset);
  const before = new Set(findings.map(finding => keyOf(finding, lineOf(finding.at.start))));
  const known: Before = { lineOf, before };
  const own = findings.filter(isAboutPlaces);
  let certain = findings.filter(finding => {
    if (isAboutPlaces(finding)) return false;
    return isOrder(finding) || !overlaps(wholeOf(chunk, finding), places);
  });
  for (const filling of fillingsFor(chunk, fillersOf(chunk, session, places))) {
    if (certain.length === 0) break;
    const filled = filledChunk(chunk, filling);
    const same = filled?.chunk.sessions[at];
    if (filled === undefined || same === undefined) continue;
    const spared = sparedBy(known, filled.placeOf, ask(filled.chunk, same));
    certain = certain.filter(finding => !spared(finding));
  }
  return [...own, ...certain];
}

/** Finding by rule and line: its place on the line moves with what is filled in. */
type Key = string;

function keyOf({ rule }: Finding, line: number): Key {
  return `${rule} ${String(line)}`;
}

/**
 * Tells of a finding whether it is gone with this filling. What is gone because the value itself is
 * wrong there, a date for an address, proves nothing.
 */
function sparedBy(
  { lineOf, before }: Before,
  placeOf: FilledChunk['placeOf'],
  findings: readonly Finding[],
): (finding: Finding) => boolean {
  const there = new Set<Key>();
  const unfit = new Set<number>();
  for (const finding of findings) {
    const line = lineOf(placeOf(finding.at.start));
    const key = keyOf(finding, line);
    there.add(key);
    if (!before.has(key) && isMisfit(finding)) unfit.add(line);
  }
  return finding => {
    const line = lineOf(finding.at.start);
    return !there.has(keyOf(finding, line)) && !unfit.has(line);
  };
}

/** What was found in the text as it stands. */
interface Before {
  readonly lineOf: (offset: number) => number;
  readonly before: ReadonlySet<Key>;
}

/** What a value of the wrong kind leads to. */
function isMisfit({ rule, severity }: Finding): boolean {
  const category = ruleOf(rule)?.category;
  const isFault = severity === 'error' || severity === 'warning';
  return isFault && (category === 'syntax' || category === 'address' || category === 'extension');
}

/** The octets for each shape, the same ones once. */
function* fillingsFor(chunk: Chunk, fillersFor: FillersOf): Generator<readonly Filler[]> {
  const tried = new Set<string>();
  let left = MOST_READ;
  for (const shape of SHAPES) {
    const fillers = fillersFor(shape);
    const text = fillers
      .map(({ octets }) => chunk.scanner.latin1(octets, 0, octets.length))
      .join('\0');
    if (tried.has(text)) continue;
    tried.add(text);
    yield fillers;
    left -= chunk.octets.length;
    if (left < 0) return;
  }
}

/** Rules that look for places know what they are. */
function isAboutPlaces({ rule }: Finding): boolean {
  return ruleOf(rule)?.clues?.includes('braces') === true;
}

/** What is about the order of commands is so whatever their arguments are. */
function isOrder({ rule }: Finding): boolean {
  return ruleOf(rule)?.category === 'sequencing';
}

/** What a finding is about: a header field goes on in the lines that are folded (RFC 5322 §2.2.3). */
function wholeOf({ octets, lines }: Chunk, { at, rule }: Finding): Span {
  if (ruleOf(rule)?.category !== 'delivery') return at;
  let line = lineAt(lines, at.end);
  while (isFolded(octets, lines.starts[line + 1])) line += 1;
  return { start: at.start, end: lineEndAt(octets, lines, line) };
}

function isFolded(octets: Uint8Array, start: number | undefined): boolean {
  if (start === undefined) return false;
  const from = octets[start] === 0x43 && octets[start + 1] === 0x3a ? start + 3 : start;
  return octets[from] === 0x20 || octets[from] === 9;
}

/** The places are in order, and none lies over another. */
function overlaps({ start, end }: Span, places: readonly Span[]): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const next = places[low];
  return next !== undefined && next.start < Math.max(end, start + 1);
}
