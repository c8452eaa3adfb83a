import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { corpusFiles } from '../../test/support/corpusFiles.ts';
import { differencesOf, diffTexts } from '../../test/support/diffTexts.ts';
import type { MatchPolicy } from '../protocol/replay.ts';

const SESSION = `S: 220 mx.example.org ESMTP Postfix
C: EHLO client.example.net
S: 250-mx.example.org
S: 250-SIZE 1000
S: 250-AUTH PLAIN LOGIN
S: 250 PIPELINING
C: MAIL FROM:<alice@example.net> SIZE=100
S: 250 2.1.0 Ok
C: RCPT TO:<bob@example.org>
S: 250 2.1.5 Ok
C: RCPT TO:<carol@example.org>
S: 250 2.1.5 Ok
C: DATA
S: 354 Go ahead
C: Date: Sat, 21 Nov 2026 22:48:03 +0000
C: Subject: x
C: 
C: Hello
C: .
S: 250 2.0.0 Ok: queued as 4F1A2B40B
C: QUIT
S: 221 2.0.0 Bye
`;

/** Differences from the session above, where some text is another. */
function changed(
  from: string | RegExp,
  to: string,
  policy: MatchPolicy = 'exact',
): readonly string[] {
  const second = SESSION.replace(from, to);
  assert.notEqual(second, SESSION);
  return differencesOf(diffTexts(SESSION, second, policy));
}

void test('what changes every time is no difference', () => {
  assert.deepEqual(changed('queued as 4F1A2B40B', 'queued as 2167519C237'), []);
  assert.deepEqual(changed('mx.example.org ESMTP', 'vm.example.com ESMTP'), []);
  assert.deepEqual(changed('SIZE 1000', 'SIZE 52428800'), []);
  assert.deepEqual(
    changed('AUTH PLAIN LOGIN\nS: 250 PIPELINING', 'PIPELINING\nS: 250 auth LOGIN PLAIN'),
    [],
  );
  assert.deepEqual(changed('Date: Sat, 21 Nov', 'Date: Sun, 22 Nov'), []);
  assert.deepEqual(changed('SIZE=100', 'SIZE=104'), []);
  assert.deepEqual(changed('bob@example.org', 'bob@EXAMPLE.org'), []);
  assert.deepEqual(changed('C: EHLO', '# a note\nC: ehlo'), []);
});

void test('replies differ as far as the policy asks', () => {
  const another = [
    'reply: The reply to RCPT TO:<bob@example.org> is 250 in both, with another text.',
  ];
  assert.deepEqual(changed('250 2.1.5 Ok', '250 2.1.5 Fine'), another);
  assert.deepEqual(changed('250 2.1.5 Ok', '250 2.1.5 Fine', 'enhanced'), []);
  assert.deepEqual(changed('250 2.1.5 Ok', '250 2.1.0 Fine', 'enhanced'), [
    'reply: The reply to RCPT TO:<bob@example.org> has 2.1.5 in the first, 2.1.0 in the second.',
  ]);
  assert.deepEqual(changed('250 2.1.5 Ok', '250 2.1.0 Fine', 'code'), []);
  assert.deepEqual(changed('250 2.1.5 Ok', '251 Fine', 'code'), [
    'reply: The reply to RCPT TO:<bob@example.org> is 250 in the first, 251 in the second.',
  ]);
  assert.deepEqual(changed('250 2.1.5 Ok', '251 Fine', 'class'), []);
});

void test('extensions are named', () => {
  assert.deepEqual(changed('S: 250-AUTH PLAIN LOGIN', 'S: 250-AUTH PLAIN\nS: 250-DSN'), [
    'extensions: Only the second server offers DSN.',
    'extensions: Only the first server offers AUTH with LOGIN.',
  ]);
});

void test('what only one server offers is shown where it stands', () => {
  const second = SESSION.replace('S: 250-AUTH PLAIN LOGIN', 'S: 250-DSN\nS: 250-AUTH PLAIN');
  const [diff] = diffTexts(SESSION, second);
  assert.deepEqual(
    diff?.differences.map(({ first, second: other }) => [first, other]),
    [
      [null, { line: 5, text: '250-DSN' }],
      [
        { line: 5, text: '250-AUTH PLAIN LOGIN' },
        { line: 6, text: '250-AUTH PLAIN' },
      ],
    ],
  );
  const [more] = diffTexts(SESSION, SESSION.replace(/S: 250-SIZE.*\nS: 250-AUTH.*\n/, ''));
  assert.deepEqual(more?.differences[0]?.first, { line: 4, text: '250-SIZE 1000 (and 1 more)' });
});

