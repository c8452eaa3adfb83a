import { isLetDig, OCTET } from '../../smtp/octet.ts';
import { isReplyCode } from '../../smtp/reply.ts';
import type { Chunk, Reply, ReplyLine } from '../../transcript/model.ts';
import { cluesFrom } from './clue.ts';
import type { Clues } from './clue.ts';
import { lengthClues } from './commandClues.ts';
import { plainHostEnd } from './plainName.ts';

const ODD_REPLY = cluesFrom('odd-reply');
const ODD_OFFER = cluesFrom('odd-offer');

/** What the lines of a reply show. */
export function replyClues({ octets }: Chunk, reply: Reply): Clues {
  let clues = reply.terminated ? 0 : ODD_REPLY;
  for (const line of reply.lines) {
    clues |= lengthClues(line);
    if (line.code !== reply.code || !isSound(octets, line)) clues |= ODD_REPLY;
  }
  return clues;
}

/** A known class and a separator, and an enhanced code of the same class or none. */
function isSound(octets: Uint8Array, { code, separator, text }: ReplyLine): boolean {
  if (!isReplyCode(code)) return false;
  if (separator !== OCTET.space && separator !== OCTET.hyphen && separator !== -1) return false;
  const digit = (octets[text.start] ?? 0) - 0x30;
  if (text.end === text.start || octets[text.start + 1] !== OCTET.dot) return true;
  return digit < 0 || digit > 9 || digit === Math.trunc(code / 100);
}

/** What the first line of a greeting, or of the reply to a hello, shows. */
export function greetingClues({ octets }: Chunk, { lines }: Reply): Clues {
  const text = lines[0]?.text;
  if (text === undefined) return ODD_OFFER;
  const end = plainHostEnd(octets, text.start, text.end);
  return end === text.end || (end > 0 && octets[end] === OCTET.space) ? 0 : ODD_OFFER;
}

/** What an accepted EHLO offers, line by line, after the name of the server. */
export function offerClues(chunk: Chunk, reply: Reply): Clues {
  const { octets } = chunk;
  const { lines } = reply;
  if (greetingClues(chunk, reply) !== 0) return ODD_OFFER;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index];
    if (line && !isOffer(octets, line.text.start, line.text.end)) return ODD_OFFER;
  }
  return 0;
}

/** `KEYWORD` and words of printing ASCII, one space before each. */
function isOffer(octets: Uint8Array, start: number, end: number): boolean {
  if (end === start || octets[start] === OCTET.hyphen) return false;
  let at = start;
  while (at < end && (isLetDig(octets[at] ?? 0) || octets[at] === OCTET.hyphen)) at++;
  if (at === start) return false;
  let before = 0;
  for (; at < end; at++) {
    const octet = octets[at] ?? 0;
    if (octet < OCTET.space || octet >= OCTET.del) return false;
    if (octet === OCTET.space ? before === OCTET.space : before === 0) return false;
    before = octet;
  }
  return before !== OCTET.space;
}
