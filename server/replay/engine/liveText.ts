import type { LiveReplyText } from '../expect/replyMatch.ts';
import type { LiveReply } from './replyReader.ts';

/** A live reply as text, made when somebody reads it. */
export class LiveText implements LiveReplyText {
  readonly code: number;
  readonly #octets: Uint8Array;
  #lines: readonly string[] | undefined;

  constructor({ code, octets }: LiveReply) {
    this.code = code;
    this.#octets = octets;
  }

  /** The texts of the lines, without code and separator. */
  get lines(): readonly string[] {
    return (this.#lines ??= linesOf(this.#octets));
  }
}

function linesOf({ buffer, byteOffset, length }: Uint8Array): readonly string[] {
  return Buffer.from(buffer, byteOffset, length)
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map(line => line.replace(/\r$/, '').slice(4));
}