void test('a server that names itself otherwise offers the same', () => {
  assert.deepEqual(changed('S: 250-mx.example.org', 'S: 250-mx.example.org at your service'), [
    'reply: The reply to EHLO is 250 in both, with another text.',
  ]);
});

void test('of a long reply the first line that means something else is shown', () => {
  const help = (host: string, words: string): string =>
    `S: 220 mx\nC: HELP\nS: 214-2.0.0 queued as ${host}\nS: 214-2.0.0 ${words}\nS: 214 End\n`;
  const [diff] = diffTexts(help('4F1A2B40B', 'one'), help('2167519C237', 'two'));
  assert.deepEqual(diff?.differences[0]?.first, { line: 4, text: '214-2.0.0 one' });
});

void test('where mechanisms differ, only what came of AUTH is compared', () => {
  const auth = (lines: string): string => SESSION.replace('C: MAIL', `${lines}C: MAIL`);
  const plain = auth('C: AUTH PLAIN AGEAc2VjcmV0\nS: 235 2.7.0 Ok\n');
  const rounds = 'S: 334 VXNlcm5hbWU6\nC: YQ==\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\n';
  const login = auth(`C: AUTH LOGIN\n${rounds}S: 235 2.7.0 Ok\n`);
  const parameter = 'parameter: The first client authenticates with PLAIN, the second with LOGIN.';
  assert.deepEqual(differencesOf(diffTexts(plain, login)), [parameter]);
  assert.deepEqual(differencesOf(diffTexts(plain, login.replace('235 2.7.0 Ok', '535 5.7.8 No'))), [
    'outcome: Only the first client is authenticated.',
    parameter,
    'reply: The reply to AUTH is 235 in the first, 535 in the second.',
  ]);
});

void test('a transaction more does not make all that follow differ', () => {
  const transaction = (at: number): string =>
    `C: MAIL FROM:<a@example.net>\nS: 250 Ok\nC: RCPT TO:<u${String(at)}@example.org>\nS: 250 Ok\n` +
    `C: DATA\nS: 354 Go\nC: Subject: ${String(at)}\nC: \nC: .\nS: 250 Ok\n`;
  const session = (numbers: readonly number[]): string =>
    `S: 220 mx\nC: EHLO a\nS: 250 mx\n${numbers.map(transaction).join('')}C: QUIT\nS: 221 Bye\n`;
  const all = Array.from({ length: 3000 }, (_, at) => at);
  const second = all.flatMap(at => (at === 1000 ? [-1, at] : at === 2000 ? [] : [at]));
  const differences = differencesOf(diffTexts(session(all), session(second)));
  assert.deepEqual(differences, [
    'envelope: MAIL FROM:<a@example.net> is sent in the second only.',
    'envelope: RCPT TO:<u-1@example.org> is sent in the second only.',
    'command: DATA is sent in the second only.',
    'envelope: MAIL FROM:<a@example.net> is sent in the first only.',
    'envelope: RCPT TO:<u2000@example.org> is sent in the first only.',
    'command: DATA is sent in the first only.',
  ]);
});

void test('the envelope and its parameters are told in words', () => {
  assert.deepEqual(changed('alice@example.net', 'eve@example.net'), [
    'envelope: The sender is <alice@example.net> in the first, <eve@example.net> in the second.',
  ]);
  assert.deepEqual(changed('SIZE=100', 'SIZE=100 BODY=8BITMIME'), [
    'parameter: MAIL: only the second has the parameter BODY.',
  ]);
  assert.deepEqual(changed('C: RCPT TO:<bob@example.org>\nS: 250 2.1.5 Ok\n', ''), [
    'envelope: RCPT TO:<bob@example.org> is sent in the first only.',
  ]);
});

