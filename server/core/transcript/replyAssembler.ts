import type { ReplyDraft } from './draft.ts';
import type { ReplyLine } from './model.ts';

const HYPHEN = 45;

/** Makes logical replies of reply lines (RFC 5321 §4.2.1). */
export class ReplyAssembler {
  #open: ReplyDraft | undefined;

  /** The last line said that more would follow. */
  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Takes the next line; gives the replies that are complete with it, in order. */
  add(line: ReplyLine): readonly ReplyDraft[] {
    const complete: ReplyDraft[] = [];
    // A 421 may cut into another reply; any other code is a slip inside it.
    if (line.code === 421 && this.#open !== undefined && this.#open.code !== 421) {
      complete.push(this.#open);
      this.#open = undefined;
    }
    const reply = this.#extended(line);
    if (line.separator === HYPHEN) return complete;
    // A line without a code inside "-" lines is a slip of the text, not the end of the reply.
    if (line.code === 0 && reply.lines.length > 1) return complete;
    reply.terminated = true;
    this.#open = undefined;
    return [...complete, reply];
  }

  /** Something else comes: gives the reply that was never ended. */
  close(): ReplyDraft | undefined {
    const reply = this.#open;
    this.#open = undefined;
    return reply;
  }

  #extended(line: ReplyLine): ReplyDraft {
    const { code } = line;
    const reply = (this.#open ??= {
      kind: 'reply',
      code,
      lines: [],
      terminated: false,
      span: line.line,
    });
    reply.lines.push(line);
    reply.span = { start: reply.span.start, end: line.line.end };
    return reply;
  }
}
