import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { replayCommand } from '../../server/cli/replay.ts';
import { startScriptedServer } from '../../server/receiver/scripted/scriptedServer.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { serveDns } from '../replay/dnsServer.ts';
import { serve } from '../replay/support.ts';
import { runInProcess } from './inProcess.ts';
import type { InProcessResult } from './inProcess.ts';
import { filesFor, objectsIn } from './support.ts';

const LINE: ServerAction = { do: 'line' };
const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });

/** A session with one recipient; what the server says to it decides. */
const SESSION = `S: 220 mx.example.org ESMTP
C: EHLO client.example.net
S: 250 mx.example.org
C: MAIL FROM:<ann@example.net>
S: 250 ok
C: RCPT TO:<bob@example.org>
S: 250 ok
C: QUIT
S: 221 bye
`;

/** Plays that session; the reply to RCPT is given, `ms` before the greeting. */
function session(rcpt: string, ms = 0): readonly ServerAction[] {
  const wait: ServerAction[] = ms > 0 ? [{ do: 'delay', ms }] : [];
  const replies = ['250 mx', '250 ok', rcpt, '221 bye'];
  return [...wait, say('220 mx.example.org ESMTP'), ...replies.flatMap(text => [LINE, say(text)])];
}

const replay = (...args: string[]): Promise<InProcessResult> => runInProcess(replayCommand, args);

async function portFor(
  t: TestContext,
  actions: Parameters<typeof startScriptedServer>[0],
): Promise<string> {
  const { port } = await serve(t, actions);
  return `127.0.0.1:${port}`;
}

