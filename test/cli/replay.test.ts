import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { certificate, serve } from '../replay/support.ts';
import { assertGolden } from '../support/golden.ts';
import { filesFor, objectsIn, runCli, SHORT_SESSION, startCli } from './support.ts';
import type { CliResult } from './support.ts';

const LINE: ServerAction = { do: 'line' };
const STALL: ServerAction = { do: 'stall' };
const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const PATIENCE = ['--timeout', '300ms'];
const EXAMPLE = 'examples/01-helo-two-recipients.smtp';

/** AUTH PLAIN as user tim, whom the embedded receiver knows. */
const PASSWORD = 'tanstaaftanstaaf';
const RESPONSE = Buffer.from(`\0tim\0${PASSWORD}`).toString('base64');
const AUTH_SESSION = SHORT_SESSION.replace(
  'C: QUIT',
  `C: AUTH PLAIN ${RESPONSE}\nS: 235 ok\nC: QUIT`,
);

/** Replays a file against a scripted server. */
async function against(
  t: TestContext,
  actions: readonly ServerAction[],
  args: readonly string[] = [EXAMPLE],
): Promise<CliResult> {
  const { port } = await serve(t, actions);
  return runCli(['replay', '--to', `127.0.0.1:${port}`, ...PATIENCE, ...args]);
}

/** Ports, times, ids and fingerprints change from run to run. */
function normalised(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\d+ ms$/gm, 'N ms')
    .replace(/^[\d.]+ m?s in all$/gm, 'TIME in all')
    .replace(/stored as \w+/g, 'stored as ID')
    .replace(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/g, 'FINGERPRINT')
    .replace(/valid to \d{4}-\d\d-\d\d/g, 'valid to DATE')
    .replace(/TLS TLS\S+, \S+,/g, 'TLS VERSION, CIPHER,');
}

