import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';

function protocolOf(line: string, mark = 'C: '): string | undefined {
  const text = `S: 220 mx.example ESMTP ready\n${mark}${line}\nS: 500 What?\nC: QUIT\nS: 221 Bye\n`;
  const found = lintText(text).find(({ rule }) => rule === 'foreign-protocol');
  const proto = found?.finding.values['proto'];
  return typeof proto === 'string' ? proto : undefined;
}

const LINES: readonly (readonly [line: string, protocol: string])[] = [
  ['GET / HTTP/1.0', 'HTTP'],
  ['CONNECT mx.example:25 HTTP/1.1', 'HTTP'],
  ['PROPFIND /dav HTTP/1.1', 'HTTP'],
  ['PRI * HTTP/2.0', 'HTTP'],
  ['OPTIONS rtsp://a RTSP/1.0', 'HTTP'],
  ['DESCRIBE rtsp://a RTSP/1.0', 'RTSP'],
  ['REGISTER sip:example.org SIP/2.0', 'SIP'],
  ['SSH-2.0-OpenSSH_9.6', 'SSH'],
  ['a001 CAPABILITY', 'IMAP'],
  ['CAPA', 'POP3'],
  ['<?xml version="1.0"?>', 'XMPP'],
  ['PROXY TCP4 192.0.2.1 192.0.2.2 5000 25', 'the PROXY protocol'],
  ['Subject: hello', 'a field of a message header'],
  ['X-Mailer: x', 'a field of a message header'],
];

for (const [line, protocol] of LINES) {
  test(`"${line}" is taken for ${protocol}`, () => {
    assert.equal(protocolOf(line), protocol);
  });
}

test('octets of TLS and SOCKS are known in a raw line', () => {
  assert.equal(protocolOf('\\x16\\x03\\x01\\x02\\0\\x01\\r\\n', 'C\\: '), 'TLS');
  assert.equal(protocolOf('\\x80\\x2e\\x01\\x03\\x01\\r\\n', 'C\\: '), 'TLS');
  assert.equal(protocolOf('\\x05\\x01\\0\\r\\n', 'C\\: '), 'SOCKS');
});

test('SMTP, well or badly spelled, is not', () => {
  const lines = [
    'HELP',
    'noop',
    'MAILFROM: <a@b.example>',
    'MAIL FROM: <a@b.example>',
    'GETT',
    'xyz',
  ];
  for (const line of lines) assert.equal(protocolOf(line), undefined, line);
});

test('a long line is shown in part', () => {
  const text = `S: 220 mx.example ESMTP ready\nC: GET /${'\u{1f600}'.repeat(60)}\nS: 500 What?\n`;
  const [found] = lintText(text).filter(({ rule }) => rule === 'foreign-protocol');
  assert.ok(found && found.message.length < 120, found?.message);
  assert.ok(found.message.isWellFormed());
});
