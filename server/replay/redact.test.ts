import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendStep } from '../protocol/replay.ts';
import { redactorOf } from './redact.ts';

function send(text: string, more: Partial<SendStep> = {}): SendStep {
  return {
    ...{ kind: 'send', index: 0, line: 1, endLine: 1, purpose: 'command', secret: false },
    verb: text.split(' ')[0] ?? '',
    octets: Buffer.from(text),
    requires: null,
    ...more,
  };
}

const response = (text: string): SendStep =>
  send(`${text}\r\n`, { purpose: 'auth-response', verb: 'AUTH' });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('what is sent shows wire lines, credentials as a whole', () => {
  const { sent } = redactorOf([]);
  assert.deepEqual(sent(send('MAIL FROM:<>\r\n')), ['MAIL FROM:<>']);
  assert.deepEqual(sent(send('a\r\n\r\nb\nc\rd\r\n.\r\n')), ['a', '', 'b\\nc\\rd', '.']);
  assert.deepEqual(sent(send('AUTH PLAIN AGEAYg==\r\n')), ['AUTH PLAIN <redacted>']);
  assert.deepEqual(sent(send('AUTH  PLAIN  a  b\r\n')), ['AUTH PLAIN <redacted>']);
  assert.deepEqual(sent(send('AUTH LOGIN\r\n')), ['AUTH LOGIN']);
  assert.deepEqual(sent(send('AUTH EXTERNAL =\r\n')), ['AUTH EXTERNAL =']);
  assert.deepEqual(sent(response('cGFzcw==')), ['<redacted>']);
  assert.deepEqual(sent(response('*')), ['*']);
  assert.deepEqual(sent(response('')), ['']);
  assert.deepEqual(sent(send('PASS hunter2\r\n', { secret: true })), ['PASS <redacted>']);
  assert.deepEqual(sent(send('x\r\ny\r\n', { secret: true, purpose: 'content' })), ['<redacted>']);
});

test('a password is found decoded, alone and again encoded, a user name is no secret', () => {
  const plain = send(`AUTH PLAIN ${base64('\0bob@example.org\0hunter22')}\r\n`);
  const login = [send('AUTH LOGIN\r\n'), response(base64('bob')), response(base64('other pw'))];
  const token = send(`AUTH XOAUTH2 ${base64('user=bob\x01auth=Bearer tok.en-1\x01\x01')}\r\n`);
  const { line } = redactorOf([plain, ...login, token]);
  assert.equal(
    line(`no hunter22 ${base64('hunter22')} for bob@example.org`),
    'no <redacted> <redacted> for bob@example.org',
  );
  assert.equal(line('other pw, tok.en-1'), '<redacted>, <redacted>');
});

test('a reply keeps its code and loses the secret, in UTF-8 too', () => {
  const secret = 'pa\u00dfwort\u00e9';
  const { reply } = redactorOf([send(`AUTH PLAIN ${base64(`\0u\0${secret}`)}\r\n`)]);
  assert.deepEqual(reply(Buffer.from(`535-no ${secret}\r\n535 x\n`)), [
    '535-no <redacted>',
    '535 x',
  ]);
  const odd = Buffer.concat([Buffer.from(`535 \xff${secret}\r\n`, 'latin1'), Buffer.from(secret)]);
  assert.ok(!reply(odd).join('').includes('wort\\xe9\\xe9'));
});

test('escaping cannot spell a secret', () => {
  const { line } = redactorOf([response(base64('x')), response(base64('\\x1b[2Jpw'))]);
  assert.equal(line('\u001b[2Jpw'), '<redacted>');
});

test('invisible characters, long lines and long lists', () => {
  const { line, sent, excerpt } = redactorOf([]);
  assert.equal(
    line('a\u202eb\u200bc\ufeff\ud800\u2028\t'),
    'a\\u{202e}b\\u{200b}c\\u{feff}\\u{d800}\\u{2028}\\t',
  );
  assert.equal(line(Buffer.from([0x61, 0xff, 0xc3, 0xa9])), 'a\\xff\\xc3\\xa9');
  assert.equal(line('\u{1f600}'), '\u{1f600}');
  assert.equal(line('x'.repeat(1500)), `${'x'.repeat(1000)}… (500 more characters)`);
  assert.equal(line(`${'x'.repeat(999)}\u{1f600}`), `${'x'.repeat(999)}… (1 more characters)`);
  assert.match(excerpt('y'.repeat(100)), /^y{60}… /);
  assert.equal(sent(send('z\r\n'.repeat(1002))).length, 1001);
});

test('only the values of a message are redacted, our own words stay', () => {
  const { say } = redactorOf([response(base64('u')), send('X server\r\n', { secret: true })]);
  assert.equal(say`The server said ${'server\u0007'} ${7}`, 'The server said <redacted>\\x07 7');
});
