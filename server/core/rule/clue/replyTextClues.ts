import type { Span } from '../../octets/span.ts';
import { ENHANCED_CODES } from '../../smtp/enhancedCodes.ts';
import { isBlank, isDigit, OCTET } from '../../smtp/octet.ts';
import { REPLY_CODES } from '../../smtp/replyCodes.ts';
import type { Chunk, Exchange, Reply, ReplyLine, Session } from '../../transcript/model.ts';
import type { Capabilities } from '../../transcript/state.ts';
import { hasFreeText, promisesEnhancedCodes } from '../reply/enhancedCodeParts.ts';
import { wideCluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';

const REPLY_TEXT = wideCluesFrom('reply-text');

const ASCII = 128;
/** A challenge may be empty. */
const CHALLENGE = 334;

/** Whether the octets of a session are all ASCII. */
export type Octets7 = 'ascii' | 'eight-bit';

/** What codes and texts of the replies show, in one look at each reply line. */
export function replyTextCluesOf(chunk: Chunk, session: Session, octets: Octets7): Clues {
  const look = new Look(chunk, octets);
  for (const step of session.steps) {
    if (step.kind === 'exchange') look.exchange(step);
    else if (step.kind === 'greeting' || step.kind === 'stray') look.reply(step.reply);
    if (look.found) return REPLY_TEXT;
  }
  return 0;
}

class Look {
  found = false;
  readonly #octets: Uint8Array;
  readonly #ascii: boolean;
  #list: Capabilities | undefined;
  #promised = false;

  constructor({ octets }: Chunk, octets7: Octets7) {
    this.#octets = octets;
    this.#ascii = octets7 === 'ascii';
  }

  exchange({ command, before, replies, content }: Exchange): void {
    if (before.capabilities !== this.#list) {
      this.#list = before.capabilities;
      this.#promised = promisesEnhancedCodes(before.capabilities);
    }
    const coded = !hasFreeText(command.verb);
    for (const reply of replies) {
      this.reply(reply);
      if (coded) this.#codes(reply);
    }
    if (content === undefined) return;
    for (const reply of content.replies) {
      this.reply(reply);
      this.#codes(reply);
    }
  }

  /** What any reply may show. */
  reply({ code, lines }: Reply): void {
    if (code >= CODES || KNOWN[code] !== 1 || code === 251 || code === 551) this.found = true;
    for (const line of lines) {
      if (line.raw || line.code !== code) this.found = true;
      if (line.separator === -1 && code !== CHALLENGE) this.found = true;
      if (!this.#ascii && hasEightBit(this.#octets, line)) this.found = true;
    }
  }

  /** The enhanced codes of a reply that may have some. */
  #codes({ code, lines }: Reply): void {
    const digit = Math.trunc(code / 100);
    if (digit !== 2 && digit !== 4 && digit !== 5) return;
    let first: number = NONE;
    for (const { text } of lines) {
      const found = enhancedCodeAt(this.#octets, text, digit);
      if (found === ODD || (found === NONE && this.#promised)) this.found = true;
      if (found === NONE) continue;
      if (first === NONE) first = found;
      if (found !== first) this.found = true;
    }
  }
}

function hasEightBit(octets: Uint8Array, { span: { start, end } }: ReplyLine): boolean {
  for (let at = start; at < end; at++) if ((octets[at] ?? 0) >= ASCII) return true;
  return false;
}

const CODES = 600;
const KNOWN = knownCodes();

function knownCodes(): Uint8Array {
  const known = new Uint8Array(CODES);
  for (const { code } of REPLY_CODES) known[code] = 1;
  return known;
}

const NONE = -1;
const ODD = -2;
const DETAILS = 1000;
const REGISTERED = registeredCodes();

function registeredCodes(): Uint8Array {
  const registered = new Uint8Array(10 * DETAILS);
  for (const { subject, detail } of ENHANCED_CODES) registered[subject * DETAILS + detail] = 1;
  return registered;
}

/** Subject and detail in one number, where they are registered; NONE for no code, ODD for another. */
function enhancedCodeAt(octets: Uint8Array, { start, end }: Span, digit: number): number {
  const zero = 0x30;
  if (!isDigit(octets[start] ?? 0) || end - start < 2) return NONE;
  const subject = (octets[start + 2] ?? 0) - zero;
  const usual =
    octets[start + 1] === OCTET.dot &&
    octets[start + 3] === OCTET.dot &&
    subject >= 0 &&
    subject < 10;
  if (!usual) return isDotted(octets, start, end) ? ODD : NONE;
  let detail = 0;
  let at = start + 4;
  for (; at < end && isDigit(octets[at] ?? 0) && at < start + 7; at++) {
    detail = detail * 10 + (octets[at] ?? 0) - zero;
  }
  const whole = at > start + 4 && (at === end || isBlank(octets[at] ?? 0));
  const zeroes = octets[start + 4] === zero && at > start + 5;
  if (!whole || zeroes) return isDotted(octets, start, end) ? ODD : NONE;
  const key = subject * DETAILS + detail;
  return REGISTERED[key] === 1 && octets[start] === zero + digit ? key : ODD;
}

/** The first word is made of digits and dots. */
function isDotted(octets: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end && !isBlank(octets[at] ?? 0); at++) {
    const octet = octets[at] ?? 0;
    if (octet !== OCTET.dot && !isDigit(octet)) return false;
  }
  return true;
}
