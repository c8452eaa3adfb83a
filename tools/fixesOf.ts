import type { AnyRule, Fix } from '../server/core/rule/rule.ts';
import { lintText } from '../test/support/lint.ts';
import { parseMarked } from '../test/support/markers.ts';

/** A fix that needs a date gets this one. */
const DATE = 'Sat, 21 Nov 2026 10:00:00 +0000';

const found = new Map<string, readonly Fix[]>();

/** The fixes that a rule offers for its own bad examples, each title once. */
export function fixesOf(rule: AnyRule): readonly Fix[] {
  const known = found.get(rule.id);
  if (known !== undefined) return known;
  const severities = { [rule.id]: rule.severity };
  const byTitle = new Map<string, Fix>();
  for (const example of rule.examples.bad) {
    const options = { profile: 'default', severities, date: DATE } as const;
    for (const { rule: id, finding } of lintText(parseMarked(example).text, options)) {
      if (id === rule.id && finding.fix !== undefined) byTitle.set(finding.fix.title, finding.fix);
    }
  }
  const fixes = [...byTitle.values()];
  found.set(rule.id, fixes);
  return fixes;
}
