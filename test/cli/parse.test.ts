import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { assertGolden } from '../support/golden.ts';
import { filesFor, runCli, SHORT_SESSION } from './support.ts';

interface ParseReport {
  readonly version: number;
  readonly files: readonly {
    readonly file: string;
    readonly dialect: string;
    readonly sessions: readonly Record<string, unknown>[];
  }[];
}

const golden = (name: string): URL => new URL(`golden/${name}`, import.meta.url);

async function parsed(args: readonly string[], input?: string | Uint8Array): Promise<ParseReport> {
  const { status, stdout } = await runCli(
    ['parse', '--format', 'json', ...args],
    input === undefined ? {} : { input },
  );
  assert.equal(status, 0, stdout);
  return JSON.parse(stdout) as ParseReport;
}

describe('parse', { concurrency: 4 }, () => {
  test('json has the promised shape', async () => {
    const report = await parsed(['examples/05-unknown-user.smtp']);
    assert.deepEqual(report, {
      version: 1,
      files: [
        {
          file: 'examples/05-unknown-user.smtp',
          dialect: 'smtp',
          sessions: [
            {
              firstLine: 4,
              lastLine: 26,
              connection: null,
              commands: ['EHLO', 'MAIL', 'RCPT', 'RCPT', 'DATA', 'QUIT'],
              replyCodes: [220, 250, 250, 550, 250, 354, 250, 221],
              transactions: [
                {
                  from: 'alice@example.net',
                  recipients: [
                    { to: 'nobody-of-that-name@example.org', code: 550 },
                    { to: 'bob@example.org', code: 250 },
                  ],
                  contentOctets: 183,
                  code: 250,
                  accepted: true,
                },
              ],
              messagesAccepted: 1,
              endedBy: 'quit',
              tls: false,
              authenticated: false,
            },
          ],
        },
      ],
    });
  });

  test('text as a person reads it', async () => {
    const logs = ['interleaved-3', 'two-rcpt', 'auth-login', 'too-many-errors'];
    const files = logs.map(name => `test/corpus/postfix/smtpd-v-${name}.txt`);
    const { status, stdout, stderr } = await runCli(['parse', 'examples', ...files]);
    assert.equal(status, 0);
    assert.equal(stderr, '');
    assertGolden(golden('parse.txt'), stdout);
  });

  test('a session that breaks off ends on the last line of the file', async () => {
    const [file] = (await parsed(['examples/06-breaks-off-in-data.smtp'])).files;
    assert.equal(file?.sessions[0]?.['lastLine'], 19);
  });

  test('standard input', async () => {
    const [file] = (await parsed(['-'], SHORT_SESSION)).files;
    assert.equal(file?.file, '<stdin>');
    assert.deepEqual(file.sessions[0]?.['commands'], ['EHLO', 'QUIT']);
  });

  test('folders are walked for .smtp files, globs matched, in order', async t => {
    const folder = await filesFor(t, { 'b.smtp': SHORT_SESSION, 'note.txt': 'no transcript' });
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a', 'z.smtp'), SHORT_SESSION);
    await symlink(join(folder, 'b.smtp'), join(folder, 'c.smtp'));
    await symlink(folder, join(folder, 'a', 'circle'));
    const names = async (operand: string): Promise<readonly string[]> =>
      (await parsed([join(folder, operand)])).files.map(({ file }) =>
        file.slice(folder.length + 1),
      );
    assert.deepEqual(await names('.'), ['a/z.smtp', 'b.smtp', 'c.smtp']);
    assert.deepEqual(await names('*.smtp'), ['b.smtp', 'c.smtp']);
    assert.deepEqual(await names('{a,b.smtp}'), ['a/z.smtp', 'b.smtp']);
    assert.deepEqual(await names('note.txt'), ['note.txt']);
  });

  test('what cannot be read is told, the rest is read, status 2', async t => {
    const folder = await filesFor(t, { 'a.smtp': SHORT_SESSION });
    await mkdir(join(folder, 'empty'));
    const bad = ['missing.smtp', 'empty', '*.none', 'a.smtp/x'].map(name => join(folder, name));
    const { status, stdout, stderr } = await runCli(['parse', ...bad, join(folder, 'a.smtp')]);
    assert.equal(status, 2);
    assert.match(stdout, /a\.smtp {2}smtp, 1 session/);
    const complaints = stderr.trimEnd().split('\n');
    assert.equal(complaints.length, bad.length, stderr);
    assert.match(complaints[0] ?? '', /^smtp-transcript: there is no file or folder ".*missing/);
    assert.match(complaints[1] ?? '', /no \.smtp files in/);
    assert.match(complaints[2] ?? '', /no file matches/);
    assert.doesNotMatch(stderr, /Error|at .*\.ts/);
  });

  test('a name that is not UTF-8 is told, in a folder and by a glob', async t => {
    const folder = await filesFor(t, { 'a.smtp': SHORT_SESSION });
    const name = Buffer.concat([
      Buffer.from(`${folder}/b`),
      Buffer.from([0xff]),
      Buffer.from('.smtp'),
    ]);
    try {
      await writeFile(name, SHORT_SESSION);
    } catch {
      return t.skip('no such names on this system');
    }
    for (const operand of [folder, join(folder, '*.smtp')]) {
      const { status, stdout, stderr } = await runCli(['parse', operand]);
      assert.equal(status, 2);
      assert.match(stdout, /a\.smtp {2}smtp, 1 session/);
      assert.match(stderr, /^smtp-transcript: cannot read ".*b\ufffd\.smtp": it/);
    }
  });

  test('an empty file, binary, a BOM, mixed line ends, invalid UTF-8', async t => {
    const binary = Uint8Array.from({ length: 100_000 }, (_, at) => (at * at * 7919) >> 3);
    const mixed = '\ufeffS: 220 mx\r\nC: EHLO a\rS: 250 mx\nC: QUIT\r\nS: 221 bye';
    const invalid = Buffer.from(`${SHORT_SESSION}C: FROB \xff\xfe\n`, 'latin1');
    const folder = await filesFor(t, {
      'binary.smtp': binary,
      'empty.smtp': '',
      'invalid.smtp': invalid,
      'mixed.smtp': mixed,
    });
    const { files } = await parsed([folder]);
    const facts = new Map(
      files.map(({ file, sessions }) => [file.slice(folder.length + 1), sessions]),
    );
    assert.deepEqual(facts.get('empty.smtp'), []);
    assert.deepEqual(facts.get('mixed.smtp')?.[0]?.['replyCodes'], [220, 250, 221]);
    assert.equal(facts.get('mixed.smtp')?.[0]?.['lastLine'], 5);
    assert.equal(files.length, 4);
  });

  test('10 MB on one line end in bounded time', async t => {
    const folder = await filesFor(t, {
      'one.smtp': 'a'.repeat(10_000_000),
      'client.smtp': `${SHORT_SESSION}C: ${'NOOP '.repeat(2_000_000)}`,
    });
    const { status } = await runCli(['parse', folder], { limitMs: 20_000 });
    assert.equal(status, 0);
  });

  test('a dialect can be asked for', async () => {
    const file = 'test/corpus/swaks/simple.txt';
    assert.equal((await parsed([file])).files[0]?.dialect, 'swaks');
    assert.equal((await parsed(['--dialect', 'smtp', file])).files[0]?.dialect, 'smtp');
    const { status, stderr } = await runCli(['parse', '--dialect', 'none', file]);
    assert.equal(status, 2);
    assert.match(stderr, /there is no dialect "none"; there are .*swaks/);
  });

  test('file names and complaints cannot act on the terminal', async t => {
    const folder = await temporaryFolder(t);
    const name = 'a\u001b[2J\u009b\n.smtp';
    await writeFile(join(folder, name), SHORT_SESSION);
    for (const args of [[], ['--format', 'json']]) {
      const { stdout } = await runCli(['parse', ...args, folder]);
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
    }
    const { stderr } = await runCli(['parse', '\u001b[2J\u009b']);
    assert.doesNotMatch(stderr, /[^\P{Cc}\n]/u);
  });
});
