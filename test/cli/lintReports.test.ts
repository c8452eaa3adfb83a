import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { assertGolden } from '../support/golden.ts';
import { SARIF_SCHEMA } from '../support/sarifSchema.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { filesFor, runCli } from './support.ts';

const FORMATS = ['text', 'json', 'sarif', 'junit', 'github'];
const SECRET = Buffer.from('\0alice\0hunter2').toString('base64');

const SESSION = [
  'S: 220 mx.example.org',
  'C: EHLO client.example.net',
  'S: 250-mx.example.org',
  'S: 250 AUTH PLAIN',
  `C: AUTH PLAIN ${SECRET}`,
  `S: 535 5.7.8 Not ${SECRET}`,
  'C: MAIL FROM:<日本😀@example.net>',
  'S: 550 5.6.7 no',
  'C: FROB\u001b[2J <script>]]>::error::%0A',
  'S: 500 5.5.1 what',
  'C: QUIT',
  'S: 221 2.0.0 bye',
  '',
].join('\n');
const NAME = 'a b%,::]]><script>.smtp';
const BARE =
  'S: 220 mx.example.org\nC: EHLO a.example.net\nS: 250 mx.example.org\nC: MAIL FROM:a@a.example.net\nS: 250 ok\nC: RSET\nS: 250 ok\nC: QUIT\nS: 221 bye\n';

/** A folder with a fine transcript and one with faults and a name that means harm. */
async function folderFor(t: TestContext): Promise<string> {
  const cwd = await temporaryFolder(t);
  await mkdir(join(cwd, 'sub'));
  await writeFile(join(cwd, 'sub', NAME), SESSION);
  await writeFile(join(cwd, 'fine.smtp'), BARE.replace('a@a.example.net', '<a@a.example.net>'));
  return cwd;
}

/** What is built knows its version, the source does not. */
function withoutVersion(report: string): string {
  return report.replace(/ *"(?:semanticV|v)ersion": "(?:development|\d+\.\d+\.\d+)",\n/g, line =>
    line.includes('2.1.0') ? line : '',
  );
}

