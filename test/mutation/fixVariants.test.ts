import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { RULES } from '../../server/core/rule/registry.ts';
import type { LintOptions } from '../../server/core/rule/run.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { fixRounds } from '../../server/report/fixRounds.ts';
import { parseMarked } from '../support/markers.ts';
import { faultsOf } from './fixFaults.ts';
import { edited, lintedOf } from './fixing.ts';

/*
 * The fixes of all bad examples, in texts that are written in another way: what is added is
 * dressed and ended like the rest, and fixing all comes to rest.
 */
const swaksLine = (line: string, tls: boolean): string | undefined => {
  const [, mark, text = ''] = /^([CS]):(?: (.*))?$/.exec(line) ?? [];
  if (mark === undefined) return undefined;
  return (mark === 'C' ? (tls ? ' ~> ' : ' -> ') : tls ? '<~  ' : '<-  ') + text;
};

/** The dialogue as swaks prints it; undefined where it holds what swaks cannot say. */
function swaksOf(text: string): string | undefined {
  const lines = ['=== Trying mx.example:25...', '=== Connected to mx.example.'];
  let tls = false;
  for (const line of text.trimEnd().split('\n')) {
    const isHandshake = line === '# <TLS established>';
    tls ||= isHandshake;
    const said = isHandshake ? '=== TLS started' : swaksLine(line, tls);
    if (said === undefined) return undefined;
    lines.push(said);
  }
  return `${lines.join('\n')}\n`;
}

const VARIANTS: Readonly<Record<string, (text: string) => string | undefined>> = {
  'CRLF and a byte order mark': text => `\u{feff}${text.replaceAll('\n', '\r\n')}`,
  'no line end at the end': text => text.trimEnd(),
  'a log of swaks': swaksOf,
};

function mixed(octets: Uint8Array): boolean {
  const text = Buffer.from(octets).toString('latin1');
  return text.includes('\r\n') && /(?<!\r)\n/.test(text);
}

function optionsOf(rule: (typeof RULES)[number]): LintOptions {
  const severities = rule.strictOnly === true ? { [rule.id]: rule.severity } : {};
  const date = 'Sat, 21 Nov 2026 10:00:00 +0000';
  return { profile: 'default', severities, fileOctets: true, date };
}

function problemsOf(text: string, options: LintOptions): string[] {
  const before = lintedOf(Buffer.from(text), options);
  const problems = before.findings.flatMap(located => {
    if (located.edits.length === 0) return [];
    const faults = faultsOf(before, located, { options, gains: new Set() });
    const made = edited(before.octets, located.edits);
    if (mixed(made) && !mixed(before.octets)) faults.push('another line end comes in');
    return faults.map(fault => `${located.finding.rule}: ${fault}`);
  });
  const { dialect } = probeDialect(before.octets, bufferScanner);
  const input = { scanner: bufferScanner, dialect };
  for (const fix of ['safe', 'all'] as const) {
    const once = fixRounds({ ...input, octets: before.octets }, options, { fix });
    const twice = fixRounds({ ...input, octets: once.octets }, options, { fix });
    if (twice.applied > 0) problems.push(`fixing all (${fix}) does not come to rest`);
  }
  return problems;
}

for (const [name, variant] of Object.entries(VARIANTS)) {
  test(`fixes mend what they are for in a text with ${name}`, () => {
    let tried = 0;
    const wrong = RULES.flatMap(rule => {
      return rule.examples.bad.flatMap(example => {
        const text = variant(parseMarked(example).text);
        if (text === undefined) return [];
        tried++;
        return problemsOf(text, optionsOf(rule)).map(each => `${each} in\n${text}`);
      });
    });
    assert.deepEqual(wrong, []);
    assert.ok(tried > 200, String(tried));
  });
}

test('a fix that makes the message longer corrects SIZE= as well', () => {
  const text = [
    'S: 220 mx.example ESMTP\nC: EHLO c.example\nS: 250-mx.example\nS: 250 SIZE 9999',
    'C: MAIL FROM:<a@c.example> SIZE=94\nS: 250 OK\nC: RCPT TO:<b@mx.example>\nS: 250 OK',
    'C: DATA\nS: 354 Go\nC: Date: Sat, 21 Nov 26 10:00:00 +0000\nC: Message-ID: 1@c.example',
    'C: Subject: Gr\u00fc\u00dfe\nC: \nC\\: a\\nb\\r\\n\nC: .\nS: 250 OK\nC: QUIT\nS: 221 Bye\n',
  ].join('\n');
  const options: LintOptions = { profile: 'default', severities: {}, fileOctets: true };
  const found = lintedOf(Buffer.from(text), options).findings;
  const fixable = found.filter(({ edits }) => edits.length > 0).map(({ finding }) => finding.rule);
  assert.deepEqual(fixable.sort(), [
    'bare-lf',
    'header-date-invalid',
    'header-from-missing',
    'header-message-id',
    'header-non-ascii',
  ]);
  assert.deepEqual(problemsOf(text, options), []);
});

test('what would make the count of a BDAT chunk wrong is not offered', () => {
  const text = [
    'S: 220 mx.example ESMTP\nC: EHLO c.example\nS: 250-mx.example\nS: 250 CHUNKING',
    'C: MAIL FROM:<a@c.example>\nS: 250 OK\nC: RCPT TO:<b@mx.example>\nS: 250 OK',
    'C: BDAT 99 LAST\nC: Date: Sat, 21 Nov 2026 10:00:00 +0000\nC: From: a@c.example',
    'C: Message-ID: <1@c.example>\nC: \nC\\: line\\n\\0one\\x01\\r\\n',
    'S: 250 OK\nC: QUIT\nS: 221 Bye\n',
  ].join('\n');
  const options: LintOptions = { profile: 'default', severities: {}, fileOctets: true };
  const { findings } = lintedOf(Buffer.from(text), options);
  const rules = findings.map(({ finding }) => finding.rule);
  assert.deepEqual(rules, ['bare-lf', 'nul-or-control-in-content']);
  assert.deepEqual(
    findings.map(({ finding }) => finding.fix),
    [undefined, undefined],
  );
});