describe('replay', { concurrency: 4 }, () => {
  test('the examples against the embedded receiver: every verdict is the expected one', async () => {
    const { status, stdout, stderr } = await runCli(['replay', 'examples']);
    assert.equal(status, 0, stdout);
    assert.equal(stderr, '');
    assertGolden(new URL('golden/replay.txt', import.meta.url), normalised(stdout));
  });

  test('NDJSON: every event in order, one done a session, and it is the last', async () => {
    const { status, stdout } = await runCli(['replay', '--format', 'json', 'examples']);
    assert.equal(status, 0);
    const bySession = Map.groupBy(objectsIn(stdout), event => String(event['session']));
    assert.equal(bySession.size, 8);
    for (const [session, events] of bySession) {
      const kinds = events.map(({ kind }) => kind);
      assert.equal(kinds[0], 'opened', session);
      assert.deepEqual(kinds.filter(kind => kind === 'done').length, 1, session);
      const done = events.at(-1);
      assert.equal(done?.['kind'], 'done', session);
      assert.equal(done['verdict'], done['expected'], session);
      assert.equal(typeof (done['duration'] as { total?: unknown }).total, 'number');
    }
  });

  test('a difference is status 1', async t => {
    const folder = await filesFor(t, { 'a.smtp': SHORT_SESSION.replace('221', '250') });
    const { status, stdout } = await runCli(['replay', folder]);
    assert.equal(status, 1);
    assert.match(stdout, /✗ line 5: /);
  });

  test('a session by number or name, the comparison by policy', async t => {
    const { stdout } = await runCli([
      'replay',
      '--session',
      'HELO with two recipients',
      'examples',
    ]);
    assert.equal(stdout.match(/──/g)?.length, 1);
    const two = `${SHORT_SESSION}\n# --- new session ---\n# @name Second\n${SHORT_SESSION}`;
    const folder = await filesFor(t, { 'a.smtp': two });
    const second = await runCli(['replay', '--session', '2', folder]);
    assert.match(second.stdout, /── Second\n/);
    assert.doesNotMatch(second.stdout, /── session 1\n/);
    const exact = await runCli(['replay', '--match', 'exact', '--session', '2', folder]);
    assert.equal(exact.status, 1);
  });

  test('nothing is sent where one of the files cannot be read', async () => {
    const { status, stdout, stderr } = await runCli(['replay', EXAMPLE, 'missing.smtp']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /"missing\.smtp"\n.*nothing was sent/);
    assert.equal((await runCli(['replay', '-'])).status, 2);
  });

  test('leaving this machine takes consent, before any connection', async () => {
    const to = ['--to', '192.0.2.1:25'];
    const refused = await runCli(['replay', ...to, EXAMPLE], { limitMs: 5000 });
    assert.deepEqual([refused.status, refused.stdout], [2, '']);
    assert.match(refused.stderr, /<jones@example\.org>, <brown@example\.org> may be delivered/);
    assert.match(refused.stderr, /add --allow 192\.0\.2\.1:25\n/);
    const submission = ['--to', '192.0.2.1:587', '--allow', '192.0.2.1'];
    const spread = await runCli(['replay', ...submission, EXAMPLE]);
    assert.match(spread.stderr, /add --allow 192\.0\.2\.1:587\n/);
    const other = await runCli(['replay', ...to, '--allow', '192.0.2.1:26', EXAMPLE]);
    assert.equal(other.status, 2);
    const named = await runCli(['replay', '--to', 'mx.invalid', EXAMPLE]);
    assert.match(named.stderr, /mx\.invalid:25 is not on this machine/);
    const consented = ['--to', 'mx.invalid', '--allow', 'MX.invalid:25', EXAMPLE];
    const failed = await runCli(['replay', ...consented]);
    assert.equal(failed.status, 3);
    assert.match(failed.stdout, /\[(?:dns|unreachable)\]/);
  });

  test('a secret appears nowhere, whatever the server does with it', async t => {
    const folder = await filesFor(t, { 'auth.smtp': AUTH_SESSION });
    const file = join(folder, 'auth.smtp');
    const echo = [
      say('220 hi'),
      LINE,
      say('250 ok'),
      LINE,
      say(`535 no ${RESPONSE} ${PASSWORD}`),
      LINE,
      say('221 x'),
    ];
    for (const format of ['text', 'json']) {
      const real = await runCli(['replay', '--format', format, file]);
      const hostile = await against(t, echo, ['--format', format, file]);
      assert.deepEqual([real.status, hostile.status], [0, 1], real.stdout);
      for (const { stdout, stderr } of [real, hostile]) {
        assert.match(stdout, /AUTH PLAIN <redacted>/);
        assert.ok(!`${stdout}${stderr}`.includes(PASSWORD));
        assert.ok(!`${stdout}${stderr}`.includes(RESPONSE));
      }
    }
  });

  test('a masked secret is not sent', async t => {
    const folder = await filesFor(t, { 'a.smtp': AUTH_SESSION.replace(RESPONSE, '********') });
    const { status, stdout } = await runCli(['replay', folder]);
    assert.equal(status, 3);
    assert.match(stdout, /✗ line 4: .*masked.*\[unsendable\]/);
    assert.doesNotMatch(stdout, /connected/);
  });

  test('wrong directives and features are noted, and not where it shall be quiet', async t => {
    const text = `# @timeout never\n# @receiver disable EHLO, WARP\n${SHORT_SESSION.replaceAll('EHLO', 'HELO')}`;
    const folder = await filesFor(t, { 'a.smtp': text });
    const usual = await runCli(['replay', folder]);
    assert.match(usual.stderr, /a\.smtp:1: @timeout takes .*\n.*cannot disable WARP\n/);
    const quiet = await runCli(['replay', '--quiet', folder]);
    assert.deepEqual([quiet.status, quiet.stderr], [usual.status, '']);
    assert.equal(normalised(quiet.stdout), normalised(usual.stdout));
  });

  test('Ctrl-C ends a wait at once with status 130', async t => {
    const { port } = await serve(t, [say('220 hi'), LINE, STALL]);
    const running = startCli(['replay', '--to', `127.0.0.1:${port}`, EXAMPLE]);
    await running.printed(/C: HELO/);
    const began = performance.now();
    running.child.kill('SIGINT');
    const { status, stdout } = await running.done;
    assert.equal(status, 130);
    assert.match(stdout, /\[cancelled\]/);
    assert.ok(performance.now() - began < 3000);
  });

  test('what the embedded receiver stored is gone afterwards, also after Ctrl-C', async t => {
    const temporary = await temporaryFolder(t);
    const env = { TMPDIR: temporary };
    const whole = await runCli(['replay', EXAMPLE], { env });
    assert.equal(whole.status, 0);
    assert.deepEqual(await readdir(temporary), []);
    const running = startCli(['replay', 'examples'], { env });
    await running.printed(/C: HELO/);
    running.child.kill('SIGINT');
    assert.equal((await running.done).status, 130);
    assert.deepEqual(await readdir(temporary), []);
  });

  test('implicit TLS with a certificate of its own: trusted, refused, or not asked', async t => {
    const { key, cert } = await certificate();
    const session = [say('220 hi'), LINE, say('250 ok'), LINE, say('221 bye')];
    const { port } = await serve(t, [{ do: 'tls', key, cert }, ...session]);
    const folder = await filesFor(t, { 'a.smtp': SHORT_SESSION, 'ca.pem': cert });
    const replay = (...args: string[]): Promise<CliResult> =>
      runCli(['replay', '--to', `127.0.0.1:${port}`, '--tls', 'implicit', ...args, folder]);
    const trusted = await replay('--ca', join(folder, 'ca.pem'));
    assert.deepEqual([trusted.status, /certificate trusted/.test(trusted.stdout)], [0, true]);
    const refused = await replay();
    assert.deepEqual([refused.status, /\[tls\]/.test(refused.stdout)], [3, true]);
    const insecure = await replay('--insecure');
    assert.deepEqual([insecure.status, /not verified/.test(insecure.stdout)], [0, true]);
    const noCertificate = await replay('--ca', join(folder, 'a.smtp'));
    assert.equal(noCertificate.status, 2);
  });
});

