import type { ReplyDraft } from './draft.ts';
import type { ReplyLine } from './model.ts';

const HYPHEN = 45;
const NONE: readonly ReplyDraft[] = [];

/** Makes logical replies of reply lines (RFC 5321 §4.2.1). */
export class ReplyAssembler {
  #open: ReplyDraft | undefined;

  /** The last line said that more would follow. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Takes the next line; gives the replies that are complete with it, in order. */
  add(line: ReplyLine): readonly ReplyDraft[] {
    let cut: ReplyDraft | undefined;
    // A 421 may cut into another reply; any other code is a slip inside it.
    if (line.code === 421 && this.#open !== undefined && this.#open.code !== 421) {
      cut = this.#open;
      this.#open = undefined;
    }
    const reply = this.#extended(line);
    // A line without a code inside "-" lines is a slip of the text, not the end of the reply.
    const goesOn = line.separator === HYPHEN || (line.code === 0 && reply.lines.length > 1);
    if (goesOn) return cut === undefined ? NONE : [cut];
    reply.terminated = true;
    this.#open = undefined;
    return cut === undefined ? [reply] : [cut, reply];
  }

  /** Something else comes: gives the reply that was never ended. */
  close(): ReplyDraft | undefined {
    const reply = this.#open;
    this.#open = undefined;
    return reply;
  }

  #extended(line: ReplyLine): ReplyDraft {
    const open = this.#open;
    if (open !== undefined) {
      open.lines.push(line);
      open.span = { start: open.span.start, end: line.line.end };
      return open;
    }
    const { code } = line;
    const span = line.line;
    const reply: ReplyDraft = { kind: 'reply', code, lines: [line], terminated: false, span };
    this.#open = reply;
    return reply;
  }
}
