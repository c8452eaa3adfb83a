import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { runCli } from './support.ts';

const FIRST = 'examples/05-unknown-user.smtp';
const SECOND = 'examples/08-difference.smtp';

describe('diff', { concurrency: 2 }, () => {
  test('a file is the same as itself, also from standard input', async () => {
    const input = await readFile(FIRST);
    const { status, stdout, stderr } = await runCli(['diff', FIRST, '-'], { input });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^second {2}<stdin> \(smtp\)\nthe same by meaning: 1 session$/m);
  });

  test('differences are status 1, a log against a transcript', async () => {
    const log = 'test/corpus/swaks/pipeline.txt';
    const { status, stdout } = await runCli(['diff', '--match', 'code', log, FIRST]);
    assert.equal(status, 1);
    assert.match(stdout, /^first {3}test\/corpus\/swaks\/pipeline\.txt \(swaks\)$/m);
    assert.match(stdout, /envelope {4}The sender is <alice@example\.com> in the first/);
    assert.doesNotMatch(stdout, /with another text/);
  });

  test('JSON and Markdown, for one session of many', async () => {
    const many = 'test/corpus/postfix/smtpd-v-interleaved-3.txt';
    const json = await runCli([
      'diff',
      '--format',
      'json',
      '--session',
      '1',
      '--session',
      '3',
      many,
      many,
    ]);
    assert.equal(json.status, 1, json.stderr);
    const made = JSON.parse(json.stdout) as {
      readonly version: number;
      readonly sessions: readonly { readonly first: { readonly number: number } }[];
    };
    assert.equal(made.version, 1);
    assert.equal(made.sessions.length, 1);
    assert.equal(made.sessions[0]?.first.number, 1);
    const markdown = await runCli(['diff', '--format', 'markdown', FIRST, SECOND]);
    assert.match(markdown.stdout, /^\| reply \| The reply to RCPT TO:/m);
  });

  test('wrong usage and what cannot be read are status 2', async () => {
    const cases = [
      [['diff', FIRST], /diff takes two transcripts/],
      [['diff', '-', '-'], /only one of the two can be standard input/],
      [['diff', FIRST, 'examples/none.smtp'], /there is no file or folder "examples\/none\.smtp"/],
      [['diff', FIRST, 'LICENSE'], /there is no SMTP session in "LICENSE"/],
      [['diff', '--session', '7', FIRST, SECOND], /there is no session "7" in "examples\/05/],
      [['diff', '--match', 'x', FIRST, SECOND], /--match takes exact, enhanced, code, class/],
    ] as const;
    for (const [args, wanted] of cases) {
      const { status, stdout, stderr } = await runCli(args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, wanted);
    }
  });
});
