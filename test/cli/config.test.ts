import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { filesFor, runCli } from './support.ts';

const FROB = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250 mx.example
C: FROB
S: 500 What?
C: QUIT
S: 221 Bye
`;

interface Report {
  readonly files: readonly { readonly findings: readonly { rule: string; severity: string }[] }[];
}

const ROOT = { '.smtp-transcript.json': '{ "root": true }' };

/** Rule and severity of each finding. */
async function linted(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await runCli(['lint', '--format', 'json', ...args], { cwd });
  assert.ok(stdout !== '', stderr);
  const { files } = JSON.parse(stdout) as Report;
  return files.flatMap(({ findings }) => findings.map(each => `${each.rule} ${each.severity}`));
}

describe('configuration of lint', { concurrency: 4 }, () => {
  test('files above a transcript count, the nearest first; the command line wins', async t => {
    const off = '{ "rules": { "unknown-command": "off" } }';
    const cwd = await filesFor(t, {
      ...ROOT,
      '.smtp-transcript.json': '{ "root": true, "rules": { "unknown-command": "hint" } }',
      'a.smtp': FROB,
    });
    await mkdir(join(cwd, 'b'));
    await writeFile(join(cwd, 'b/.smtp-transcript.jsonc'), off);
    await writeFile(join(cwd, 'b/b.smtp'), FROB);
    assert.deepEqual(await linted(cwd, 'a.smtp'), ['unknown-command hint']);
    assert.deepEqual(await linted(cwd, 'b/b.smtp'), []);
    const named = ['--rule', 'unknown-command=error', 'b/b.smtp'];
    assert.deepEqual(await linted(cwd, ...named), ['unknown-command error']);
    assert.notDeepEqual(await linted(cwd, '--no-config', 'b/b.smtp'), []);
    const config = ['--config', 'b/.smtp-transcript.jsonc'];
    assert.deepEqual(await linted(cwd, ...config, 'a.smtp'), []);
    const { status, stdout } = await runCli(['lint', '-'], { cwd, input: FROB });
    assert.equal(status, 0);
    assert.match(stdout, /hint.*unknown-command/);
  });

  test('patterns of --config are relative to where the command runs', async t => {
    const config =
      '{ "overrides": [{ "files": ["logs/**"], "rules": { "unknown-command": "off" } }] }';
    const cwd = await filesFor(t, { ...ROOT, 'a.smtp': FROB });
    for (const folder of ['logs', 'ci']) await mkdir(join(cwd, folder));
    await writeFile(join(cwd, 'ci/lint.json'), config);
    await writeFile(join(cwd, 'logs/a.smtp'), FROB);
    assert.deepEqual(await linted(cwd, '--config', 'ci/lint.json', 'logs'), []);
    assert.equal((await linted(cwd, '--config', 'ci/lint.json', 'a.smtp')).length, 1);
  });

  test('faults end it with status 2, their place and what to do', async t => {
    const cwd = await filesFor(t, {
      '.smtp-transcript.json': '{\n  "root": true,\n  "rules": { "nested-mial": "off" }\n}',
      'broken.json': '{ "profile": }',
      'a.smtp': FROB,
    });
    const found = await runCli(['lint', 'a.smtp'], { cwd });
    assert.deepEqual([found.status, found.stdout], [2, '']);
    assert.match(
      found.stderr,
      /\.smtp-transcript\.json:3:14: there is no rule "nested-mial"; did you mean "nested-mail"\?\n/,
    );
    const broken = await runCli(['lint', '--config', 'broken.json', 'a.smtp'], { cwd });
    assert.equal(broken.status, 2);
    assert.match(broken.stderr, /broken\.json:1:14: a value is missing here/);
    const missing = await runCli(['lint', '--config', 'no\x1b.json', 'a.smtp'], { cwd });
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /does not exist/);
    assert.ok(!missing.stderr.includes('\x1b'));
    const both = await runCli(['lint', '--no-config', '--config', 'broken.json', 'a.smtp'], {
      cwd,
    });
    assert.equal(both.status, 2);
    assert.equal((await runCli(['lint', '--no-config', 'a.smtp'], { cwd })).status, 1);
  });

  test('comments without effect are told of, and --fix takes them out', async t => {
    const text = `# @disable-file nested-mail\n${FROB.replace('C: FROB', '# @disable-next-line unknown-command, path-too-long -- on purpose\nC: FROB')}`;
    const cwd = await filesFor(t, { ...ROOT, 'a.smtp': `${text}\n${FROB}` });
    const expected = ['unused-suppression information', 'unused-suppression information'];
    const found = await linted(cwd, 'a.smtp');
    assert.deepEqual(found.slice(0, 2), expected);
    assert.equal(found.length, 3);
    await linted(cwd, '--fix', 'a.smtp');
    const fixed = await readFile(join(cwd, 'a.smtp'), 'utf8');
    assert.ok(fixed.startsWith('S: 220'));
    assert.match(fixed, /^# @disable-next-line unknown-command -- on purpose$/m);
    assert.equal((await linted(cwd, 'a.smtp')).length, 1);
  });
});
