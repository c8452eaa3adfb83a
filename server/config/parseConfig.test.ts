import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layerFor } from '../core/config/lintConfig.ts';
import { RULES } from '../core/rule/registry.ts';
import { configPlaceOf } from './configProblem.ts';
import { parseConfig } from './parseConfig.ts';

const withOptions = RULES.find(({ options }) => {
  return Object.values(options ?? {}).some(({ type }) => type === 'integer');
});

/** What is told of a text: the place and the beginning of each message. */
function told(text: string): readonly string[] {
  return parseConfig(text).problems.map(({ message, start, end }) => {
    const { line, column } = configPlaceOf(text, start);
    return `${String(line)}:${String(column)} ${text.slice(start, end)}: ${message}`;
  });
}

test('all that a configuration can say', () => {
  const text = `// Ours
{
  "$schema": "./schema.json",
  "root": true,
  "profile": "strict",
  "rules": {
    "quit-missing": "off",
    "nested-mail": { "severity": "hint" }, /* why */
  },
  "overrides": [
    { "files": ["*.log", "captures/**"], "profile": "capture" },
    { "files": "x/y.smtp", "rules": { "nested-mail": "error" } },
  ],
}`;
  const { config, problems } = parseConfig(text);
  assert.deepEqual(problems, []);
  assert.equal(config.root, true);
  const at = (...parts: readonly string[]) => layerFor(config, parts);
  const severities = { 'quit-missing': 'off', 'nested-mail': 'hint' };
  assert.deepEqual(at('a.smtp'), { profile: 'strict', severities, ruleOptions: {} });
  assert.equal(at('x', 'y', 'a.log').profile, 'capture');
  assert.equal(at('captures', 'a.smtp').profile, 'capture');
  assert.equal(at('other', 'captures', 'a.smtp').profile, 'strict');
  assert.equal(at('x', 'y.smtp').severities['nested-mail'], 'error');
  assert.equal(at('x', 'y.smtp').severities['quit-missing'], 'off');
});

test('options are checked by what the rule says of them', () => {
  assert.ok(withOptions, 'some rule has a number as option');
  const { id, options = {} } = withOptions;
  const [name, option] = Object.entries(options).find(([, { type }]) => type === 'integer') ?? [];
  assert.ok(name !== undefined && option?.type === 'integer');
  const set = (value: unknown, key = name): string =>
    JSON.stringify({ rules: { [id]: { options: { [key]: value } } } });
  const { config } = parseConfig(set(option.maximum));
  assert.deepEqual(config.layer.ruleOptions, { [id]: { [name]: option.maximum } });
  for (const wrong of [option.maximum + 1, option.minimum - 1, 1.5, '1', null, [1]]) {
    const [problem, ...more] = told(set(wrong));
    assert.match(problem ?? '', /is a whole number from \d+ to \d+$/);
    assert.deepEqual(more, []);
    assert.deepEqual(parseConfig(set(wrong)).config.layer.ruleOptions, {});
  }
  assert.match(told(set(1, `${name}s`))[0] ?? '', new RegExp(`did you mean "${name}"\\?$`));
  assert.match(told(set(1, 'toString'))[0] ?? '', /not "toString"/);
});

test('what is wrong is told with its place and a way out; the rest counts', () => {
  const text = `{
  "rule": {},
  "profile": "strikt",
  "root": 1,
  "rules": {
    "nested-mial": "off",
    "missing-quit": "off",
    "nested-mail": "warn",
    "quit-missing": 2,
    "path-too-long": { "severity": "off", "level": 1 },
    "__proto__": "off"
  },
  "overrides": [{ "rules": {} }, { "files": [1] }, 3]
}`;
  assert.deepEqual(told(text), [
    '2:3 "rule": the configuration has $schema, profile, rules, overrides, root, not "rule"; did you mean "rules"?',
    '3:14 "strikt": a profile is auto, capture, default, strict; did you mean "strict"?',
    '4:11 1: "root" is true or false',
    '6:5 "nested-mial": there is no rule "nested-mial"; did you mean "nested-mail"?',
    '7:5 "missing-quit": there is no rule "missing-quit"; did you mean "quit-missing"?',
    '8:20 "warn": a severity is error, warning, information, hint, off',
    '9:21 2: a severity is error, warning, information, hint, off',
    '10:43 "level": a rule has severity, options, not "level"',
    '11:5 "__proto__": there is no rule "__proto__"',
    '13:17 { "rules": {} }: an override says which files it is for: "files": ["logs/**"]',
    '13:46 1: "files" is a list of patterns: ["*.log", "captures/**"]',
    '13:52 3: an override is an object: { … }',
  ]);
  assert.deepEqual(parseConfig(text).config.layer.severities, { 'path-too-long': 'off' });
});

test('a text that is no JSON', () => {
  assert.deepEqual(told('{\n  "profile" "strict"\n}'), ['2:13 "strict": a colon is missing here']);
  assert.match(told('{ profile: "strict" }')[0] ?? '', /^1:3 profile: .*double quotes/);
  assert.match(told('{ "root": true')[0] ?? '', /the brace is not closed/);
  assert.match(told('{ "root": true } x')[0] ?? '', /^1:18 x: /);
  assert.deepEqual(told(''), ['1:1 : the file is empty: write {} at least']);
  assert.deepEqual(told(' \n'), ['1:1 : the file is empty: write {} at least']);
  assert.match(told('[]')[0] ?? '', /^1:1 \[\]: the configuration is an object/);
  assert.match(
    told('{ "root": true, "root": false }')[0] ?? '',
    /^1:17 "root": "root" stands here twice/,
  );
  assert.deepEqual(told('\ufeff{}'), []);
});

test('places count CR, LF and CRLF as one line end each, and UTF-16 units', () => {
  assert.deepEqual(configPlaceOf('a\r\nb\rc\n\u{1f600}x', 9), { line: 4, column: 3 });
});

test('no depth and no text breaks it', () => {
  assert.match(told('['.repeat(500_000))[0] ?? '', /nested too deeply/);
  assert.match(told('{"rules":'.repeat(100_000))[0] ?? '', /nested too deeply/);
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"rules"',
    ':',
    ',',
    '"off"',
    '//',
    '/*',
    '\\',
    '1e',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), parts => {
      const text = parts.join('');
      for (const { start, end } of parseConfig(text).problems) {
        assert.ok(start >= 0 && start <= end && end <= text.length);
      }
    }),
    { numRuns: 500 },
  );
});
