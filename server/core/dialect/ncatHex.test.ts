import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

/** A block as ncat -x writes it. */
function dump(wire: string): string {
  const rows = wire.match(/[^]{1,16}/g) ?? [];
  return rows
    .map((row, at) => {
      const hex = Buffer.from(row).toString('hex').replaceAll(/../g, '$& ').trimEnd();
      const spaced = hex.length > 23 ? `${hex.slice(0, 23)} ${hex.slice(23)}` : hex;
      const offset = (at * 16).toString(16).padStart(4, '0');
      return `${offset}   ${spaced.padEnd(48)}  ${row.replaceAll(/[^!-~]/g, '.')}\n`;
    })
    .join('');
}

void test('direction follows from the dialogue; a block may end within a line', () => {
  const text = [
    '220 mx.example ESMTP\r\n',
    'EHLO client.example\r\n',
    '250-mx.exa',
    'mple\r\n250 OK\r\n',
    'MAIL FROM:<a@client.example>\r\n',
    '250 OK\r\n',
    'RCPT TO:<b@mx.example>\r\nDATA\r\n',
    '250 OK\r\n354 go\r\n',
    'Subject: x\r\n\r\n',
    '250 no reply\r\n',
    '.\r\n',
    '250 queued\r\n',
    'QUIT\r\n',
    '221 bye\r\n',
  ]
    .map(dump)
    .join('');
  assert.equal(dialectIn(text), 'ncat-hex');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [28]);
});

void test('a hex dump of something else', () => {
  assert.equal(dialectIn(dump('HTTP/1.1 200 OK\r\nDate: now\r\n\r\n')), 'smtp');
});

void test('captures that are cut off anywhere', () => {
  for (const { name, text } of capturesOf('ncat')) {
    if (name.startsWith('x-')) assertPrefixesAgree(text, 'ncat-hex');
  }
});
