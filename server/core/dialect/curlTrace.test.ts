import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const HEADER = /(?:<=|=>) (?:Recv|Send) header/;
const CONTENT = `From: a@b.example\r\nDate: Sat, 21 Nov 2026 22:30:00 +0000\r\n\r\n${'long '.repeat(40)}\r\nQUIT\r\n0040: x\r\n`;

/** What curl writes for these octets: as text of at most 64 columns, or in hexadecimal. */
function rowsOf(octets: string, form: 'text' | 'hex'): string {
  return form === 'hex' ? hexRows(octets) : textRows(octets);
}

function offsetOf(at: number): string {
  return at.toString(16).padStart(4, '0');
}

function textRows(octets: string): string {
  const rows: string[] = [];
  let at = 0;
  while (at < octets.length) {
    const end = octets.indexOf('\r\n', at);
    const stop = Math.min(at + 64, end < 0 ? octets.length : end);
    rows.push(`${offsetOf(at)}: ${octets.slice(at, stop)}\n`);
    at = stop === end ? stop + 2 : stop;
  }
  return rows.join('');
}

function hexRows(octets: string): string {
  const rows: string[] = [];
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.slice(at, at + 16);
    const hex = Array.from(row, c => `${c.charCodeAt(0).toString(16).padStart(2, '0')} `).join('');
    rows.push(`${offsetOf(at)}: ${hex.padEnd(48)}${row.replace(/[^ -~]/g, '.')}\n`);
  }
  return rows.join('');
}

function chunk(way: string, octets: string, form: 'text' | 'hex'): string {
  const size = octets.length;
  return `${way}, ${String(size)} bytes (0x${size.toString(16)})\n${rowsOf(octets, form)}`;
}

function traceOf(form: 'text' | 'hex', content: readonly string[]): string {
  const recv = (text: string): string => chunk('<= Recv header', `${text}\r\n`, form);
  const send = (text: string): string => chunk('=> Send header', `${text}\r\n`, form);
  return [
    '== Info:   Trying 192.0.2.1:25...\n== Info: Connected to mx.example (192.0.2.1) port 25\n',
    recv('220 mx.example ESMTP'),
    send('EHLO client.example'),
    recv('250-mx.example'),
    recv('250 SIZE 10000'),
    send('MAIL FROM:<a@b.example>'),
    recv('250 OK'),
    send('RCPT TO:<c@d.example>'),
    recv('250 OK'),
    send('DATA'),
    recv('354 go'),
    ...content.map(part => chunk('=> Send data', part, form)),
    recv('250 queued'),
    '== Info: Connection #0 to host mx.example left intact\n',
  ].join('');
}

const ONE = 'EHLO MAIL RCPT DATA; 220 250 250 250 354 250; unknown; 1 accepted';

for (const form of ['text', 'hex'] as const) {
  test(`the message is whole, its dot is not traced (${form})`, () => {
    const text = traceOf(form, [CONTENT]);
    assert.equal(dialectIn(text), 'curl-trace-ascii');
    assert.deepEqual(summaryOf(text), [ONE]);
    assert.deepEqual(contentOctetsIn(text), [CONTENT.length]);
    assert.deepEqual(complaintsOf(text), []);
  });

  test(`a line may go on in the next chunk (${form})`, () => {
    const text = traceOf(form, [
      CONTENT.slice(0, 100),
      CONTENT.slice(100, 101),
      CONTENT.slice(101),
    ]);
    assert.deepEqual(summaryOf(text), [ONE]);
    assert.deepEqual(contentOctetsIn(text), [CONTENT.length]);
  });

  test(`content without a line end gets one (${form})`, () => {
    const text = traceOf(form, [CONTENT.slice(0, -2)]);
    assert.deepEqual(contentOctetsIn(text), [CONTENT.length]);
  });
}

test('times and connection numbers stand before the header of a chunk', () => {
  const text = traceOf('text', [CONTENT]).replace(/^(?===|=>|<=)/gm, '22:37:42.663693 [0-0] ');
  assert.deepEqual(summaryOf(text), [ONE]);
});

test('TLS records and other protocols are no dialogue', () => {
  const record = chunk('=> Send SSL data', '220 x\r\nQUIT\r\n', 'text');
  const text = traceOf('text', [CONTENT]).replace(HEADER, `${record}$&`);
  assert.deepEqual(summaryOf(text), [ONE]);
  const http = `== Info: Connected to x\n${chunk('=> Send header', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'text')}${chunk('<= Recv header', 'HTTP/1.1 200 OK\r\n', 'text')}`;
  assert.notEqual(dialectIn(http), 'curl-trace-ascii');
  assert.deepEqual(summaryOf(http + text), [ONE]);
});

test('a server that goes away in the message did not get the dot', () => {
  const text = traceOf('text', [CONTENT]).replace(
    chunk('<= Recv header', '250 queued\r\n', 'text'),
    chunk('<= Recv header', '421 bye\r\n', 'text'),
  );
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA; 220 250 250 250 354 421; 421; 0 accepted',
  ]);
});

test('cut off at any line', () => {
  for (const { text, name } of capturesOf('curl')) {
    if (name.startsWith('trace')) assertPrefixesAgree(text, 'curl-trace-ascii');
  }
});
