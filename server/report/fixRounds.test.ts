import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smtp } from '../core/dialect/smtp.ts';
import type { LintOptions } from '../core/rule/run.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { FixOrder } from './fixRounds.ts';
import { fixRounds } from './fixRounds.ts';

const OPTIONS: LintOptions = { profile: 'default', severities: {}, fileOctets: true };
const session = (...middle: readonly string[]): string =>
  [
    'S: 220 mx.example.net ESMTP',
    'C: EHLO client.example.org',
    'S: 250 mx.example.net',
    ...middle,
    'C: QUIT',
    'S: 221 Bye',
    '',
  ].join('\n');

function fixed(text: string, order: FixOrder): { text: string; applied: number } {
  const octets = Buffer.from(text);
  const input = { octets, scanner: bufferScanner, dialect: smtp };
  const result = fixRounds(input, OPTIONS, order);
  let patched = '';
  let at = 0;
  for (const change of result.changes) {
    patched += octets.toString('utf8', at, change.start) + Buffer.from(change.octets).toString();
    at = change.end;
  }
  const whole = Buffer.from(result.octets).toString();
  assert.equal(patched + octets.toString('utf8', at), whole);
  return { text: whole, applied: result.applied };
}

const TWO = session('C: MAIL FROM: a@client.example.org', 'S: 250 OK', 'C: RSET', 'S: 250 OK');

test('what a fix makes room for is fixed in a later round', () => {
  const all = fixed(TWO, { fix: 'safe' });
  assert.match(all.text, /MAIL FROM:<a@client\.example\.org>\n/);
  assert.equal(all.applied, 2);
  assert.equal(fixed(TWO, { fix: 'safe', rounds: 1 }).applied, 1);
  assert.deepEqual(fixed(all.text, { fix: 'safe' }), { text: all.text, applied: 0 });
});

test('of one rule alone', () => {
  const { text } = fixed(TWO, { fix: 'safe', rule: 'space-around-colon' });
  assert.match(text, /MAIL FROM:a@client\.example\.org\n/);
});

test('what is safe by itself, what is not only where somebody wants it', () => {
  const mail = ['C: MAIL FROM:<a@client.example.org>', 'S: 250 OK'];
  const nested = session(...mail, mail[0] ?? '', 'S: 503 nested', 'C: RSET', 'S: 250 OK');
  assert.equal(fixed(nested, { fix: 'safe' }).applied, 0);
  assert.match(fixed(nested, { fix: 'all' }).text, /S: 250 OK\nC: RSET\nS: 250/);
});
