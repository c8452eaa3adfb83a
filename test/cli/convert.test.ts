import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { assertGolden } from '../support/golden.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { filesFor, runCli, SHORT_SESSION } from './support.ts';

const golden = (name: string): URL => new URL(`golden/${name}`, import.meta.url);

const MESSAGE = [
  'S: 220 mx',
  'C: EHLO a',
  'S: 250 mx',
  'C: MAIL FROM:<a@example.net>',
  'S: 250 ok',
  'C: RCPT TO:<b@example.org>',
  'S: 250 ok',
  'C: DATA',
  'S: 354 go',
  'C: Subject: ../../x',
  'C: ',
  'C: ..dot',
  'C\\: \\xff\\r\\n',
  'C: .',
  'S: 250 ok',
  'C: QUIT',
  'S: 221 bye',
  '',
].join('\n');
const OCTETS = Buffer.from('Subject: ../../x\r\n\r\n.dot\r\n\xff\r\n', 'latin1');

const GOLDEN = [
  ['smtp', 'test/corpus/swaks/auth-hide-password.txt'],
  ['smtp', 'test/corpus/postfix/smtpd-v-interleaved-3.txt'],
  ['swaks', 'examples/05-unknown-user.smtp'],
  ['curl', 'examples/07-starttls.smtp'],
  ['smtplib', 'test/corpus/clean/rfc3030-bdat-pipelined-binary.smtp'],
  ['nodemailer', 'test/corpus/clean/rfc3207-starttls-then-auth.smtp'],
  ['exim', 'test/corpus/clean/rfc2920-single-group.smtp'],
  ['mermaid', 'test/corpus/clean/postfix-auth-fail-three.smtp'],
] as const;

