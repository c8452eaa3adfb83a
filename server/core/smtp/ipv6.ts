/**
 * Why a text is no IPv6 address as RFC 5321 4.1.3 writes it, or undefined when it is one: "::"
 * stands once and for two groups or more, four numbers may end it, there is no zone.
 */
export function ipv6Problem(text: string): string | undefined {
  if (text.length > 64) return 'it is too long for an IPv6 address';
  if (/^:(?!:)/.test(text)) return 'it begins with one colon: [IPv6:::1] has three in a row';
  if (isIpv4(text)) return 'it is an IPv4 address';
  const halves = text.split('::');
  if (halves.length > 2 || text.includes(':::')) return '"::" may stand only once';
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const mixed = last.includes('.');
  const hex = mixed ? groups.slice(0, -1) : groups;
  const bad = hex.find(group => !/^[0-9A-Fa-f]{1,4}$/.test(group));
  if (bad !== undefined) return badGroupReason(bad, groups);
  if (mixed && (!isIpv4(last) || text.endsWith(':'))) return 'the IPv4 part is malformed';
  return countProblem(hex.length + (mixed ? 2 : 0), halves.length === 2);
}

/** Four numbers of one to three digits, 0 to 255 each; leading zeros are legal. */
export function isIpv4(text: string): boolean {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return false;
  return text.split('.').every(number => Number(number) <= 255);
}

function badGroupReason(bad: string, groups: readonly string[]): string {
  if (bad === '') return 'a group is empty: only "::" may leave groups out';
  if (bad.includes('.')) return 'the IPv4 part is malformed';
  if (groups.some(group => group.includes('%'))) return 'a zone is not allowed';
  return 'a group is one to four hexadecimal digits';
}

function countProblem(groups: number, shortened: boolean): string | undefined {
  if (!shortened) return groups === 8 ? undefined : `it has ${String(groups)} groups, not eight`;
  return groups <= 6 ? undefined : '"::" has to stand for at least two groups';
}
