import { smtp } from '../../core/dialect/smtp.ts';
import { lengthBeforeLineEnd, unescape } from '../../core/octets/escapes.ts';
import { lineAt, lineIndexOf } from '../../core/octets/lineIndex.ts';
import type { LineIndex } from '../../core/octets/lineIndex.ts';
import { plainScanner } from '../../core/octets/plainScanner.ts';
import type { Chunk, Reply, ReplyLine, Session } from '../../core/transcript/model.ts';
import { readTranscript } from '../../core/transcript/readTranscript.ts';
import { visibleOctets } from '../visible.ts';

/** A line of a recorded reply; offsets are octets of the file. */
export interface RecordedLine {
  /** The physical line, its end left out, and where the next one begins. */
  readonly from: number;
  readonly end: number;
  readonly next: number;
  /** Where the reply itself begins: behind `S: `, or with the line. */
  readonly payload: number;
  /** Written with escapes (`S\: `). */
  readonly raw: boolean;
  /** `-`, a blank, or '' where the line ends. */
  readonly separator: string;
  /** What follows code and separator, as octets of the file and as an event would show it. */
  readonly textFrom: number;
  readonly text: string;
}

/** A reply where the file has it. */
export interface PlacedReply {
  /** First physical line, 1-based. */
  readonly line: number;
  readonly code: number;
  readonly lines: readonly RecordedLine[];
}

/** The stretch of a file that a plan was made of. */
export interface RecordedFile {
  readonly octets: Uint8Array;
  readonly index: LineIndex;
  /** Octets of the stretch: a session and what stands before it. */
  readonly from: number;
  readonly to: number;
  readonly replies: readonly PlacedReply[];
  /** The lines carry `S: ` and `C: `. */
  readonly marked: boolean;
  /** The file says that it leaves something out (`# @excerpt`). */
  readonly excerpt: boolean;
}

/** Physical lines, 1-based, both included. */
export interface LineStretch {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads the stretch of a `.smtp` file (UTF-8 without a byte order mark) that holds these lines;
 * undefined where the lines of the wire do not stand in it as they are.
 */
export function recordedFile(octets: Uint8Array, lines: LineStretch): RecordedFile | undefined {
  const index = lineIndexOf(octets);
  const found: PlacedReply[] = [];
  const sessions: Session[] = [];
  const stretch = { from: octets.length, to: 0 };
  let base = 0;
  for (const chunk of readTranscript(octets, { scanner: plainScanner, dialect: smtp })) {
    const end = base + chunk.source.length;
    const last = lineAt(index, Math.max(base, end - 1)) + 1;
    if (last >= lines.first && lineAt(index, base) + 1 <= lines.last) {
      if (chunk.origin !== undefined) return undefined;
      stretch.from = Math.min(stretch.from, base);
      stretch.to = Math.max(stretch.to, end);
      sessions.push(...chunk.sessions);
      found.push(...repliesIn(chunk, { index, base, octets }));
    }
    base = end;
  }
  if (stretch.from > stretch.to) return undefined;
  const directives = sessions.flatMap(session => session.directives);
  return {
    octets,
    index,
    ...stretch,
    replies: found,
    marked: sessions.some(isMarked),
    excerpt: directives.some(({ name }) => name === 'excerpt'),
  };
}

function isMarked({ greeting, exchanges }: Session): boolean {
  const first = greeting?.reply.lines[0] ?? exchanges[0]?.command;
  return first?.marked ?? true;
}

interface InFile {
  readonly octets: Uint8Array;
  readonly index: LineIndex;
  /** Where the chunk begins. */
  readonly base: number;
}

function* repliesIn(chunk: Chunk, file: InFile): Generator<PlacedReply> {
  for (const session of chunk.sessions) {
    for (const step of session.steps) {
      if (step.kind === 'greeting' || step.kind === 'stray') yield placed(chunk, step.reply, file);
      if (step.kind !== 'exchange') continue;
      for (const reply of step.replies) yield placed(chunk, reply, file);
      for (const reply of step.content?.replies ?? []) yield placed(chunk, reply, file);
    }
  }
}

function placed(chunk: Chunk, reply: Reply, file: InFile): PlacedReply {
  return {
    line: lineAt(file.index, file.base + reply.span.start) + 1,
    code: reply.code,
    lines: reply.lines.map(line => placedLine(chunk, line, file)),
  };
}

function placedLine(chunk: Chunk, line: ReplyLine, { index, base, octets }: InFile): RecordedLine {
  const from = base + line.line.start;
  const { separator } = line;
  return {
    from,
    end: base + line.line.end,
    next: index.starts[lineAt(index, from) + 1] ?? octets.length,
    payload: base + line.span.start,
    raw: line.raw,
    separator: separator < 0 || line.raw ? '' : String.fromCharCode(separator),
    textFrom: base + line.text.start,
    text: line.raw ? rawText(chunk, line) : shownText(chunk, line),
    ...(line.raw && { separator: rawSeparator(chunk, line) }),
  };
}

function shownText({ octets }: Chunk, { text }: ReplyLine): string {
  return visibleOctets(octets.subarray(text.start, text.end));
}

const CODE_LENGTH = 3;

function rawText({ octets }: Chunk, { span }: ReplyLine): string {
  const line = unescape(octets, span.start, span.end).octets;
  return visibleOctets(line.subarray(CODE_LENGTH + 1, lengthBeforeLineEnd(line)));
}

function rawSeparator({ octets }: Chunk, { span }: ReplyLine): string {
  const line = unescape(octets, span.start, span.end).octets;
  const separator = line[CODE_LENGTH];
  const length = lengthBeforeLineEnd(line);
  return separator === undefined || length <= CODE_LENGTH ? '' : String.fromCharCode(separator);
}
