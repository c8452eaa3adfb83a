import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const STAMP = '2026/11/21 23:07:38.000288739';

/** A block as socat -v prints it. */
function block(mark: string, wire: string): string {
  const text = wire.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\u0007', '\\a');
  return `${header(mark, wire)}${text}`;
}

function header(mark: string, wire: string): string {
  return `${mark} ${STAMP}  length=${String(wire.length)} from=0 to=${String(wire.length - 1)}\n`;
}

/** A block as socat -x prints it. */
function hexBlock(mark: string, wire: string): string {
  return `${header(mark, wire)}${Buffer.from(wire).toString('hex').replaceAll(/../g, ' $&')}\n`;
}

/** A block as socat -x -v prints it: lines of 16 octets, a new one after each LF. */
function bothBlock(mark: string, wire: string): string {
  const rows = wire.match(/[^\n]{0,15}\n|[^\n]{1,16}/g) ?? [];
  const lines = rows.map(row => {
    const hex = Buffer.from(row).toString('hex').replaceAll(/../g, ' $&');
    return `${hex.padEnd(48)}  ${row.replaceAll(/[^ -~]/g, '.')}\n`;
  });
  return `${header(mark, wire)}${lines.join('')}--\n`;
}

const BODY = `Subject: x\r\n\r\n> ${STAMP}  length=5 from=0 to=4\r\n250 no\\reply\r\n\u0007\r\n`;
const WIRE: readonly (readonly [string, string])[] = [
  ['<', '220 mx.example ESMTP\r\n'],
  ['>', 'EHLO client.example\r\n'],
  ['<', '250-mx.example\r\n250 PIPELINING\r\n'],
  ['>', 'MAIL FROM:<a@client.example>\r\nRCPT TO:<b@mx.exa'],
  ['>', 'mple>\r\nDATA\r\n'],
  ['<', '250 OK\r\n250 OK\r\n354 go\r\n'],
  ['>', `${BODY}.\r\nQUIT\r\n`],
  ['<', '250 queued\r\n221 bye\r\n'],
];
const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

for (const [name, print] of Object.entries({ v: block, x: hexBlock, xv: bothBlock })) {
  void test(`socat -${name}: octets are counted, lines put together`, () => {
    const text = WIRE.map(([mark, wire]) => print(mark, wire)).join('');
    assert.equal(dialectIn(text), 'socat-v');
    assert.deepEqual(summaryOf(text), [ALL]);
    assert.deepEqual(contentOctetsIn(text), [BODY.length]);
    if (name === 'v') return;
    assert.deepEqual(summaryOf(text.replaceAll('\n', '\r\n')), [ALL]);
  });
  void test(`socat -${name}: the server may be its first address`, () => {
    const text = WIRE.map(([mark, wire]) => print(mark === '<' ? '>' : '<', wire)).join('');
    assert.deepEqual(summaryOf(text), [ALL]);
  });
}

void test('a block that does not end with a line end has the next header behind it', () => {
  const text =
    block('<', '220 mx.example ESMTP\r\n') + block('>', 'NOOP') + block('<', '421 bye\r\n');
  assert.match(text, /NOOP< 2026/);
  assert.deepEqual(
    summaryOf(text),
    ['NOOP; 220 421; 421; 0 accepted'].map(row => row),
  );
});

void test('captures that are cut off anywhere', () => {
  for (const { text } of capturesOf('socat')) assertPrefixesAgree(text, 'socat-v');
});

void test('a count that begins anew is another connection, whatever the one before came to', () => {
  const greeting = block('<', '220 mx.example ESMTP\r\n');
  const text = `${greeting}${block('>', 'EHLO c.example\r\n')}${greeting}${greeting}`;
  assert.deepEqual(summaryOf(text), [
    'EHLO; 220; unknown; 0 accepted',
    '; 220; unknown; 0 accepted',
    '; 220; unknown; 0 accepted',
  ]);
});
