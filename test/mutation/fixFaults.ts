import { lineAt } from '../../server/core/octets/lineIndex.ts';
import type { LintOptions } from '../../server/core/rule/run.ts';
import { FIX_GAINS } from './exceptions.ts';
import { edited, essenceOf, lintedOf, placesOf } from './fixing.ts';
import type { Linted, Located } from './fixing.ts';

/** How the text is read, and where the gains that exceptions.ts allows are noted. */
export interface FixTrial {
  readonly options: LintOptions;
  readonly gains: Set<string>;
}

/** What is wrong with the fix of this finding; empty where nothing is. */
export function faultsOf(before: Linted, located: Located, { options, gains }: FixTrial): string[] {
  const { finding, edits } = located;
  const fixed = edited(before.octets, edits);
  if (fixed.equals(before.octets)) return ['it changes nothing'];
  const after = lintedOf(fixed, options);
  const line = lineAt(before.lines, located.start) + 1;
  const place = `${finding.rule} on ${String(line)}`;
  const had = placesOf(before, before, []);
  const has = placesOf(after, before, edits);
  const faults: string[] = [];
  if (count(has, place) >= count(had, place)) faults.push('the finding is still there');
  const allowed = FIX_GAINS[finding.rule] ?? {};
  const gained = has.filter(each => {
    const [rule = ''] = each.split(' ');
    if (count(has, each) <= count(had, each)) return false;
    if (allowed[rule] !== undefined) gains.add(`${finding.rule}: ${rule}`);
    return allowed[rule] === undefined;
  });
  if (gained.length > 0) faults.push(`gains ${[...new Set(gained)].join(', ')}`);
  if (finding.fix?.safe === true) {
    const [was, is] = [JSON.stringify(essenceOf(before)), JSON.stringify(essenceOf(after))];
    if (was !== is) faults.push('is called safe and changes what was said');
  }
  return faults;
}

function count(places: readonly string[], place: string): number {
  return places.filter(each => each === place).length;
}