describe('reports', { concurrency: 4 }, () => {
  for (const format of FORMATS) {
    test(`${format} as it was`, async t => {
      const cwd = await folderFor(t);
      const args = ['lint', '--format', format, '--statistics', '.'];
      const { status, stdout, stderr } = await runCli(args, { cwd });
      assert.deepEqual([status, stderr], [1, '']);
      assert.ok(!stdout.includes(SECRET));
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
      assertGolden(new URL(`golden/report-${format}.txt`, import.meta.url), withoutVersion(stdout));
    });
  }

  test('sarif is valid', async t => {
    const cwd = await folderFor(t);
    const { stdout } = await runCli(['lint', '--format', 'sarif', '.', 'nowhere'], { cwd });
    const validate = new Ajv({ allErrors: true }).compile(SARIF_SCHEMA);
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    assert.match(stdout, /"executionSuccessful": false/);
  });

  test('--fail-on decides about the status, whatever the format', async t => {
    const cwd = await folderFor(t);
    await writeFile(join(cwd, 'hint.smtp'), BARE);
    const args = ['lint', '--rule', 'path-brackets-missing=hint'];
    for (const format of ['text', 'sarif']) {
      const run = (...more: string[]) =>
        runCli([...args, '--format', format, ...more, 'hint.smtp'], { cwd });
      assert.equal((await run()).status, 0, format);
      assert.equal((await run('--fail-on', 'hint')).status, 1, format);
    }
  });

  test('--output writes the report to a file, and the terminal shows text', async t => {
    const cwd = await folderFor(t);
    const plain = await runCli(['lint', '.'], { cwd });
    for (const format of ['json', 'github']) {
      const alone = await runCli(['lint', '--format', format, '.'], { cwd });
      const both = await runCli(['lint', '--format', format, '--output', 'report', '.'], { cwd });
      assert.deepEqual([both.status, both.stdout], [plain.status, plain.stdout]);
      assert.equal(await readFile(join(cwd, 'report'), 'utf8'), alone.stdout, format);
    }
    const colored = ['lint', '--color', 'always', '--output', 'report', '.'];
    assert.match((await runCli(colored, { cwd })).stdout, /\u001b\[31m/);
    assert.equal(await readFile(join(cwd, 'report'), 'utf8'), plain.stdout);
  });

  test('--output that cannot be written is told, and never replaces a transcript', async t => {
    const cwd = await folderFor(t);
    await writeFile(join(cwd, 'log.txt'), BARE);
    await symlink('log.txt', join(cwd, 'link'));
    await symlink('fine.smtp', join(cwd, 'fine'));
    for (const [output, operand] of [
      ['log.txt', 'log.txt'],
      ['link', './log.txt'],
      ['log.txt', 'link'],
      ['fine', '.'],
    ] as const) {
      const { status, stderr } = await runCli(['lint', '--output', output, operand], { cwd });
      assert.equal(status, 2);
      assert.match(stderr, /is a transcript; a report is not written over one/);
    }
    assert.equal(await readFile(join(cwd, 'log.txt'), 'utf8'), BARE);
    assert.notEqual(await readFile(join(cwd, 'fine.smtp'), 'utf8'), '');
    const nowhere = await runCli(['lint', '--output', 'no/where', '.'], { cwd });
    assert.equal(nowhere.status, 2);
    assert.match(nowhere.stderr, /cannot write "no\/where": it does not exist/);
    const over = await runCli(['lint', '--output', 'fine.smtp', '.'], { cwd });
    assert.equal(over.status, 2);
    assert.match(over.stderr, /is a transcript/);
    assert.match(await readFile(join(cwd, 'fine.smtp'), 'utf8'), /^S: 220/);
  });

  test('the line is shown for standard input, gzip and UTF-16', async t => {
    const row =
      /^.*:4:14: error: .*\n {3}4 \| C: MAIL FROM:a@a\.example\.net\n {5}\| {14}\^{15}\n/m;
    const piped = await runCli(['lint', '-'], { input: BARE });
    assert.match(piped.stdout, row);
    const cwd = await filesFor(t, {
      'a.smtp.gz': gzipSync(BARE),
      'b.smtp': Buffer.from(`\ufeff${BARE}`, 'utf16le'),
      'c.smtp': `\ufeff${BARE.replaceAll('\n', '\r\n')}`,
      'd.smtp': BARE.replaceAll('\n', '\r'),
    });
    for (const file of ['a.smtp.gz', 'b.smtp', 'c.smtp', 'd.smtp']) {
      const { stdout } = await runCli(['lint', file], { cwd });
      assert.match(stdout, row, file);
    }
  });

  test('a problem matcher finds the first line of each finding and nothing else', async t => {
    const cwd = await filesFor(t, {
      'a.smtp': BARE.replace('a@a.example.net', 'x:1:2: error: y'),
      '::error::.smtp': BARE,
    });
    const { stdout } = await runCli(['lint', '.'], { cwd });
    const heads = stdout
      .split('\n')
      .filter(line =>
        /^\S.*?:\d+:\d+: (?:error|warning|information|hint): .* \[[\w-]+\]/.test(line),
      );
    const { files } = JSON.parse(
      (await runCli(['lint', '--format', 'json', '.'], { cwd })).stdout,
    ) as { files: { findings: unknown[] }[] };
    assert.equal(heads.length, files.flatMap(({ findings }) => findings).length);
    assert.doesNotMatch(stdout, /^\s*::/m);
  });

  test('more findings than are kept: the severe ones, and how many more, in every format', async t => {
    const fileOf = (faults: number): string => {
      const many = `${'C: noop\nS: 250 ok\n'.repeat(50)}${'C: FROB\nS: 500 no\n'.repeat(faults)}`;
      return BARE.replace('C: QUIT', `${many}C: QUIT`);
    };
    const files = { 'many.smtp': fileOf(100_000), 'some.smtp': fileOf(12_000) };
    const cwd = await filesFor(t, files);
    for (const format of FORMATS) {
      const [file, more] = format === 'sarif' ? ['many.smtp', '9\\d{4}'] : ['some.smtp', '2\\d{3}'];
      const { status, stdout } = await runCli(['lint', '--format', format, file], { cwd });
      assert.equal(status, 1);
      assert.match(stdout, new RegExp(`${more} more|"omitted": ${more}`), format);
    }
  });
});