describe('replay against a bad server', { concurrency: 4 }, () => {
  const bad: readonly (readonly [string, readonly ServerAction[], RegExp])[] = [
    ['never greets', [STALL], /did not greet.*\[timeout\]/],
    ['stalls', [say('220 hi'), LINE, STALL], /\[timeout\]/],
    ['closes', [say('220 hi'), LINE, { do: 'close' }], /\[closed\]/],
    ['resets', [say('220 hi'), LINE, { do: 'reset' }], /\[(?:reset|closed)\]/],
    ['sends garbage', [say('SSH-2.0-OpenSSH_9.2')], /Is this an SMTP server\?.*\[garbage\]/],
    [
      'sends control sequences',
      [say('220 \u001b]0;x\u0007\u009b2J'), LINE, say('\u001b[2J')],
      /\[garbage\]/,
    ],
    [
      'sends a reply without end',
      [{ do: 'flood', unit: '220-x\r\n', octets: 3_000_000 }, STALL],
      /\[too-large\]/,
    ],
  ];
  for (const [what, actions, message] of bad) {
    test(`${what}: one clear message, status 3`, async t => {
      const { status, stdout, stderr } = await against(t, actions);
      assert.equal(status, 3, stdout);
      const complaints = stdout.split('\n').filter(line => line.includes('✗'));
      assert.equal(complaints.length, 1, stdout);
      assert.match(complaints[0] ?? '', message);
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
      assert.equal(stderr, '');
    });
  }

  test('refuses connections', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise(resolve => server.close(resolve));
    const { status, stdout } = await runCli(['replay', '--to', `127.0.0.1:${port}`, EXAMPLE]);
    assert.equal(status, 3);
    assert.match(stdout, /nothing listens there.*\[refused\]/);
  });

  test('fails the TLS handshake', async t => {
    const actions = [
      say('220 hi'),
      LINE,
      say('250-hi\r\n250 STARTTLS'),
      LINE,
      say('220 go'),
      say('this is no TLS'),
      STALL,
    ];
    const { status, stdout } = await against(t, actions, ['examples/07-starttls.smtp']);
    assert.equal(status, 3, stdout);
    assert.match(stdout, /\[(?:tls|injected)\]/);
  });

  test('replies with 1 MB: the screen shows a bounded part', async t => {
    const big: ServerAction = { do: 'flood', unit: `250-${'x'.repeat(94)}\r\n`, octets: 1_000_000 };
    const folder = await filesFor(t, { 'a.smtp': SHORT_SESSION });
    const actions = [say('220 hi'), LINE, big, say('250 end'), LINE, say('221 bye')];
    const { status, stdout } = await against(t, actions, [folder]);
    assert.equal(status, 0, stdout.slice(-500));
    assert.match(stdout, /passed/);
    assert.ok(stdout.length < 200_000, String(stdout.length));
  });
});
