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

const OPENING = String.raw`connect: to ('mx.example', 25) None
reply: b'220 mx.example ESMTP\r\n'
reply: retcode (220); Msg: b'mx.example ESMTP'
connect: b'mx.example ESMTP'
send: 'ehlo client.example\r\n'
reply: b'250-mx.example\r\n'
reply: b'250 8BITMIME\r\n'
reply: retcode (250); Msg: b'mx.example\n8BITMIME'
send: 'mail FROM:<a@b.example>\r\n'
reply: b'250 OK\r\n'
send: 'rcpt TO:<c@d.example>\r\n'
reply: b'250 OK\r\n'
`;
const CONTENT = String.raw`send: 'data\r\n'
reply: b'354 go\r\n'
data: (354, b'go')
send: b"Subject: it's\r\nFrom: a@b.example\r\nDate: Sat, 21 Nov 2026 22:30:00 +0000\r\n\r\nreply: b'250 no'\r\nQUIT\r\n..\r\n.\r\n"
reply: b'250 queued\r\n'
data: (250, b'queued')
`;
const END = String.raw`send: 'quit\r\n'
reply: b'221 bye\r\n'
`;

void test('a message stands in one line, in either kind of quotes', () => {
  const text = OPENING + CONTENT + END;
  assert.equal(dialectIn(text), 'smtplib-debug1');
  assert.deepEqual(summaryOf(text), [
    'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted',
  ]);
  assert.deepEqual(contentOctetsIn(text), [102]);
  assert.deepEqual(complaintsOf(text), []);
});

void test('times, carriage returns and what a container puts before a line', () => {
  const text = OPENING + CONTENT + END;
  const expected = summaryOf(text);
  const timed = text.replaceAll(/^/gm, '22:42:35.501274 ').replaceAll('\n', '\r\n');
  assert.deepEqual(summaryOf(timed), expected);
  assert.deepEqual(summaryOf(text.replaceAll(/^(?=[a-z])/gm, 'app-1  | ')), expected);
  assert.deepEqual(summaryOf(`\uFEFF${text}`), expected);
});

void test('Python 2 writes plain strings', () => {
  const text = OPENING.replaceAll("b'", "'") + END.replaceAll("b'", "'");
  assert.deepEqual(summaryOf(text), ['EHLO MAIL RCPT QUIT; 220 250 250 250 221; quit; 0 accepted']);
});

void test('an exception at the end says that no more came', () => {
  const refused = `${OPENING}SMTPRecipientsRefused {'c@d.example': (550, b'no')}\n`;
  assert.match(summaryOf(refused)[0] ?? '', /; drop;|; eof;/);
  const gone = `${OPENING}smtplib.SMTPServerDisconnected: Connection unexpectedly closed\n`;
  assert.match(summaryOf(gone)[0] ?? '', /; drop;/);
  const caught = `${OPENING}SMTPRecipientsRefused {}\n${END}`;
  assert.match(summaryOf(caught)[0] ?? '', /; quit;/);
});

void test('nothing is known of an end that is not shown', () => {
  assert.match(summaryOf(OPENING)[0] ?? '', /; unknown;/);
});

void test('LMTP and two sessions', () => {
  const lmtp = OPENING.replace('ehlo', 'lhlo') + CONTENT + END;
  assert.match(summaryOf(lmtp)[0] ?? '', /^LHLO MAIL RCPT DATA QUIT;/);
  assert.equal(summaryOf(OPENING + OPENING + END).length, 2);
});

void test('a literal that is cut off', () => {
  const text = `${OPENING}send: b'Subject: x\\r\\n\\r\\nhal`;
  assert.deepEqual(summaryOf(text).length, 1);
});

void test('a message of any size in its one line', () => {
  const line = `${'x'.repeat(60)}\\r\\n`;
  for (const lines of [4_000, 20_000]) {
    const text = OPENING + CONTENT.replace('QUIT\\r\\n', line.repeat(lines)) + END;
    assert.deepEqual(contentOctetsIn(text), [102 - 6 + 62 * lines]);
    assert.match(summaryOf(text)[0] ?? '', / 354 250 221; quit; 1 accepted$/);
  }
  const without = OPENING + CONTENT.replace('QUIT\\r\\n', 'x'.repeat(2_000_000)) + END;
  // The dots after it no longer begin a line.
  assert.equal(contentOctetsIn(without)[0], 102 - 6 + 2_000_000 + 1);
});

void test('prose about it is not it', () => {
  assert.notEqual(dialectIn('send: a mail\nreply: by noon\n'), 'smtplib-debug1');
});

for (const { name, text } of capturesOf('smtplib')) {
  void test(`${name} may be cut off at any line`, () => {
    assertPrefixesAgree(text, 'smtplib-debug1');
  });
}
