import { HELLO_VERBS } from '../../core/smtp/helloVerbs.ts';
import type { LiveReply } from './replyReader.ts';

/**
 * What the server takes the next octets for: a command, content after 354, a SASL response after
 * 334, a TLS handshake after the 220 to STARTTLS, or nothing any more after 421.
 */
export type Awaits = 'command' | 'content' | 'response' | 'tls' | 'nothing';

/** The server's side of the conversation, as far as its last reply tells. */
export class ServerState {
  #awaits: Awaits = 'command';
  #lastCode = 0;
  #takesChunks = false;

  /** What the next octets would be read as. */
  get awaits(): Awaits {
    return this.#awaits;
  }

  /** The code of its last reply, 0 before the greeting. */
  get lastCode(): number {
    return this.#lastCode;
  }

  /** It offered CHUNKING: only then is what follows BDAT not read as commands (RFC 3030 §2). */
  get takesChunks(): boolean {
    return this.#takesChunks;
  }

  /** True where neither a command nor a reply can come next: only content or a handshake can. */
  get isElsewhere(): boolean {
    return this.#awaits === 'content' || this.#awaits === 'tls';
  }

  /** It replied to a command with this verb. */
  replied({ code, octets }: LiveReply, verb: string): void {
    this.#lastCode = code;
    if (HELLO_VERBS.has(verb) && code < 300) this.#takesChunks = offersChunking(octets);
    if (code === 421) this.#awaits = 'nothing';
    else if (code === 354) this.#awaits = 'content';
    else if (code === 334) this.#awaits = 'response';
    else this.#awaits = code === 220 && verb === 'STARTTLS' ? 'tls' : 'command';
  }

  /** It was sent what it waited for. */
  served(): void {
    this.#awaits = 'command';
  }

  /** The handshake is complete: what it offered before it counts no more (RFC 3207 §4.2). */
  secured(): void {
    this.served();
    this.#takesChunks = false;
  }
}

function offersChunking(octets: Uint8Array): boolean {
  return /^250[ -]CHUNKING\r?$/im.test(Buffer.from(octets).toString('latin1'));
}
