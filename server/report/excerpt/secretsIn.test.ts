import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { smtp } from '../../core/dialect/smtp.ts';
import { probeDialect } from '../../core/dialect/probe.ts';
import { readTranscript } from '../../core/transcript/readTranscript.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { secretsIn } from './secretsIn.ts';

const HELLO =
  'S: 220 mx.example.org\nC: EHLO a.example\nS: 250-mx.example.org\nS: 250 AUTH PLAIN\n';

/** The transcript with its secrets hidden, by its own lines. */
function hidden(text: string, dialect = smtp): string {
  const octets = Buffer.from(text);
  let shown = '';
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    const { source } = chunk;
    let at = 0;
    for (const { start, end } of secretsIn(chunk).within(0, source.length)) {
      shown += `${Buffer.from(source.subarray(at, start)).toString()}<>`;
      at = end;
    }
    shown += Buffer.from(source.subarray(at)).toString();
  }
  return shown;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('secrets', () => {
  test('an initial response and responses', () => {
    const plain = `${HELLO}C: AUTH PLAIN ${base64('\0alice\0hunter2')}\nS: 235 ok\n`;
    assert.equal(hidden(plain), `${HELLO}C: AUTH PLAIN <>\nS: 235 ok\n`);
    const login = `${HELLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ${base64('alice')}\nS: 334 UGFzc3dvcmQ6\nC: ${base64('hunter2')}\nS: 235 ok\n`;
    assert.equal(
      hidden(login),
      `${HELLO}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: <>\nS: 334 UGFzc3dvcmQ6\nC: <>\nS: 235 ok\n`,
    );
  });

  test('what stands for a secret already stays', () => {
    const text = `${HELLO}C: AUTH PLAIN <redacted>\nS: 235 ok\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 no\n`;
    assert.equal(hidden(text), text);
  });

  test('where a server repeats one', () => {
    const secret = base64('\0alice\0hunter2');
    const text = `${HELLO}C: AUTH PLAIN ${secret}\nS: 535 5.7.8 "${secret}": alice has no password hunter2.\n`;
    assert.equal(
      hidden(text),
      `${HELLO}C: AUTH PLAIN <>\nS: 535 5.7.8 "<>": alice has no password <>.\n`,
    );
  });

  test('responses that go on after AUTH was refused', () => {
    const text = `${HELLO}C: AUTH LOGIN\nS: 503 no\nC: ${base64('alice')}\nS: 500 what\nC: ${base64('hunter2')}\nS: 500 what\nC: FROB\n`;
    assert.doesNotMatch(hidden(text), new RegExp(`${base64('alice')}|${base64('hunter2')}`));
    const after = `${HELLO}C: AUTH PLAIN ${base64('\0a\0hunter2')}\nS: 235 ok\nC: FROB\nS: 500 what\n`;
    assert.match(hidden(after), /C: FROB/);
  });

  test('lines that are no command but look like AUTH', () => {
    const secret = base64('\0alice\0hunter2');
    for (const line of [
      `S: AUTH PLAIN ${secret}`,
      `# auth plain ${secret}`,
      `C: > AUTH LOGIN ${secret}`,
    ]) {
      assert.doesNotMatch(hidden(`${HELLO}${line}\nC: QUIT\n`), new RegExp(secret), line);
    }
    const offers = `${HELLO}C: NOOP AUTH PLAIN CRAM-MD5\nS: 250 AUTH LOGIN SCRAM-SHA-256\n`;
    assert.equal(hidden(offers), offers);
  });

  test('responses whose AUTH is missing, misspelt or glued to them', () => {
    const secret = base64('\0alice\0hunter2');
    for (const line of [
      `S: 334 UGFzc3dvcmQ6\nC: ${secret}`,
      `C: AUTH ${secret}`,
      `C: AUTH PLAIN=${secret}`,
      `C: AUHT PLAIN ${secret}`,
      `C: AUTHPLAIN ${secret}`,
      `C: PASS hunter2`,
    ]) {
      assert.doesNotMatch(hidden(`${HELLO}${line}\nS: 500 no\n`), /[A-Za-z0-9]{20}|hunter2/, line);
    }
    const plain = `${HELLO}C: AUTH scram-sha-1\nS: 504 no\nC: NOOP plain speaking Plain Language\nS: 250 ok\n`;
    assert.equal(hidden(plain), plain);
  });

  test('a dump shows nothing of a line from the secret on', () => {
    const secret = base64('\0alice\0hunter2');
    const lines = ['220 mx.example.org', 'EHLO a', '250-mx.example.org', '250 AUTH PLAIN'];
    const ask = (text: string): string => `send: '${text}\\r\\n'\n`;
    const reply = (text: string): string => `reply: b'${text}\\r\\n'\n`;
    const [hello = '', ehlo = '', ...offers] = lines;
    const text = `${reply(hello)}${ask(ehlo)}${offers.map(reply).join('')}${ask(`AUTH PLAIN ${secret}`)}${reply('235 ok')}`;
    const { dialect } = probeDialect(Buffer.from(text), bufferScanner);
    assert.equal(dialect.id, 'smtplib-debug1');
    assert.match(hidden(text, dialect), /send: 'AUTH PLAIN <>\n/);
  });

  test('words of a text are replaced', () => {
    const text = `${HELLO}C: AUTH PLAIN ${base64('\0alice\0hunter2')}\nS: 235 ok\n`;
    const [chunk] = readTranscript(Buffer.from(text), { scanner: bufferScanner, dialect: smtp });
    assert.ok(chunk);
    const secrets = secretsIn(chunk);
    assert.equal(secrets.cleaned('has "hunter2"; hunter22'), 'has "<redacted>"; hunter22');
  });
});
