import { textPlaces } from '../../core/transcript/variablePlaces.ts';

/** What an address in a header field may hold besides ASCII. */
export interface AllowedInAddress {
  /** `{{name}}` is a place that is filled in. */
  readonly places: boolean;
  /** SMTPUTF8 is in force (RFC 6531). */
  readonly utf8: boolean;
}

/**
 * True for an address that can stand in a header field as it is: a dot-atom or a place, at a domain
 * or a literal; what needs quotes or a path is none.
 */
export function isHeaderAddress(text: string, { places, utf8 }: AllowedInAddress): boolean {
  const found = places ? textPlaces(text) : [];
  const bare = found.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start)}x${rest.slice(end)}`,
    text,
  );
  if (bare.includes('{{') || bare.length > LONGEST_ADDRESS) return false;
  // The value of a single place is a whole address.
  if (found.length === 1 && bare === 'x') return true;
  return (utf8 ? UTF8_ADDRESS : ASCII_ADDRESS).test(bare);
}

const LONGEST_ADDRESS = 320;
const ASCII_ADDRESS = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}@(?:[\w.-]{1,255}|\[[\w.:-]{1,100}\])$/;
const UTF8_ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~.\p{L}\p{M}\p{N}-]{1,64}@(?:[\w.\p{L}\p{M}\p{N}-]{1,255}|\[[\w.:-]{1,100}\])$/u;

/** `Replay of NAME`: ASCII without places, in lines that may stand in a header (RFC 5322, 2047). */
export function subjectOf(name: string): string {
  const said = name.replace(/[\p{C}\s]+/gu, ' ').trim();
  const characters = Array.from(said);
  const short = characters.slice(0, LONGEST_NAME).join('');
  const text = characters.length > LONGEST_NAME ? `${short}…` : short;
  // What reads as an encoded word would be decoded, and braces would be filled.
  if (/^[ -~]*$/.test(text) && !/\{\{|=\?/.test(text)) return `Replay of ${text}`;
  return `Replay of\r\n ${encodedWords(text)}`;
}

const LONGEST_NAME = 60;

/** RFC 2047 §2: an encoded word has 75 characters at most, and only whole ones of its text. */
function encodedWords(text: string): string {
  const characters = Array.from(text);
  const words: string[] = [];
  for (let at = 0; at < characters.length; at += CHARACTERS_A_WORD) {
    const part = characters.slice(at, at + CHARACTERS_A_WORD).join('');
    words.push(`=?utf-8?B?${Buffer.from(part).toString('base64')}?=`);
  }
  return words.join('\r\n ');
}

/** Of four octets each: 56 in base64. */
const CHARACTERS_A_WORD = 10;
