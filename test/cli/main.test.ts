import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { programOf } from '../support/programs.ts';
import { filesFor, runCli, SHORT_SESSION, startCli } from './support.ts';

const example = 'examples/01-helo-two-recipients.smtp';

describe('the command line', { concurrency: 4 }, () => {
  test('help and version', async () => {
    const overview = await runCli(['--help']);
    assert.equal(overview.status, 0);
    const check = async (name: string): Promise<void> => {
      assert.match(overview.stdout, new RegExp(`^ {2}${name} `, 'm'));
      const help = await runCli([name, '--help']);
      assert.equal(help.status, 0);
      assert.match(help.stdout, new RegExp(`^usage: smtp-transcript ${name}`));
      assert.equal((await runCli(['help', name])).stdout, help.stdout);
    };
    await Promise.all(
      ['parse', 'lint', 'replay', 'receive', 'convert', 'diff', 'explain', 'lsp'].map(check),
    );
    assert.equal(
      (await runCli(['--version'])).stdout,
      (await runCli(['lint', '--version'])).stdout,
    );
  });

  test('wrong usage is status 2, one message, nothing on standard output', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /^smtp-transcript: read, check/],
      [['frob'], /there is no command "frob"/],
      [['lint', '--frob', example], /Unknown option '--frob'$/m],
      [['replay', '--to', '--insecure', example], /^smtp-transcript: --to needs a value$/m],
      [['replay', '--to'], /^smtp-transcript: --to needs a value$/m],
      // Node takes some options for itself wherever they stand, such as --env-file.
      [
        ['replay', '--env', 'x', '--environments', 'none.json', example],
        /^smtp-transcript: there is no file "none\.json"$/m,
      ],
      [
        ['lint', '--format', 'xml', example],
        /--format takes text, json, sarif, junit, github, not "xml"/,
      ],
      [['lint', '--color', 'blue', example], /--color takes auto, always or never, not "blue"/],
      [['lint'], /name a file, a folder, or - for standard input/],
      [['lint', '--profile', 'lax', example], /--profile takes default, capture, strict/],
      [['lint', '--fail-on', 'never', example], /--fail-on takes error, warning/],
      [['lint', '--fix=some', example], /--fix takes nothing or =all/],
      [['lint', '--rule', 'nested-mail', example], /--rule takes ID=SEVERITY/],
      [['lint', '--rule', 'no-such-rule=off', example], /there is no rule "no-such-rule"/],
      [['replay', '--fix', example], /Unknown option '--fix'/],
      [['replay', '--timeout', '0', example], /--timeout takes a time/],
      [['replay', '--match', 'most', example], /--match takes code, class/],
      [['replay', '--to', 'a b', example], /is no HOST:PORT/],
      [['replay', '--to', '127.0.0.1:70000', example], /is no HOST:PORT/],
      [['replay', '--to', '127.0.0.1:0', example], /port 0/],
      [['replay', '--tls', 'implicit', example], /--tls goes with --to/],
      [['replay', '--insecure', example], /--insecure goes with --to/],
      [
        ['replay', '--session', '7', example],
        /there is no session "7"; there is only 1 "HELO with/,
      ],
      [['receive', 'x'], /receive takes no files/],
      [['receive', '--tls', 'some'], /--tls takes starttls, implicit, none/],
      [['receive', '--listen', ':x'], /is no HOST:PORT/],
      [['receive', '--users', ','], /a user name has 1 to 64 octets/],
      [['explain'], /name a word/],
    ];
    const check = async ([args, message]: (typeof cases)[number]): Promise<void> => {
      const { status, stdout, stderr } = await runCli(args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(stdout, '', args.join(' '));
      assert.match(stderr, message, args.join(' '));
      assert.doesNotMatch(stderr, /\n {4}at /, args.join(' '));
    };
    for (let at = 0; at < cases.length; at += 5) {
      await Promise.all(cases.slice(at, at + 5).map(check));
    }
  });

  test('colours only where they are wanted', async () => {
    const escape = /\u001b\[/;
    const usual = await runCli(['parse', example]);
    assert.doesNotMatch(usual.stdout, escape);
    const always = await runCli(['parse', '--color', 'always', example], {
      env: { NO_COLOR: '1' },
    });
    assert.match(always.stdout, escape);
    assert.equal(always.stdout.replaceAll(/\u001b\[\d+m/g, ''), usual.stdout);
  });

  test('a closed pipe ends quietly', async t => {
    const session = `${SHORT_SESSION}\n# --- new session ---\n`.repeat(2000);
    const folder = await filesFor(t, { 'many.smtp': session });
    for (const args of [
      ['parse', join(folder, 'many.smtp')],
      ['replay', 'examples'],
    ]) {
      const { child, done, printed } = startCli(args);
      await printed(/\n/);
      child.stdout.destroy();
      const { status, stderr } = await done;
      assert.equal(status, 0, stderr);
      assert.equal(stderr, '');
    }
  });

  test('a shell sees 130 where Ctrl-C ended it, also while it waits for input', async () => {
    const child = spawn(process.execPath, [programOf('cli'), 'lint', '-']);
    await new Promise(resolve => setTimeout(resolve, 1000));
    child.kill('SIGINT');
    const [status, signal] = (await once(child, 'close')) as [number | null, string | null];
    // Ended by the signal itself, which every shell reports as 128 + 2.
    assert.deepEqual([status, signal], [null, 'SIGINT']);
  });

  test('explain', async () => {
    const { status, stdout } = await runCli(['explain', '550', 'rcpt', '5.1.1', 'PIPELINING']);
    assert.equal(status, 0);
    assert.match(stdout, /^550\n[^]*^RCPT: [^]*^5\.1\.1\n[^]*^PIPELINING /m);
    const reply = await runCli(['explain', '554', '5.7.1', 'Relay', 'access', 'denied']);
    assert.equal(reply.status, 0);
    assert.match(reply.stdout, /^A known text: Most mail servers\n/);
    const json = await runCli(['explain', '--format', 'json', 'nested-mail']);
    const report = JSON.parse(json.stdout) as { words: { explanations: { kind: string }[] }[] };
    assert.equal(report.words[0]?.explanations[0]?.kind, 'rule');
    const unquoted = await runCli(['explain', '550', '5.1.1', 'Nobody', 'of', 'that', 'name']);
    assert.deepEqual([unquoted.status, unquoted.stderr], [0, '']);
    const command = await runCli(['explain', 'MAIL', 'FROM:<a@b.example>', 'SIZE=100']);
    assert.deepEqual([command.status, command.stderr], [0, '']);
    assert.match(command.stdout, /^MAIL: [^]*^SIZE, parameter of MAIL\n/m);
    const near = await runCli(['explain', 'nested-mial', 'x'.repeat(10_000)]);
    assert.match(near.stderr, /^smtp-transcript: .*"nested-mial"; did you mean "nested-mail"\?\n/);
    assert.ok(near.stderr.length < 300);
    const half = await runCli(['explain', 'xyzzy', '354']);
    assert.equal(half.status, 2);
    assert.match(half.stdout, /^354\n/);
    assert.equal(half.stderr, 'smtp-transcript: nothing is known about "xyzzy"\n');
  });
});
