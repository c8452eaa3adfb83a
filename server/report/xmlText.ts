import { visibleOf } from '../core/octets/visible.ts';

/**
 * Text as character data of XML 1.0, or the value of an attribute: markup is escaped, and what a
 * document must not hold (control characters, lone surrogates, U+FFFE and U+FFFF) is made visible.
 * Line feeds stay.
 */
export function xmlText(text: string): string {
  return text.split('\n').map(visibleOf).join('\n').replace(SPECIAL, escaped);
}

/** The attributes, each with a blank before it. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const SPECIAL = /[&<>"'\ufffe\uffff]/g;

function escaped(character: string): string {
  return NAMED[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`;
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