describe('one folder, many servers', () => {
  test('a table of what each said; the worst decides the status', async t => {
    const good = await portFor(t, session('250 ok'));
    const bad = await portFor(t, session('550 no'));
    const folder = await filesFor(t, { 'a.smtp': `# @name One\n${SESSION}`, 'b.smtp': SESSION });
    const { status, stdout } = await replay('--to', good, '--to', bad, folder);
    assert.equal(status, 1, stdout);
    assert.match(stdout, /\n {2}One +✓ passed +✗ 550≠250\n/);
    assert.match(stdout, /\n4 sessions: 2 passed, 2 differed\n\d+ ms in all\n$/);
    assert.match(stdout, /a\.smtp:8: The reply to RCPT is 550 instead of 250/);
    assert.doesNotMatch(stdout, /C: EHLO/);
  });

  test('a suite a server in JUnit, and a table in Markdown, into a file', async t => {
    const good = await portFor(t, session('250 ok'));
    const gone = await portFor(t, [{ do: 'close' }]);
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const xml = join(folder, 'report.xml');
    const both = ['--to', good, '--to', gone, folder];
    const { status, stdout } = await replay('--format', 'junit', '--output', xml, ...both);
    assert.equal(status, 3);
    assert.match(stdout, /✓ passed +! closed/);
    const junit = await readFile(xml, 'utf8');
    assert.match(junit, new RegExp(`<testsuite name="${good}" tests="1" failures="0" errors="0"`));
    assert.match(junit, new RegExp(`<testsuite name="${gone}" tests="1" failures="0" errors="1"`));
    const markdown = await replay('--format', 'markdown', ...both);
    assert.match(markdown.stdout, /\| session 1<br>`[^`]+a\.smtp` \| ✅ passed \| ⚠️ closed \|\n/);
  });

  test('NDJSON names the server', async t => {
    const [one, two] = [await portFor(t, session('250 ok')), await portFor(t, session('250 ok'))];
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const { stdout } = await replay('--format', 'json', '--to', one, '--to', two, folder);
    const targets = new Set(objectsIn(stdout).map(({ target }) => target));
    assert.deepEqual([...targets], [one, two]);
  });
});

describe('many sessions', () => {
  test('side by side, told in the order of the files', async t => {
    const delays = [200, 0, 0];
    const to = await portFor(t, at => session('250 ok', delays[at]));
    const files = { 'a.smtp': SESSION, 'b.smtp': SESSION, 'c.smtp': SESSION };
    const folder = await filesFor(t, files);
    const { status, stdout } = await replay('--jobs', '3', '--to', to, folder);
    assert.equal(status, 0, stdout);
    const told = stdout.match(/\w\.smtp$|C: EHLO|passed /gm) ?? [];
    const each = ['C: EHLO', 'passed '];
    const expected = ['a.smtp', ...each, 'b.smtp', ...each, 'c.smtp', ...each];
    assert.deepEqual(told, expected);
  });

  test('--repeat runs all of it again, --bail stops at the first that is wrong', async t => {
    const to = await portFor(t, at => session(at === 1 ? '550 no' : '250 ok'));
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const three = ['--repeat', '3', '--format', 'tap', '--to', to, folder];
    const all = await replay(...three);
    assert.deepEqual(
      [all.status, all.stdout.match(/^(?:not )?ok /gm)],
      [1, ['ok ', 'not ok ', 'ok ']],
    );
    assert.match(all.stdout, /^not ok 2 - .*session 1 \(2 of 3\)$/m);
    const again = await portFor(t, session('550 no'));
    const bailed = await replay('--bail', ...three.slice(0, -2), again, folder);
    assert.match(bailed.stdout, /^1\.\.3\nnot ok 1 [^]*^ok 2 .*# SKIP not run.*\nok 3 .*# SKIP/m);
    const third = await portFor(t, session('550 no'));
    const told = await replay('--bail', '--repeat', '3', '--to', third, folder);
    assert.match(told.stdout, / different.*\n3 sessions: 1 differed, 2 not run\n/);
  });

  test('--retries begins a session again that was put off', async t => {
    const to = await portFor(t, at => {
      return at === 0 ? [say('421 later')] : session(at === 1 ? '450 greylisted' : '250 ok');
    });
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const twice = ['--retries', '2', '--retry-delay', '10ms', '--to', to, folder];
    const { status, stdout } = await replay(...twice);
    assert.equal(status, 0, stdout);
    assert.equal(stdout.match(/the server put it off/g)?.length, 2);
    const refusing = await portFor(t, session('550 no'));
    const once = await replay(...twice.slice(0, -2), refusing, folder);
    assert.deepEqual([once.status, /put it off/.test(once.stdout)], [1, false]);
    const always = await portFor(t, session('451 later'));
    const json = await replay('--format', 'json', ...twice.slice(0, -2), always, folder);
    assert.equal(json.status, 1);
    const done = objectsIn(json.stdout).filter(({ kind }) => kind === 'done');
    assert.deepEqual(
      done.map(({ attempt }) => attempt),
      [undefined, 2, 3],
    );
  });

  test('Ctrl-C ends it with 130, and the report says what was left out', async t => {
    const abort = new AbortController();
    const to = await portFor(t, [say('220 hi'), LINE, { do: 'stall' }]);
    const folder = await filesFor(t, { 'a.smtp': SESSION, 'b.smtp': SESSION });
    setTimeout(() => {
      abort.abort();
    }, 200);
    const args = ['--jobs', '1', '--format', 'tap', '--to', to, folder];
    const { status, stdout } = await runInProcess(replayCommand, args, abort.signal);
    assert.equal(status, 130);
    assert.match(stdout, /^not ok 1 [^]*reason: "cancelled"[^]*^ok 2 .*# SKIP/m);
  });
});

describe('which server', () => {
  test('every host that is missing its consent is named at once, and nothing connects', async t => {
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const to = ['--to', '192.0.2.1:25', '--to', 'mx.invalid:26', '--to', '127.0.0.1:9'];
    const none = await replay(...to, folder);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /192\.0\.2\.1:25 is not on this machine: real mail to <bob@exam/);
    assert.match(none.stderr, /add --allow 192\.0\.2\.1:25 --allow mx\.invalid:26\n/);
    const one = await replay(...to, '--allow', '192.0.2.1:25', folder);
    assert.match(one.stderr, /add --allow mx\.invalid:26\n/);
  });

  test('an environment: its server, its variables, and a warning where mail is real', async t => {
    const server = await serve(t, session('250 ok'));
    const { port } = server;
    const environment = {
      host: '127.0.0.1',
      port,
      production: true,
      variables: { to: 'bob@example.org', from: 'env@example.net' },
    };
    const text = SESSION.replace('bob@example.org', '{{to}}').replace(
      'ann@example.net',
      '{{from}}',
    );
    const folder = await filesFor(t, {
      'a.smtp': text,
      '.smtp-transcript.env.json': JSON.stringify({ environments: { staging: environment } }),
    });
    const run = ['--env', 'staging', '--var', 'from=line@example.net', folder];
    const { status, stdout, stderr } = await replay(...run);
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.match(stdout, new RegExp(`^staging 127\\.0\\.0\\.1:${port} PRODUCTION\n`));
    assert.match(server.received()[0] ?? '', /<line@example\.net>\r\nRCPT TO:<bob@example\.org>/);
    const bare = await replay('--to', `127.0.0.1:${port}`, folder);
    assert.equal(bare.status, 2);
    assert.match(bare.stderr, /no value for \{\{from\}\}: give --var from=VALUE[^]*\{\{to\}\}/);
  });

  test('a Unix socket', async t => {
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const path = join(folder, 'smtp.sock');
    const server = await startScriptedServer(session('250 ok'), { path });
    t.after(() => server.close());
    const { status, stdout } = await replay('--unix', path, folder);
    assert.equal(status, 0, stdout);
  });

  test('the mail hosts of a domain, the next one where the first is down', async t => {
    const { port } = await serve(t, session('250 ok'));
    const zone = {
      'MX example.org': ['10 down.example.org', '20 up.example.org'],
      'A up.example.org': ['127.0.0.1'],
    };
    const dns = await serveDns(t, zone);
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const mx = ['--dns', dns.address, folder];
    const asked = await replay('--mx', `auto:${port}`, ...mx);
    assert.equal(asked.status, 2);
    assert.match(asked.stderr, new RegExp(`--allow down\\.example\\.org:${port} --allow up\\.`));
    const allow = ['down', 'up'].flatMap(name => ['--allow', `${name}.example.org:${port}`]);
    const { status, stdout } = await replay('--mx', `example.org:${port}`, ...allow, ...mx);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /next host: up\.example\.org:/);
    const nowhere = await replay('--mx', 'none.example', ...mx);
    assert.deepEqual([nowhere.status, nowhere.stdout], [3, '']);
  });
});

describe('secrets', () => {
  const SECRET = 'tanstaaftanstaaf';
  const text = `S: 220 mx.example.org ESMTP
C: EHLO client.example.net
S: 250-mx.example.org
S: 250 AUTH PLAIN
# @auth PLAIN user=tim secret=password
C: AUTH PLAIN AHRpbQB4
S: 235 ok
C: QUIT
S: 221 bye
`;

  test('from the variable of its name; missing: every way to give it', async t => {
    const folder = await filesFor(t, { 'a.smtp': text });
    const missing = await replay(folder);
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /"password": set SMTP_TRANSCRIPT_SECRET_PASSWORD/);
    process.env['SMTP_TRANSCRIPT_SECRET_PASSWORD'] = SECRET;
    t.after(() => delete process.env['SMTP_TRANSCRIPT_SECRET_PASSWORD']);
    for (const format of ['text', 'json', 'junit', 'tap', 'markdown']) {
      const { status, stdout, stderr } = await replay('--format', format, folder);
      assert.equal(status, 0, stdout);
      assert.ok(!`${stdout}${stderr}`.includes(SECRET));
      assert.ok(!stdout.includes(Buffer.from(`\0tim\0${SECRET}`).toString('base64')));
    }
  });

  test('never on the command line', async t => {
    const folder = await filesFor(t, { 'a.smtp': text });
    const { status, stderr } = await replay('--var', `password=${SECRET}`, folder);
    assert.equal(status, 2);
    assert.match(stderr, /--var would show it/);
    assert.ok(!stderr.includes(SECRET));
  });
});

describe('runs as transcripts', () => {
  test('--record writes what happened, and over nothing unless forced', async t => {
    const to = await portFor(t, session('550 no'));
    const folder = await filesFor(t, { 'a.smtp': SESSION });
    const out = join(folder, 'runs');
    const args = ['--record', out, '--to', to, join(folder, 'a.smtp')];
    const first = await replay(...args);
    assert.equal(first.status, 1);
    assert.match(first.stderr, /a\.smtp: 1 session recorded/);
    const recorded = await readFile(join(out, 'a.smtp'), 'utf8');
    assert.match(recorded, /^C: RCPT TO:<bob@example\.org>\nS: 550 no$/m);
    const second = await replay(...args);
    assert.equal(second.status, 2);
    assert.match(second.stderr, /would be overwritten/);
    assert.equal((await replay('--force', ...args)).status, 1);
    const again = await replay('--to', to, join(out, 'a.smtp'));
    assert.equal(again.status, 0, again.stdout);
    const one = join(folder, 'all.smtp');
    await replay('--record', one, '--repeat', '2', '--to', to, join(folder, 'a.smtp'));
    const both = await replay('--to', to, one);
    assert.match(both.stdout, /^2 sessions: 2 passed$/m);
  });

  test('--update makes the live replies the recorded ones', async t => {
    const to = await portFor(t, session('550 5.1.1 no'));
    const two = `# a note\n${SESSION}# --- new session ---\n${SESSION}`;
    const folder = await filesFor(t, { 'a.smtp': two });
    const file = join(folder, 'a.smtp');
    const { status, stdout, stderr } = await replay('--update', '--to', to, file);
    assert.equal(status, 0, stdout);
    assert.match(stderr, /2 sessions updated/);
    const promoted = await readFile(file, 'utf8');
    assert.equal(promoted, two.replaceAll(/(RCPT.*\n)S: 250 ok/g, '$1S: 550 5.1.1 no'));
    assert.equal((await replay('--to', to, file)).status, 0);
  });

  test('--update changes no log, and nothing where there are several servers', async t => {
    const folder = await filesFor(t, {
      'a.log': SESSION.replaceAll(/^S:/gm, '<-').replaceAll('C:', '->'),
    });
    const log = await replay('--update', join(folder, 'a.log'));
    assert.deepEqual([log.status, /is a captured log|is no \.smtp/.test(log.stderr)], [2, true]);
    const two = await replay('--update', '--to', '127.0.0.1:9', '--to', '127.0.0.1:10', folder);
    assert.equal(two.status, 2);
  });
});

