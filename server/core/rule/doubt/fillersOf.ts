import type { Span } from '../../octets/span.ts';
import { announcedOctets } from '../../transcript/announcedOctets.ts';
import { contentOctets } from '../../transcript/contentLines.ts';
import { variableWordsOf } from '../../transcript/directive/variableWords.ts';
import type { Chunk, Content, Session } from '../../transcript/model.ts';
import { hasComputedChunks } from '../../transcript/sessionPlaces.ts';
import type { Place } from '../../transcript/variablePlaces.ts';
import type { Filler } from './filledChunk.ts';
import type { Shape, ShapedPlace } from './shapes.ts';

/** Makes the octets that stand in for the places of a session when they have these shapes. */
export type FillersOf = (shape: Shape) => readonly Filler[];

/** A place, and how its line begins: so do more lines of the same kind. */
interface Seen extends ShapedPlace {
  readonly at: Span;
  readonly prefix: string;
  /** Between the code of a reply and the place that its text begins with. */
  readonly separator: string;
}

/** A BDAT command whose chunk is not as long as the file's. */
interface Sized {
  readonly at: Span;
  readonly octets: number;
  readonly content: Span;
}

/** Longer lines are no more than text. */
const LONGEST_LEAD = 300;

/** Looks at the places of a session once, whatever they are to be filled with. */
export function fillersOf(chunk: Chunk, session: Session, places: readonly Place[]): FillersOf {
  const seen = seenIn(chunk, session, places);
  const sized = sizedIn(chunk, session, seen);
  return shape => {
    const values = seen.map(place => ({ place, text: shape(place) }));
    const fillers = values.map(({ place, text }): Filler => {
      return { at: place.at, octets: chunk.scanner.encode(linesOf(place, text)) };
    });
    for (const { at, octets, content } of sized) {
      const more = values
        .filter(({ place }) => place.at.start >= content.start && place.at.end <= content.end)
        .reduce(
          (sum, { place, text }) => sum + wireLength(chunk, text) - (place.at.end - place.at.start),
          0,
        );
      fillers.push({ at, octets: chunk.scanner.encode(String(octets + more)) });
    }
    return fillers.sort((one, other) => one.at.start - other.at.start);
  };
}

/** The text as lines like that of the place; of a reply all but the last go on (RFC 5321 §4.2.1). */
function linesOf({ prefix, code, separator }: Seen, text: string): string {
  if (separator === '') return text.replaceAll('\n', `\n${prefix}${code}`);
  const lines = text.split('\n');
  const last = `${separator}${lines.pop() ?? ''}`;
  return [...lines.map(line => `-${line}`), last].join(`\n${prefix}${code}`);
}

/** Of text whose lines end with CRLF on the wire. */
function wireLength({ scanner }: Chunk, text: string): number {
  return scanner.encode(text.replaceAll('\n', '\r\n')).length;
}

function seenIn(chunk: Chunk, session: Session, places: readonly Place[]): readonly Seen[] {
  const given = valuesOf(session);
  const contents = session.exchanges.flatMap(({ content }) => content?.span ?? []);
  const indices = new Map<string, number>();
  const delimiters = delimitersIn(chunk, session);
  return places.map(({ start, end, name }) => {
    const index = indices.get(name) ?? indices.size + 1;
    indices.set(name, index);
    const begin = beginOf(chunk, start);
    const isContent = contents.some(span => start >= span.start && end <= span.end);
    const from = start - begin.separator.length;
    const where = begin.code !== '' ? 'reply' : isContent ? 'content' : 'command';
    return { ...begin, at: { start: from, end }, index, given: given.get(name), where, delimiters };
  });
}

/** The boundaries that message headers name are within its first octets. */
const HEAD = 65_536;

function delimitersIn({ octets, scanner }: Chunk, { span }: Session): string {
  const text = scanner.latin1(octets, span.start, Math.min(span.end, span.start + HEAD));
  const names = Array.from(text.matchAll(/boundary="?([\w'()+,./:=? -]{1,70})/gi), ([, name]) => {
    return name ?? '';
  });
  return names.map(name => `--${name}\n--${name}--`).join('\n');
}

/** How the line of a place begins. */
function beginOf(
  { octets, scanner, lineCounter }: Chunk,
  start: number,
): Pick<Seen, 'prefix' | 'code' | 'lead' | 'separator'> {
  const from = Math.max(lineCounter.startAt(start), start - LONGEST_LEAD);
  const before = scanner.latin1(octets, from, start);
  const prefix = /^(?:[CS]\\?: ?)?/.exec(before)?.[0] ?? '';
  const rest = before.slice(prefix.length);
  const reply = prefix.startsWith('C') ? null : /^(\d{3})([ -])(.*)$/.exec(rest);
  const [, code = '', separator = '', lead = rest] = reply ?? [];
  return { prefix, code, lead, separator: lead === '' ? separator : '' };
}

function valuesOf({ directives }: Session): ReadonlyMap<string, string> {
  const words = directives
    .filter(({ name }) => name === 'var')
    .flatMap(({ value }) => variableWordsOf(value) ?? []);
  return new Map(words.map(({ name, value }) => [name, value]));
}

/** Chunks with places in them: a replay announces the octets that it sends. */
function sizedIn(chunk: Chunk, session: Session, seen: readonly Seen[]): readonly Sized[] {
  const all = hasComputedChunks(chunk, session);
  return session.exchanges.flatMap(({ command, content }) => {
    const announced = announcedOctets(chunk, command);
    if (announced === undefined || content === undefined) return [];
    const octets = contentOctets(chunk, content);
    if (octets === null || !(all || seen.some(({ at }) => isIn(at, content)))) return [];
    const { start } = command.argument;
    const length = /^\d*/.exec(chunk.scanner.latin1(chunk.octets, start, start + 20))?.[0].length;
    return [{ at: { start, end: start + (length ?? 0) }, octets, content: content.span }];
  });
}

function isIn({ start, end }: Span, { span }: Content): boolean {
  return start >= span.start && end <= span.end;
}
