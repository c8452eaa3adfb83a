const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['#039', "'"],
]);

/** Latin-1 text with the entities resolved that htmlspecialchars() makes; others stay. */
export function htmlDecoded(text: string): string {
  return text.replace(
    /&(lt|gt|amp|quot|#039);/g,
    (entity, name: string) => NAMED.get(name) ?? entity,
  );
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