describe('files that test nothing', () => {
  test('are told of', async t => {
    const to = await portFor(t, session('250 ok'));
    const folder = await filesFor(t, { 'a.smtp': SESSION, 'notes.smtp': '# nothing yet\n' });
    const { status, stderr } = await replay('--to', to, folder);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /notes\.smtp: there is no session in it\n$/);
    const alone = await replay('--to', to, join(folder, 'notes.smtp'));
    assert.equal(alone.status, 2);
    assert.match(alone.stderr, /^there is no session to replay in .*notes\.smtp$/m);
    const beyond = await replay('--lines', '90-99', '--to', to, join(folder, 'a.smtp'));
    assert.match(beyond.stderr, /^there is no session to replay on these lines in .*a\.smtp$/m);
    const other = await replay('--session', '2', '--to', to, join(folder, 'a.smtp'));
    assert.match(other.stderr, /^there is no session "2"; there is only 1 "session 1"$/m);
  });

  test('so are values that nothing uses', async t => {
    const to = await portFor(t, session('250 ok'));
    const own = SESSION.replace('client.example.net', '{{me}}');
    const folder = await filesFor(t, { 'a.smtp': own });
    const { status, stderr } = await replay('--var', 'me=x', '--var', 'mee=y', '--to', to, folder);
    assert.deepEqual([status, stderr], [0, '--var mee: no session uses {{mee}}\n']);
  });

  test('a session without a client line is no proof', async t => {
    const to = await portFor(t, session('250 ok'));
    const folder = await filesFor(t, { 'a.smtp': 'S: 220 mx\n# <connection closed>\n' });
    const { stderr } = await replay('--to', to, folder);
    assert.match(stderr, /a\.smtp:1: The client says nothing in this session/);
  });
});
