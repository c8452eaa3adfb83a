import { HELLO_VERBS } from '../../core/smtp/helloVerbs.ts';
import { offersIn } from './offersIn.ts';
import type { Offers } from './offersIn.ts';
import type { LiveReply } from './replyReader.ts';
import { bufferOf } from '../bufferOf.ts';

/**
 * What the server takes the next octets for: a command, content after 354, a SASL response after
 * 334, a TLS handshake after the 220 to STARTTLS, or nothing any more after 421.
 */
export type Awaits = 'command' | 'content' | 'response' | 'tls' | 'nothing';

const NOTHING: Offers = new Map();

/** The server's side of the conversation, as far as its last reply tells. */
export class ServerState {
  #awaits: Awaits = 'command';
  #lastCode = 0;
  #isSecured = false;
  /** The last reply to EHLO, and what it says once somebody asked. */
  #hello: Uint8Array | undefined;
  #offers: Offers | undefined;

  /** What the next octets would be read as. */
  get awaits(): Awaits {
    return this.#awaits;
  }

  /** The code of its last reply, 0 before the greeting. */
  get lastCode(): number {
    return this.#lastCode;
  }

  /** What is said now is encrypted. */
  get isSecured(): boolean {
    return this.#isSecured;
  }

  /** It offered CHUNKING: only then is what follows BDAT not read as commands (RFC 3030 §2). */
  get takesChunks(): boolean {
    return this.offers('CHUNKING');
  }

  /** True where neither a command nor a reply can come next: only content or a handshake can. */
  get isElsewhere(): boolean {
    return this.#awaits === 'content' || this.#awaits === 'tls';
  }

  /** The last reply to EHLO holds this: a keyword, or with a parameter `AUTH PLAIN`; upper case. */
  offers(advertised: string): boolean {
    const [keyword = '', parameter] = advertised.split(' ');
    const parameters = this.#offersNow().get(keyword);
    return parameters !== undefined && (parameter === undefined || parameters.has(parameter));
  }

  /** The parameters of a keyword in the last reply to EHLO, upper case; none where it has none. */
  parametersOf(keyword: string): Iterable<string> {
    return this.#offersNow().get(keyword) ?? [];
  }

  /** It replied to a command with this verb. */
  replied({ code, octets }: LiveReply, verb: string): void {
    this.#lastCode = code;
    if (code < 300 && HELLO_VERBS.has(verb)) {
      this.#hello = verb === 'HELO' ? undefined : octets;
      this.#offers = undefined;
    }
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
    this.#isSecured = true;
    this.#hello = undefined;
    this.#offers = undefined;
  }

  #offersNow(): Offers {
    this.#offers ??= this.#hello === undefined ? NOTHING : offersIn(textOf(this.#hello));
    return this.#offers;
  }
}

/** The lines without code and separator. */
function textOf(octets: Uint8Array): readonly string[] {
  const text = bufferOf(octets).toString('latin1');
  return text.split('\n').map(line => line.slice(4));
}
