import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCursor } from '../../../test/support/cursor.ts';
import { completionsAt } from './completion.ts';

const START = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250-DSN
S: 250-8BITMIME
S: 250-STARTTLS
S: 250-AUTH PLAIN SCRAM-SHA-256
S: 250 ENHANCEDSTATUSCODES
`;
const MAIL = `${START}C: MAIL FROM:<a@b.example>\nS: 250 2.1.0 ok\n`;
const RCPT = `${MAIL}C: RCPT TO:<c@d.example>\nS: 250 2.1.5 ok\n`;

function labels(fixture: string): string[] {
  const { chunk, offset } = readCursor(fixture);
  return completionsAt(chunk, offset).map(each => each.label);
}

void test('only verbs that are legal in the state', () => {
  const first = labels('S: 220 mx.example ESMTP\nC: $0');
  assert.ok(first.includes('EHLO') && first.includes('QUIT'));
  assert.ok(!first.includes('MAIL') && !first.includes('DATA') && !first.includes('AUTH'));
  const ready = labels(`${START}C: $0`);
  assert.ok(ready.includes('MAIL') && ready.includes('STARTTLS') && ready.includes('AUTH'));
  assert.ok(!ready.includes('RCPT') && !ready.includes('BDAT'));
  const mail = labels(`${MAIL}C: $0\n`);
  assert.ok(mail.includes('RCPT') && !mail.includes('DATA') && !mail.includes('MAIL'));
  assert.ok(!mail.includes('STARTTLS'));
  const rcpt = labels(`${RCPT}C: D$0`);
  assert.ok(rcpt.includes('DATA'));
});

void test('a pipelining client may hope', () => {
  assert.ok(
    labels(`${START}C: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@d.example>\nC: $0`).includes('DATA'),
  );
});

void test('what follows the cursor has no say', () => {
  assert.ok(
    labels(`S: 220 mx.example ESMTP\nC: $0\n${START.slice(START.indexOf('C:'))}`).includes('EHLO'),
  );
});

void test('parameters of extensions that are offered, each once', () => {
  const mail = labels(`${START}C: MAIL FROM:<a@b.example> SIZE=1 $0`);
  assert.ok(mail.includes('RET') && mail.includes('BODY') && mail.includes('ENVID'));
  assert.ok(!mail.includes('SIZE') && !mail.includes('SMTPUTF8') && !mail.includes('NOTIFY'));
  const rcpt = labels(`${MAIL}C: RCPT TO:<c@d.example> $0`);
  assert.ok(rcpt.includes('NOTIFY') && rcpt.includes('ORCPT'));
});

void test('values that fit', () => {
  assert.deepEqual(labels(`${START}C: MAIL FROM:<a@b.example> BODY=$0`), ['7BIT', '8BITMIME']);
  assert.deepEqual(labels(`${START}C: MAIL FROM:<a@b.example> RET=$0`), ['FULL', 'HDRS']);
  assert.deepEqual(labels(`${MAIL}C: RCPT TO:<c@d.example> NOTIFY=SUCCESS,$0`), [
    'FAILURE',
    'DELAY',
  ]);
  assert.deepEqual(labels(`${START}C: AUTH $0`), ['PLAIN', 'SCRAM-SHA-256']);
});

void test('codes that answer the pending command', () => {
  assert.deepEqual(labels('S: $0')[0], '220');
  const data = labels(`${RCPT}C: DATA\nS: $0`);
  assert.equal(data[0], '354');
  assert.ok(!data.includes('250'));
  const dot = labels(`${RCPT}C: DATA\nS: 354 go\nC: x\nC: .\nS: $0`);
  assert.equal(dot[0], '250');
  assert.ok(!dot.includes('354'));
  assert.ok(labels(`${MAIL}C: RCPT TO:<c@d.example>\nS: 550 5.$0`).includes('5.1.1'));
  assert.ok(labels('S: 220 x\nC: EHLO y\nS: 250-z\nS: 250-$0').includes('PIPELINING'));
});

void test('nothing inside content', () => {
  assert.deepEqual(labels(`${RCPT}C: DATA\nS: 354 go\nC: $0`), []);
});

void test('directives, their values, and rules', () => {
  assert.ok(labels(`# @$0\n${START}`).includes('@timeout'));
  assert.deepEqual(labels(`# @match $0\n${START}`), ['exact', 'enhanced', 'code', 'class']);
  const rules = labels(`${START}# @disable-next-line $0\nC: QUIT\n`);
  assert.ok(rules.includes('nested-mail'));
  assert.ok(!labels(`${START}# @disable-next-line nested-mail, $0\n`).includes('nested-mail'));
});

void test('prefixes on an empty line, and nothing in logs of other programs', () => {
  assert.deepEqual(labels(`${START}$0`), ['C: ', 'S: ']);
  assert.deepEqual(labels('=== Trying x:25...\n=== Connected to x.\n<-  220 x\n -> $0'), []);
});

void test('behind {{ the names of the session and the built-in ones', () => {
  const text = `# @var who=bob\n${START.replace('ESMTP', 'ESMTP {{id}}')}`;
  for (const line of ['C: VRFY {{$0', 'S: 252 {{$0', 'C: VRFY {{ $0}}']) {
    const found = labels(`${text}${line}`);
    assert.ok(found.includes('who') && found.includes('id') && found.includes('unique'), line);
  }
  assert.ok(labels(`${RCPT}C: DATA\nS: 354 go\nC: Date: {{$0`).includes('date'));
  const { chunk, offset } = readCursor(`${START}C: VRFY {{u$0\n`);
  const unique = completionsAt(chunk, offset).find(({ label }) => label === 'unique');
  assert.equal(unique?.insert, 'unique}}');
  const closed = readCursor(`${START}C: VRFY {{u$0}}\n`);
  const again = completionsAt(closed.chunk, closed.offset).find(each => each.label === 'unique');
  assert.equal(again?.insert, 'unique');
});

void test('mechanisms after @auth, those that are offered first, and never a secret', () => {
  const first = readCursor(`${START}# @auth $0`);
  const ranked = completionsAt(first.chunk, first.offset).sort((a, b) => a.rank - b.rank);
  assert.deepEqual(
    ranked.slice(0, 2).map(({ label }) => label),
    ['PLAIN', 'SCRAM-SHA-256'],
  );
  assert.deepEqual(labels(`${START}# @auth PLAIN user=alice $0`), [
    'secret=',
    'authzid=',
    'initial=no',
  ]);
  assert.deepEqual(labels(`${START}# @auth PLAIN secret=$0`), []);
  assert.deepEqual(labels(`${START}# @auth PLAIN user=$0`), []);
});

void test('keywords after @if and @unless, the offered ones first', () => {
  assert.equal(labels(`${START}# @if $0`)[0], 'SIZE');
  assert.ok(labels(`${START}# @unless $0`).includes('CHUNKING'));
  assert.ok(labels(`${START}# @if AUTH $0`).includes('PLAIN'));
  assert.deepEqual(labels(`${START}# @if SIZE $0`), []);
});

void test('the words of @reply, also behind a comma', () => {
  assert.ok(labels(`${START}# @reply $0`).includes('optional'));
  assert.ok(labels(`${START}# @reply class, $0`).includes('any '));
  assert.deepEqual(labels(`${START}# @reply pattern queued $0`), []);
});