describe('convert', { concurrency: 4 }, () => {
  for (const [target, file] of GOLDEN) {
    const name = file.replace(/^.*\/|\.\w+$/g, '');
    test(`${name} to ${target}`, async () => {
      const { status, stdout, stderr } = await runCli(['convert', '--to', target, file]);
      assert.equal(status, 0, stderr);
      assertGolden(golden(`convert-${name}.${target}.txt`), stdout);
    });
  }

  test('standard input to standard output, and again the same', async () => {
    const once = await runCli(['convert', '--to', 'smtp', '-'], { input: MESSAGE });
    assert.equal(once.status, 0);
    assert.equal(once.stdout, MESSAGE);
    const log = await readFile('test/corpus/swaks/pipeline.txt');
    const first = await runCli(['convert', '--to', 'smtp', '-'], { input: log });
    const again = await runCli(['convert', '--to', 'smtp', '-'], { input: first.stdout });
    assert.equal(again.stdout, first.stdout);
  });

  test('a file without a session is converted, and that is told', async () => {
    const { status, stderr } = await runCli(['convert', '--to', 'smtp', '-'], {
      input: 'Dear Bob,\n',
    });
    assert.equal(status, 0);
    assert.match(stderr, /no SMTP session was found in it\n$/);
  });

  test('one message goes to a file, to a folder, or to standard output', async t => {
    const folder = await filesFor(t, { 'in.smtp': MESSAGE });
    const file = join(folder, 'in.smtp');
    const to = (...args: readonly string[]): ReturnType<typeof runCli> =>
      runCli(['convert', '--to', 'eml', file, ...args]);
    assert.equal((await to('--output', join(folder, 'out.eml'))).status, 0);
    assert.deepEqual(await readFile(join(folder, 'out.eml')), OCTETS);
    await mkdir(join(folder, 'mails'));
    assert.equal((await to('--output', join(folder, 'mails'))).status, 0);
    assert.deepEqual(await readdir(join(folder, 'mails')), ['in-1.eml']);
    assert.match((await to()).stdout, /^Subject: \.\.\/\.\.\/x\r\n\r\n\.dot\r\n/);
  });

  test('several messages need a folder; names are not taken from the transcript', async t => {
    const folder = await filesFor(t, { 'in.smtp': `${MESSAGE}\n${MESSAGE}` });
    const file = join(folder, 'in.smtp');
    const without = await runCli(['convert', '--to', 'eml', file]);
    assert.equal(without.status, 2);
    assert.match(without.stderr, /there are 2 messages; name a folder/);
    const out = join(folder, 'new', 'mails');
    const { status } = await runCli(['convert', '--to', 'eml', '--output', out, file]);
    assert.equal(status, 0);
    assert.deepEqual(await readdir(out), ['in-1.eml', 'in-2.eml']);
    assert.deepEqual(await readFile(join(out, 'in-2.eml')), OCTETS);
    const input = `${MESSAGE}\n${MESSAGE}`;
    const piped = await runCli(['convert', '--to', 'eml', '--output', out, '-'], { input });
    assert.equal(piped.status, 0, piped.stderr);
    assert.equal((await readdir(out)).length, 4);
    assert.ok((await readdir(out)).includes('message-1.eml'));
  });

  test('nothing is overwritten without --force, and then nothing else is written', async t => {
    const folder = await filesFor(t, { 'in.smtp': `${MESSAGE}\n${MESSAGE}` });
    const [file, out] = [join(folder, 'in.smtp'), join(folder, 'out')];
    await mkdir(out);
    await writeFile(join(out, 'in-2.eml'), 'mine');
    const args = ['convert', '--to', 'eml', '--output', out, file];
    const refused = await runCli(args);
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /in-2\.eml" exists already; --force/);
    assert.deepEqual(await readdir(out), ['in-2.eml']);
    assert.equal(await readFile(join(out, 'in-2.eml'), 'utf8'), 'mine');
    assert.equal((await runCli([...args, '--force'])).status, 0);
    assert.deepEqual(await readFile(join(out, 'in-2.eml')), OCTETS);
    const self = await runCli(['convert', '--to', 'smtp', '--output', file, file]);
    assert.equal(self.status, 2);
  });

  test('a session is chosen by number or name', async t => {
    const folder = await filesFor(t, { 'in.smtp': `${SHORT_SESSION}\n# @name Mail\n${MESSAGE}` });
    const file = join(folder, 'in.smtp');
    const all = await runCli(['convert', '--to', 'swaks', file]);
    assert.equal(all.status, 2);
    assert.match(all.stderr, /holds one session; .* there are 1 "session 1", 2 "Mail"/);
    for (const session of ['2', 'Mail']) {
      const one = await runCli(['convert', '--to', 'swaks', '--session', session, file]);
      assert.equal(one.status, 0);
      assert.match(one.stdout, /--from=a@example\.net/);
    }
    const smtp = await runCli(['convert', '--to', 'smtp', '--session', '1', file]);
    assert.equal(smtp.stdout, SHORT_SESSION);
    const none = await runCli(['convert', '--to', 'smtp', '--session', '3', file]);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /there is no session "3"/);
  });

  test('wrong usage and what holds nothing is told, status 2', async t => {
    const folder = await temporaryFolder(t);
    await writeFile(join(folder, 'short.smtp'), SHORT_SESSION);
    const short = join(folder, 'short.smtp');
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[short], /--to is missing; it takes smtp, swaks/],
      [['--to', 'word', short], /--to takes smtp, .*not "word"/],
      [['--to', 'smtp'], /name a file/],
      [['--to', 'smtp', short, short], /one file at a time/],
      [['--to', 'smtp', join(folder, 'none')], /there is no file/],
      [['--to', 'eml', short], /No message was sent/],
      [['--to', 'swaks', '-'], /There is no session/],
      [['--to', 'smtp', '--output', join(short, 'x'), short], /cannot write/],
    ];
    for (const [args, pattern] of cases) {
      const { status, stderr, stdout } = await runCli(['convert', ...args]);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, pattern);
      assert.equal(stdout, '');
    }
  });

  test('a password is in no script', async () => {
    const secret = 'AHRpbQB0YW5zdGFhZnRhbnN0YWFm';
    const login = ['AUTH LOGIN', 'S: 334 VXNlcm5hbWU6', 'dGlt', 'S: 334 UGFzc3dvcmQ6', 'czNjcmV0'];
    const text = [
      'S: 220 mx',
      'C: EHLO a',
      'S: 250 AUTH PLAIN LOGIN',
      `C: AUTH PLAIN ${secret}`,
      'S: 535 no',
      ...login.map(line => (line.startsWith('S') ? line : `C: ${line}`)),
      'S: 535 no',
      // The reply is missing, so what answers it reads as a command.
      'C: AUTH PLAIN',
      'S: 500 what?',
      `C: ${secret}`,
      'S: 500 what?',
      `C: AUTHPLAIN ${secret}`,
      'S: 500 what?',
      'C: QUIT',
      'S: 221 bye',
      '',
    ].join('\n');
    for (const target of ['swaks', 'curl', 'smtplib', 'nodemailer', 'exim', 'mermaid']) {
      const { stdout, status } = await runCli(['convert', '--to', target, '-'], { input: text });
      assert.equal(status, 0);
      for (const word of [secret, 'czNjcmV0', 's3cret', 'tanstaaf']) {
        assert.ok(!stdout.includes(word), `${target}: ${word}`);
      }
    }
  });
});
