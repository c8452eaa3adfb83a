import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probeDialect } from '../core/dialect/probe.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { meaningText } from './meaningText.ts';

function textOf(transcript: string): string {
  const octets = Buffer.from(transcript);
  const { dialect } = probeDialect(octets, bufferScanner);
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect })];
  return meaningText(chunks.map(chunk => ({ chunk, sessions: chunk.sessions })));
}

const ONE = `# @name one
S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250-PIPELINING
S: 250 8BITMIME
C: MAIL FROM:<a@example.org>
S: 250 2.1.0 Ok
C: RCPT TO:<b@example.org>
S: 250 2.1.5 Ok
C: DATA
S: 354 Go ahead
C: # not a note
C: .
S: 250 2.0.0 Ok: queued as 4F3A21B0C9
C: QUIT
S: 221 2.0.0 Bye
`;

test('what means the same is the same text, whoever wrote it', () => {
  const other = ONE.replace('# @name one\n', '# at another time\n')
    .replace(
      'S: 250-SIZE 1000\nS: 250-PIPELINING\nS: 250 8BITMIME',
      'S: 250-8BITMIME\nS: 250-PIPELINING\nS: 250 SIZE 1000',
    )
    .replace('4F3A21B0C9', '7C1D02E4FA');
  assert.equal(textOf(other), textOf(ONE));
  assert.match(textOf(ONE), /queued as ‹queue-id›/);
  assert.match(textOf(ONE), /^C: # not a note$/m);
  assert.doesNotMatch(textOf(ONE), /^#/m);
});

test('what means something else differs on its line only', () => {
  const lines = textOf(ONE).split('\n');
  const others = textOf(ONE.replace('S: 250 2.1.5 Ok', 'S: 550 5.1.1 No such user')).split('\n');
  assert.equal(lines.length, others.length);
  assert.deepEqual(
    others.filter((line, at) => line !== lines[at]),
    ['S: 550 5.1.1 No such user'],
  );
});

test('a log of a tool is compared as .smtp', () => {
  const log = `=== Trying mx.example:25...
=== Connected to mx.example.
<-  220 mx.example ESMTP
 -> QUIT
<-  221 2.0.0 Bye
=== Connection closed with remote host.
`;
  const smtp = 'S: 220 mx.example ESMTP\nC: QUIT\nS: 221 2.0.0 Bye\n';
  assert.equal(textOf(log), textOf(smtp));
});

test('several sessions stay apart; no session is no text', () => {
  assert.equal(textOf(`${ONE}\n# --- new session ---\n${ONE}`).split('# --- new').length, 2);
  assert.equal(textOf(''), '');
});
