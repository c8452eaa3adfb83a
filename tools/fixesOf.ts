import { probeDialect } from '../server/core/dialect/probe.ts';
import type { AnyRule, Fix } from '../server/core/rule/rule.ts';
import { lintChunk, rulesetOf } from '../server/core/rule/run.ts';
import { readTranscript } from '../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../server/host/bufferScanner.ts';

/** A fix that needs a date gets this one. */
const DATE = 'Sat, 21 Nov 2026 10:00:00 +0000';

const found = new Map<string, readonly Fix[]>();

/** The fixes that a rule offers for its own bad examples, each title once. */
export function fixesOf(rule: AnyRule): readonly Fix[] {
  const known = found.get(rule.id);
  if (known !== undefined) return known;
  const severities = { [rule.id]: rule.severity };
  const ruleset = rulesetOf({ profile: 'default', severities, date: DATE });
  const byTitle = new Map<string, Fix>();
  for (const example of rule.examples.bad) {
    const octets = Buffer.from(withoutMarkers(example));
    const { dialect } = probeDialect(octets, bufferScanner);
    for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
      for (const { rule: id, fix } of lintChunk(chunk, ruleset)) {
        if (id === rule.id && fix !== undefined) byTitle.set(fix.title, fix);
      }
    }
  }
  const fixes = [...byTitle.values()];
  found.set(rule.id, fixes);
  return fixes;
}

function withoutMarkers(example: string): string {
  const lines = example.replace(/^\n/, '').split('\n');
  return lines.filter(line => !line.startsWith('#~')).join('\n');
}
