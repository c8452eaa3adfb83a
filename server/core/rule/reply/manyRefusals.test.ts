import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';

const MANY = 4_000;
/** Far more than it takes, far less than it would with a look back at each of them. */
const SECONDS = 20;

const OPENED =
  'S: 220 mx.example ESMTP\nC: EHLO c.example\nS: 250-mx.example\nS: 250-SIZE\nS: 250 ETRN\n';
const BYE = 'C: QUIT\nS: 221 Bye\n';

function countOf(rule: string, text: string): number {
  return lintText(text).filter(found => found.rule === rule).length;
}

test('of many recipients too many, one refusal is reported, in good time', () => {
  const began = performance.now();
  const refused = 'C: RCPT TO:<b@mx.example>\nS: 452 4.5.3 Too many recipients\n';
  const text = `${OPENED}C: MAIL FROM:<a@c.example>\nS: 250 OK
C: RCPT TO:<b@mx.example>\nS: 250 OK\n${refused.repeat(MANY)}C: RSET\nS: 250 OK\n${BYE}`;
  assert.equal(countOf('rcpt-limit-low', text), 1);
  assert.ok(performance.now() - began < SECONDS * 1000);
});

test('each refusal of what is offered is reported with the offer, in good time', () => {
  const began = performance.now();
  const text = `${OPENED}${'C: ETRN a.example\nS: 502 No\n'.repeat(MANY)}${BYE}`;
  const found = lintText(text).filter(({ rule }) => rule === 'advertised-but-refused');
  assert.equal(found.length, MANY);
  assert.ok(found.every(({ finding: { related } }) => related.length === 1));
  assert.ok(performance.now() - began < SECONDS * 1000);
});

test('a block list is named once, however often it refuses', () => {
  const refused = 'C: MAIL FROM:<a@c.example>\nS: 550 Blocked by zen.spamhaus.org\n';
  assert.equal(countOf('block-list-named', `${OPENED}${refused.repeat(9)}${BYE}`), 1);
});

test('500 for a command that breaks the rules, or out of its place, is no refusal of it', () => {
  const long = `C: NOOP ${'a'.repeat(600)}\nS: 500 Line too long\n`;
  const early = 'C: RCPT TO:<b@mx.example>\nS: 502 Not now\n';
  const broken = 'C: MAIL FROM:<a@c.example\nS: 500 Syntax error\n';
  assert.equal(countOf('required-command-refused', `${OPENED}${long}${early}${broken}${BYE}`), 0);
  assert.equal(countOf('required-command-refused', `${OPENED}C: RSET\nS: 500 What?\n${BYE}`), 1);
});

test('what is not shown promises no enhanced codes', () => {
  const excerpt = `# @excerpt start\nC: NOOP\nS: 250 OK\n${BYE}`;
  assert.equal(countOf('enhanced-code-missing', excerpt), 0);
});
