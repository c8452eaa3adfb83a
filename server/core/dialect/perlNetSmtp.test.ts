import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const SESSION = [
  '<<< 220 mx.example ESMTP',
  '>>> EHLO client.example\r',
  '<<< 250-mx.example',
  '<<< 250 AUTH CRAM-MD5',
  '>>> AUTH CRAM-MD5\r',
  '<<< 334 PDEyM0BteC5leGFtcGxlPg==',
  '<<< (decoded) <123@mx.example>',
  '>>> (decoded) alice 0123456789abcdef0123456789abcdef',
  '>>> YWxpY2UgMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\r',
  '<<< 235 OK',
  '>>> MAIL FROM:<a@b.example>\r',
  '<<< 250 OK',
  '>>> RCPT TO:<c@d.example>\r',
  '<<< 250 OK',
  '>>> DATA\r',
  '<<< 354 go',
  '>>> Subject: x',
  '>>> QUIT',
  '>>> 250 no',
  '>>> .dot',
  '>>> .',
  '<<< 250 queued',
];
const END = ['>>> QUIT\r', '<<< 221 bye'];

function log(lines: readonly string[], object = 'Net::SMTP=GLOB(0x55f0)'): string {
  return lines.map(line => `${object}${line}\n`).join('');
}

const PROLOGUE = 'Net::SMTP>>> Net::SMTP(3.14)\nNet::SMTP>>>   Net::Cmd(3.14)\n';

void test('the class tree, decoded lines and the message are no commands', () => {
  const text = PROLOGUE + log([...SESSION, ...END]);
  assert.equal(dialectIn(text), 'perl-netsmtp');
  assert.deepEqual(summaryOf(text), [
    'EHLO AUTH MAIL RCPT DATA QUIT; 220 250 334 235 250 250 354 250 221; quit; 1 accepted; authenticated',
  ]);
  assert.deepEqual(contentOctetsIn(text), [null]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('the class name tells of TLS', () => {
  const text = log(SESSION.slice(0, 4)) + log(SESSION.slice(1, 4), 'Net::SMTP::_SSL=GLOB(0x55f0)');
  assert.match(summaryOf(text)[0] ?? '', /; tls$/);
});

void test('an address is used again, and two objects mix', () => {
  const again = log(SESSION) + log([...SESSION, ...END]);
  assert.deepEqual(
    sessionsIn(again).map(({ endedBy }) => endedBy),
    ['unknown', 'quit'],
  );
  const other = log([...SESSION, ...END], 'Net::LMTP=GLOB(0x77)').split(/(?<=\n)/);
  const mixed = log([...SESSION, ...END])
    .split(/(?<=\n)/)
    .flatMap((line, at) => [line, other[at] ?? '']);
  assert.equal(sessionsIn(mixed.join('')).length, 2);
});

void test('the connection is lost', () => {
  const text = `${log(SESSION.slice(0, 13))}Net::SMTP: Net::Cmd::getline(): unexpected EOF on command channel:  at x.pl line 3.\n`;
  assert.match(summaryOf(text)[0] ?? '', /; drop;/);
});

void test('other protocols on Net::Cmd', () => {
  assert.notEqual(
    dialectIn('Net::FTP=GLOB(0x1)<<< 220 ftp\nNet::FTP=GLOB(0x1)>>> USER x\n'),
    'perl-netsmtp',
  );
});

for (const folder of ['perl-netsmtp', 'perl-email-sender']) {
  for (const { name, text } of capturesOf(folder)) {
    void test(`${folder}/${name} may be cut off at any line`, () => {
      assertPrefixesAgree(text, 'perl-netsmtp');
    });
  }
}
