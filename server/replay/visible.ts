import { visibleOf } from '../core/octets/visible.ts';
import { bufferOf } from './bufferOf.ts';

/**
 * The octets as visible text: UTF-8 where they are, else one character or `\xHH` an octet. TAB stays
 * TAB, as it is text in a reply (RFC 5321 §4.2) and not two characters of it.
 */
export function visibleOctets(octets: Uint8Array): string {
  const text = DECODER.decode(octets);
  if (!text.includes('\ufffd')) return withTabs(text);
  const latin1 = bufferOf(octets).toString('latin1');
  return withTabs(latin1).replace(HIGH, escaped);
}

function withTabs(text: string): string {
  return text.includes('\t') ? text.split('\t').map(visibleOf).join('\t') : visibleOf(text);
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16)}`;
}

const HIGH = /[\u0080-\u00ff]/g;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
