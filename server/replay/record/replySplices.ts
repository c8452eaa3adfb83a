import { meaningOf } from './meansRecorded.ts';
import { newReply } from './newReply.ts';
import type { NewLine } from './newReply.ts';
import type { RecordedFile, RecordedLine } from './recordedFile.ts';
import type { ReplyChange } from './replyChanges.ts';
import type { Splice } from './splices.ts';

/** `actual`: for a comparison, where nothing shows but what means something else; `promoted`: a file. */
export type Purpose = 'actual' | 'promoted';

/** What the changes make of the file's octets. */
export function replySplices(
  file: RecordedFile,
  changes: readonly ReplyChange[],
  purpose: Purpose,
): readonly Splice[] {
  const writer = new ReplyWriter(file, purpose);
  return changes.flatMap(change => {
    switch (change.kind) {
      case 'other':
        return writer.other(change);
      case 'new':
        return writer.added(change);
      case 'missing':
        return purpose === 'actual' ? writer.missing(change) : [];
    }
  });
}

type Of<K extends ReplyChange['kind']> = Extract<ReplyChange, { kind: K }>;

class ReplyWriter {
  readonly #file: RecordedFile;
  readonly #purpose: Purpose;
  readonly #mark: string;
  readonly #lineEnd: Uint8Array;

  constructor(file: RecordedFile, purpose: Purpose) {
    this.#file = file;
    this.#purpose = purpose;
    this.#mark = file.marked ? 'S: ' : '';
    this.#lineEnd = lineEndOf(file);
  }

  /** Line for line, so that notes between them stay where they are. */
  other({ step, at, live }: Of<'other'>): readonly Splice[] {
    const lines = newReply(meaningOf(step), at, live);
    const splices: Splice[] = [];
    for (const [index, old] of at.lines.entries()) {
      const line = lines[index];
      if (line === undefined) splices.push({ from: old.from, to: old.next, octets: EMPTY });
      else if (!this.#stays(line, old, { code: live.code, was: at.code })) {
        splices.push({ from: old.from, to: old.end, octets: this.#line(live.code, line, old) });
      }
    }
    const last = at.lines.at(-1);
    const more = lines.slice(at.lines.length);
    if (last === undefined || more.length === 0) return splices;
    const octets = more.flatMap(line => [this.#lineEnd, this.#line(live.code, line, last)]);
    return [...splices, { from: last.end, to: last.end, octets: Buffer.concat(octets) }];
  }

  added({ live, behind }: Of<'new'>): readonly Splice[] {
    const { octets, index } = this.#file;
    const at = index.starts[behind] ?? octets.length;
    const isOpen = behind >= index.count;
    const lines = live.lines.flatMap(({ separator, text }) => {
      const line = Buffer.from(`${this.#mark}${String(live.code)}${separator}${text}`);
      return isOpen ? [this.#lineEnd, line] : [line, this.#lineEnd];
    });
    return [{ from: at, to: at, octets: Buffer.concat(lines) }];
  }

  missing({ at }: Of<'missing'>): readonly Splice[] {
    return at.lines.map(({ from, end, next }, index) => {
      return index === 0
        ? { from, to: end, octets: Buffer.from('# (no reply in this run)') }
        : { from, to: next, octets: EMPTY };
    });
  }

  #stays(
    line: NewLine,
    old: RecordedLine,
    code: { readonly code: number; readonly was: number },
  ): boolean {
    return line.same === old && line.separator === old.separator && code.code === code.was;
  }

  #line(code: number, { separator, text, compared, same }: NewLine, old: RecordedLine): Uint8Array {
    const { octets } = this.#file;
    const mark = old.raw ? Buffer.from(this.#mark) : octets.subarray(old.from, old.payload);
    const head = Buffer.from(`${String(code)}${separator}`);
    if (same !== undefined && !same.raw) {
      return Buffer.concat([mark, head, octets.subarray(same.textFrom, same.end)]);
    }
    const shown = this.#purpose === 'actual' ? compared : text;
    return Buffer.concat([mark, head, Buffer.from(shown)]);
  }
}

const EMPTY = new Uint8Array(0);
const LF = 10;
const CR = 13;

/** How the first line of the file ends. */
function lineEndOf({ octets, index }: RecordedFile): Uint8Array {
  const next = index.starts[1];
  if (next === undefined) return Uint8Array.of(LF);
  const from = octets[next - 1] === LF && octets[next - 2] === CR ? next - 2 : next - 1;
  return octets.subarray(from, next);
}
