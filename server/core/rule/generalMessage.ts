/**
 * The message of a rule where nothing was found yet: placeholders as `shown` has them. Those that
 * stand directly behind a word add something in some cases only, and are left out.
 */
export function generalMessage(
  template: string,
  shown: (name: string) => string = () => '…',
): string {
  return template
    .replace(/(?<=\w|\}")\{\w+\}/g, '')
    .replace(/\{(\w+)\}/g, (_, name: string) => shown(name));
}
