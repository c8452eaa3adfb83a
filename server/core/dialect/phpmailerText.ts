import { Places } from '../octets/places.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['#039', "'"],
]);

/** Text that was decoded, and where its characters stand. */
export interface PlacedText {
  readonly text: string;
  readonly places: Places;
}

/** Latin-1 text that stands from `from` on as it is. */
export function plainText(text: string, from: number): PlacedText {
  const places = new Places();
  places.add(0, from, text.length, 1);
  return { text, places };
}

/**
 * Latin-1 text that stands from `from` on, with the entities resolved that htmlspecialchars()
 * makes; others stay.
 */
export function htmlDecoded(source: string, from: number): PlacedText {
  const places = new Places();
  let text = '';
  let at = 0;
  for (const { index, 0: entity, 1: name = '' } of source.matchAll(/&(lt|gt|amp|quot|#039);/g)) {
    places.add(text.length, from + at, index - at, 1);
    text += source.slice(at, index);
    places.add(text.length, from + index, entity.length, 0);
    text += NAMED.get(name) ?? entity;
    at = index + entity.length;
  }
  places.add(text.length, from + at, source.length - at, 1);
  return { text: text + source.slice(at), places };
}

/**
 * The lines of a reply that was printed without what ended them: cut where its code is followed
 * by `-` or a space again, up to the line that ends the reply. What the same log printed line by
 * line just before (`inbound`) settles it where the two agree.
 */
export function splitGlued(text: string, inbound: readonly string[]): string[] {
  if (inbound.length > 0 && inbound.join('') === text) return [...inbound];
  const escaped = text.split(/(?:\\r)?\\n/).filter(part => part !== '');
  if (escaped.length > 1 && escaped.every(part => /^[2-5]\d\d(?:[ -]|$)/.test(part))) {
    return escaped;
  }
  const code = /^([2-5]\d\d)-/.exec(text)?.[1];
  if (code === undefined) return [text];
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(new RegExp(`${code}[ -]`, 'g'))) {
    if (index < 4) continue;
    parts.push(text.slice(from, index));
    from = index;
    if (mark.endsWith(' ')) break;
  }
  return [...parts, text.slice(from)];
}
