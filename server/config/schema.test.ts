import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parseConfig } from './parseConfig.ts';

const file = new URL('../../schemas/smtp-transcript.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
const ajv = new Ajv({ strict: false }).addSchema(schema, 'smtp-transcript.schema.json');
const isValid = ajv.compile(schema);

const GOOD = [
  {},
  { root: true, profile: 'auto', $schema: 'x' },
  { rules: { 'nested-mail': 'off', 'quit-missing': { severity: 'hint', options: {} } } },
  { overrides: [{ files: ['*.log'], profile: 'capture', rules: {} }, { files: 'x' }] },
];

const BAD = [
  [],
  { rule: {} },
  { root: 1 },
  { profile: 'lax' },
  { $schema: 1 },
  { rules: { nosuch: 'off' } },
  { rules: { 'nested-mail': 'warn' } },
  { rules: { 'nested-mail': { level: 'off' } } },
  { rules: { 'nested-mail': { options: { nosuch: 1 } } } },
  { overrides: {} },
  { overrides: [{ rules: {} }] },
  { overrides: [{ files: [''] }] },
];

test('the schema and the parser agree', () => {
  for (const good of GOOD) {
    assert.equal(isValid(good), true, JSON.stringify(isValid.errors));
    assert.deepEqual(parseConfig(JSON.stringify(good)).problems, []);
  }
  for (const bad of BAD) {
    assert.equal(isValid(bad), false, JSON.stringify(bad));
    assert.ok(parseConfig(JSON.stringify(bad)).problems.length > 0, JSON.stringify(bad));
  }
});

test('what editors complete by judges nothing: the language server does', () => {
  const ofEditors = new URL('../../schemas/editor.schema.json', import.meta.url);
  const accepts = ajv.compile(JSON.parse(readFileSync(ofEditors, 'utf8')) as object);
  for (const any of [...GOOD, ...BAD]) assert.equal(accepts(any), true, JSON.stringify(any));
});

test('the example of the documentation is sound', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const [, example = ''] = /```jsonc\n([^]*?)```/.exec(page) ?? [];
  assert.ok(example !== '');
  assert.deepEqual(parseConfig(example).problems, []);
});
