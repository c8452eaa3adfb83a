import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Planner } from '../server/core/rule/plan.ts';
import type { AnyRule } from '../server/core/rule/rule.ts';
import { lintChunk, rulesetOf } from '../server/core/rule/run.ts';
import { probeDialect } from '../server/core/dialect/probe.ts';
import { readTranscript } from '../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../server/host/bufferScanner.ts';
import { lineAt } from '../server/core/octets/lineIndex.ts';
import { parseMarked } from '../test/support/markers.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'contributing-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** The rule that CONTRIBUTING.md writes, from its own text. */
async function ruleInGuide(): Promise<AnyRule> {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const source = /```ts\n([^]*?)```/.exec(guide)?.[1] ?? '';
  const types = pathToFileURL(join(root, 'server/core/rule/rule.ts')).href;
  const file = join(folder, 'rule.ts');
  writeFileSync(file, source.replace("'../rule.ts'", `'${types}'`));
  const exported = (await import(pathToFileURL(file).href)) as Readonly<Record<string, AnyRule>>;
  const [rule] = Object.values(exported);
  assert.ok(rule !== undefined);
  return rule;
}

test('the rule that CONTRIBUTING.md writes finds what its examples mark, and nothing else', async () => {
  const rule = await ruleInGuide();
  const settings = { most: Number(rule.options?.['most']?.default) };
  const planner = new Planner([{ ...rule, level: rule.severity, settings }]);
  const ruleset = { ...rulesetOf({ profile: 'default', severities: {} }), planner };
  const examples = [...rule.examples.bad, ...rule.examples.good];
  assert.ok(examples.length >= 2);
  for (const example of examples) {
    const { text, expected } = parseMarked(example);
    const octets = Buffer.from(text);
    const { dialect } = probeDialect(octets, bufferScanner);
    const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect })];
    const found = chunks.flatMap(chunk =>
      lintChunk(chunk, ruleset).map(({ rule: id, at }) => [id, lineAt(chunk.lines, at.start)]),
    );
    assert.deepEqual(
      found,
      expected.map(({ rule: id, line }) => [id, line]),
    );
  }
});
