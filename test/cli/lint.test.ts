import assert from 'node:assert/strict';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assertGolden } from '../support/golden.ts';
import { filesFor, runCli, SHORT_SESSION } from './support.ts';

interface LintReport {
  readonly version: number;
  readonly files: readonly {
    readonly file: string;
    readonly dialect: string;
    readonly findings: readonly { rule: string; severity: string; fix?: string }[];
    readonly omitted?: number;
  }[];
  readonly summary: Readonly<Record<string, number>>;
  readonly statistics?: Readonly<Record<string, number>>;
}

const HELLO = 'S: 220 mx.example.org ESMTP\nC: EHLO client.example.net\nS: 250 mx.example.org\n';
const BYE = 'C: QUIT\nS: 221 bye\n';

/** MAIL without angle brackets: an error with a safe fix. */
const BARE_PATH = `${HELLO}C: MAIL FROM:alice@example.net\nS: 250 ok\nC: RSET\nS: 250 ok\n${BYE}`;
/** A message without its dot: an error with an unsafe fix. */
const NO_DOT = readFile(new URL('../../examples/06-breaks-off-in-data.smtp', import.meta.url));

async function linted(args: readonly string[]): Promise<LintReport & { status: number | null }> {
  const { status, stdout, stderr } = await runCli(['lint', '--format', 'json', ...args]);
  assert.ok(stdout !== '', stderr);
  return { status, ...(JSON.parse(stdout) as LintReport) };
}

const rulesIn = (report: LintReport): readonly string[] =>
  report.files.flatMap(({ findings }) => findings.map(({ rule }) => rule));