void test('so are commands, the message and the outcome', () => {
  assert.deepEqual(changed('C: QUIT', 'C: NOOP\nS: 250 2.0.0 Ok\nC: QUIT'), [
    'command: NOOP is sent in the second only.',
  ]);
  assert.deepEqual(changed('C: Hello', 'C: Good bye'), [
    'content: The messages differ; this is the first other line.',
  ]);
  assert.deepEqual(changed('C: Hello\n', ''), ['content: The message goes on in the first only.']);
  assert.deepEqual(changed('250 2.0.0 Ok: queued as 4F1A2B40B', '554 5.7.1 Spam', 'code'), [
    'outcome: One message is accepted in the first, none in the second.',
    'reply: The reply to the message is 250 in the first, 554 in the second.',
  ]);
  assert.deepEqual(changed('EHLO client', 'HELO client', 'code'), [
    'command: The first client says EHLO, the second HELO.',
  ]);
});

void test('the first other line of a message is shown', () => {
  const [diff] = diffTexts(SESSION, SESSION.replace('C: Hello', 'C: Good bye'));
  const [difference] = diff?.differences ?? [];
  assert.deepEqual(difference?.first, { line: 18, text: 'Hello' });
  assert.deepEqual(difference.second, { line: 18, text: 'Good bye' });
});

void test('credentials are compared by mechanism and never shown', () => {
  const login = (secret: string): string =>
    SESSION.replace('C: MAIL', `C: AUTH PLAIN ${secret}\nS: 235 2.7.0 Ok\nC: MAIL`);
  const [one, other] = [login('AGEAc2VjcmV0'), login('AGEAb3RoZXI=')];
  assert.deepEqual(differencesOf(diffTexts(one, other)), []);
  const refused = one.replace('235 2.7.0 Ok', '535 5.7.8 No');
  assert.ok(!JSON.stringify(diffTexts(one, refused)).includes('AGEAc2VjcmV0'));
  const without = diffTexts(SESSION, one);
  assert.ok(differencesOf(without).includes('command: AUTH is sent in the second only.'));
  assert.ok(!JSON.stringify(without).includes('AGEAc2VjcmV0'));
});

void test('a transcript that says TLS from the first octet is as encrypted as one that shows it', () => {
  const [said, seen] = [`# @tls implicit\n${SESSION}`, `# <TLS established>\n${SESSION}`];
  assert.deepEqual(differencesOf(diffTexts(said, seen)), []);
  assert.deepEqual(differencesOf(diffTexts(said, SESSION)), [
    'outcome: Only the first is encrypted.',
  ]);
});

void test('sessions are compared in order, and those that only one has are told', () => {
  const two = `${SESSION}\n${SESSION}`;
  assert.deepEqual(differencesOf(diffTexts(two, two)), []);
  const diffs = diffTexts(two, SESSION);
  assert.equal(diffs.length, 2);
  assert.deepEqual(differencesOf(diffs), ['outcome: Only the first has this session.']);
  assert.equal(diffs[1]?.second, null);
});

void test('a log and a transcript of the same session are the same', () => {
  const log = SESSION.split('\n')
    .map(line => line.replace(/^S: /, '<-  ').replace(/^C: /, ' -> '))
    .join('\n');
  const swaks = `=== Trying mx:25...\n=== Connected to mx.\n${log}=== Connection closed with remote host.\n`;
  assert.deepEqual(differencesOf(diffTexts(SESSION, swaks)), []);
});

void test('what a tool does not print is not missing', () => {
  const curl = SESSION.split('\n')
    .filter(line => !/^C: (?:Date|Subject|$|Hello|\.)|QUIT|221/.test(line))
    .map(line => line.replace(/^S: /, '< ').replace(/^C: /, '> '))
    .join('\n');
  const log = `*   Trying 127.0.0.1:25...\n* Connected to mx port 25\n${curl}* Connection #0 to host mx left intact\n`;
  assert.deepEqual(differencesOf(diffTexts(SESSION, log)), []);
});

void test('a file and itself never differ', () => {
  const clean = join(import.meta.dirname, '../../test/corpus/clean');
  const files = [
    ...corpusFiles(),
    ...readdirSync(clean).map(file => ({ file, octets: readFileSync(join(clean, file)) })),
  ];
  for (const { file, octets } of files) {
    const diffs = diffTexts(octets, octets);
    assert.deepEqual(differencesOf(diffs), [], file);
    assert.ok(
      diffs.every(({ folded, omitted }) => folded === 0 && omitted === 0),
      file,
    );
  }
});