describe('lint', { concurrency: 4 }, () => {
  test('json has the promised shape', async () => {
    const { status, ...report } = await linted(['examples/06-breaks-off-in-data.smtp']);
    assert.equal(status, 1);
    const [finding] = report.files[0]?.findings ?? [];
    assert.match(JSON.stringify(finding), /"message":"The message that starts at line 13 has no /);
    assert.deepEqual(report, {
      version: 1,
      files: [
        {
          file: 'examples/06-breaks-off-in-data.smtp',
          dialect: 'smtp',
          findings: [
            {
              rule: 'missing-dot-terminator',
              severity: 'error',
              line: 19,
              column: 4,
              endLine: 19,
              endColumn: 22,
              message: (finding as { message?: string } | undefined)?.message,
              fix: 'unsafe',
            },
          ],
        },
      ],
      summary: { error: 1, warning: 0, information: 0, hint: 0 },
    });
  });

  test('text as a person reads it', async () => {
    const { status, stdout, stderr } = await runCli(['lint', '--statistics', 'examples']);
    assert.equal(status, 1);
    assert.equal(stderr, '');
    assertGolden(new URL('golden/lint.txt', import.meta.url), stdout);
  });

  test('standard input', async () => {
    const clean = await runCli(['lint', '-'], { input: SHORT_SESSION });
    assert.deepEqual([clean.status, clean.stdout], [0, 'nothing found in 1 file\n']);
    const wrong = await runCli(['lint', '-'], { input: BARE_PATH });
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /^<stdin>:4:14: error: .*\[path-brackets-missing\]/);
  });

  test('--rule and --fail-on decide about the status', async t => {
    const folder = await filesFor(t, { 'a.smtp': BARE_PATH });
    const status = async (...args: string[]): Promise<number | null> =>
      (await linted([...args, folder])).status;
    const all = ['path-brackets-missing'];
    assert.deepEqual(rulesIn(await linted([folder])), all);
    assert.equal(await status(), 1);
    assert.equal(await status('--rule', 'path-brackets-missing=off'), 0);
    assert.equal(await status('--rule', 'path-brackets-missing=warning'), 0);
    const warning = ['--rule', 'path-brackets-missing=warning', '--fail-on'];
    assert.equal(await status(...warning, 'warning'), 1);
    assert.equal(await status(...warning, 'hint'), 1);
    assert.equal(await status(...warning, 'error'), 0);
  });

  test('a profile can be asked for; a log is a capture unless told', async () => {
    const log = 'test/corpus/postfix/smtpd-v-drop-in-data.txt';
    const capture = rulesIn(await linted(['--profile', 'capture', log]));
    assert.deepEqual(rulesIn(await linted([log])), capture);
    const strict = rulesIn(await linted(['--profile', 'strict', log]));
    assert.ok(strict.length >= capture.length);
    assert.ok(capture.every(rule => strict.includes(rule)));
  });

  test('--statistics count each rule, most frequent first', async t => {
    const twice = BARE_PATH.replace('alice', 'FROB').replace(BYE, `C: FROB\nS: 500 x\n${BYE}`);
    const folder = await filesFor(t, { 'a.smtp': BARE_PATH, 'b.smtp': twice });
    const { statistics } = await linted(['--statistics', folder]);
    assert.deepEqual(statistics, { 'path-brackets-missing': 2, 'unknown-command': 1 });
    const { stdout } = await runCli(['lint', '--statistics', folder]);
    assert.match(stdout, /\n {7}2 {2}path-brackets-missing\n {7}1 {2}unknown-command\n3 errors in/);
  });

  test('--quiet leaves the results as they are', async t => {
    const folder = await filesFor(t, { 'a.smtp': BARE_PATH, 'log.txt': await readSwaks() });
    const usual = await runCli(['lint', '--fix', join(folder, 'log.txt'), folder]);
    const quiet = await runCli(['lint', '--fix', '--quiet', join(folder, 'log.txt'), folder]);
    assert.match(usual.stderr, /not fixed: this is a captured log \(swaks\)/);
    assert.equal(quiet.stderr, '');
    assert.equal(quiet.stdout, usual.stdout);
  });

  test('a complaint is no note', async () => {
    const { status, stderr } = await runCli(['lint', '--quiet', 'nothing-there.smtp']);
    assert.equal(status, 2);
    assert.match(stderr, /there is no file/);
  });

  test('--fix applies safe fixes only, and a second time nothing', async t => {
    const noDot = await NO_DOT;
    const files = { 'bare.smtp': BARE_PATH, 'dot.smtp': noDot };
    const folder = await filesFor(t, files);
    const file = join(folder, 'bare.smtp');
    await chmod(file, 0o640);
    const first = await runCli(['lint', '--fix', folder]);
    assert.equal(first.status, 1);
    assert.equal(first.stderr, `${file}: 1 fixed\n`);
    const fixed = await readFile(file, 'utf8');
    assert.equal(fixed, BARE_PATH.replace('alice@example.net', '<alice@example.net>'));
    assert.deepEqual(await readFile(join(folder, 'dot.smtp')), noDot);
    const { mtimeMs, mode } = await stat(file);
    assert.equal(mode & 0o777, 0o640);
    const second = await runCli(['lint', '--fix', folder]);
    assert.equal(second.stderr, '');
    assert.equal((await stat(file)).mtimeMs, mtimeMs);
  });

  test('--fix=all applies the others as well', async t => {
    const folder = await filesFor(t, { 'dot.smtp': await NO_DOT });
    await runCli(['lint', '--fix=all', folder]);
    const text = await readFile(join(folder, 'dot.smtp'), 'utf8');
    assert.match(text, /C: I was about to say\nC: \.\n/);
    const again = await runCli(['lint', '--fix=all', folder]);
    assert.equal(await readFile(join(folder, 'dot.smtp'), 'utf8'), text);
    assert.doesNotMatch(again.stdout, /missing-dot-terminator/);
  });

  test('line ends stay as they are', async t => {
    const folder = await filesFor(t, { 'a.smtp': `\ufeff${BARE_PATH.replaceAll('\n', '\r\n')}` });
    await runCli(['lint', '--fix', folder]);
    const text = await readFile(join(folder, 'a.smtp'), 'utf8');
    assert.ok(text.startsWith('\ufeffS: 220'));
    assert.ok(text.includes('<alice@example.net>\r\n'));
  });

  test('what would not stay as it is beside the fixes is not changed', async t => {
    const utf16 = Buffer.from(`\ufeff${BARE_PATH.replace('alice', 'al\ud800ice')}`, 'utf16le');
    const files: Readonly<Record<string, Uint8Array>> = {
      'half.smtp': utf16,
      'odd.smtp': Buffer.concat([Buffer.from(`\ufeff${BARE_PATH}`, 'utf16le'), Buffer.from('X')]),
      'packed.smtp': gzipSync(BARE_PATH),
    };
    const folder = await filesFor(t, files);
    const { stderr } = await runCli(['lint', '--fix=all', folder]);
    for (const [name, octets] of Object.entries(files)) {
      assert.match(
        stderr,
        new RegExp(`${name}: not fixed: it is compressed, not all of it is text`),
      );
      assert.deepEqual(await readFile(join(folder, name)), octets);
    }
  });

  test('a file that cannot be written is told, the others are fixed, status 2', async t => {
    // Nothing can be put beside a name of this length.
    const name = `${'a'.repeat(249)}.smtp`;
    const folder = await filesFor(t, { [name]: BARE_PATH, 'b.smtp': BARE_PATH });
    const { status, stdout, stderr } = await runCli(['lint', '--fix', folder]);
    assert.equal(status, 2);
    assert.match(stderr, /^smtp-transcript: cannot write ".*a\.smtp": the name is too long\n/);
    assert.match(stderr, /b\.smtp: 1 fixed\n/);
    assert.match(stdout, /a\.smtp:\d+:\d+: error: .*path-brackets-missing/);
  });

  test('what is no .smtp file is never changed', async t => {
    const log = await readSwaks();
    const folder = await filesFor(t, { 'log.smtp': log, 'session.txt': BARE_PATH });
    const args = ['lint', '--fix=all', join(folder, 'log.smtp'), join(folder, 'session.txt')];
    const { stderr } = await runCli(args);
    assert.match(stderr, /log\.smtp: not fixed: this is a captured log/);
    assert.match(stderr, /session\.txt: not fixed: only \.smtp files/);
    assert.deepEqual(await readFile(join(folder, 'log.smtp')), log);
    assert.equal(await readFile(join(folder, 'session.txt'), 'utf8'), BARE_PATH);
    const piped = await runCli(['lint', '--fix', '-'], { input: BARE_PATH });
    assert.match(piped.stderr, /<stdin>: not fixed: this is standard input/);
  });

  test('findings beyond the cap are counted, the severe ones kept', async t => {
    const many = `C: FROB\nS: 500 no\n`.repeat(10_050);
    const folder = await filesFor(t, { 'many.smtp': `${HELLO}${many}${BYE}` });
    const { files, summary } = await linted([folder]);
    assert.equal(files[0]?.findings.length, 10_000);
    const total = Object.values(summary).reduce((sum, count) => sum + count, 0);
    assert.equal(files[0].omitted, total - 10_000);
    assert.ok((summary['error'] ?? 0) >= 10_000);
    assert.ok(files[0].findings.every(({ severity }) => severity === 'error'));
  });

  test('an empty file, a folder of bad files, 10 MB on one line', async t => {
    const binary = Uint8Array.from({ length: 100_000 }, (_, at) => (at * at * 7919) >> 3);
    const folder = await filesFor(t, {
      'binary.smtp': binary,
      'empty.smtp': '',
      'invalid.smtp': Buffer.from(`${HELLO}C: FROB \xff\xfe\nS: 500 x\n${BYE}`, 'latin1'),
      'one.smtp': 'a'.repeat(10_000_000),
    });
    const { status, stdout, stderr } = await runCli(['lint', folder], { limitMs: 25_000 });
    assert.ok(status === 0 || status === 1, stderr);
    assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
    const empty = await runCli(['lint', join(folder, 'empty.smtp')]);
    assert.deepEqual([empty.status, empty.stdout], [0, 'nothing found in 1 file\n']);
  });

  test('a file that is no transcript is told from one that is fine', async t => {
    const folder = await filesFor(t, {
      'empty.smtp': '',
      'prose.smtp': 'Dear all,\nthe mail server is fine again.\n',
      'fine.smtp': `${HELLO}${BYE}`,
    });
    const { status, stdout, stderr } = await runCli(['lint', folder]);
    assert.deepEqual([status, stdout], [0, 'nothing found in 3 files\n']);
    assert.deepEqual(
      stderr.split('\n').map(line => line.replace(/^.*\/(?=\w+\.smtp)/, '')),
      [
        'empty.smtp: no SMTP session in it',
        'prose.smtp: it is not clear which program wrote this; read as .smtp (--dialect ID chooses another)',
        'prose.smtp: no SMTP session in it',
        '',
      ],
    );
    assert.equal((await runCli(['lint', '--quiet', folder])).stderr, '');
  });
});

async function readSwaks(): Promise<Buffer> {
  return readFile(new URL('../corpus/swaks/simple.txt', import.meta.url));
}
