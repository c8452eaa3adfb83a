import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { convertCommand } from '../../server/cli/convert.ts';
import { replayCommand } from '../../server/cli/replay.ts';
import { parseEnvironments } from '../../server/config/environment/parseEnvironments.ts';
import { startReceiver } from '../../server/receiver/receiver.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { runInProcess } from './inProcess.ts';
import { filesFor } from './support.ts';

const PAGE = readFileSync(new URL('../../docs/replay.md', import.meta.url), 'utf8');

/** The code blocks of the page, by the language they name. */
function blocksOf(language: string): readonly string[] {
  const blocks = PAGE.matchAll(/^```([a-z]*)\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, name, text = '']) => (name === language ? [text] : []));
}

const SECRET = 'tanstaaftanstaaf';

test('the environments of the page are sound', () => {
  const [text = ''] = blocksOf('jsonc');
  const { environments, problems } = parseEnvironments(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    environments.map(({ name }) => name),
    ['staging', 'live'],
  );
});

test('every option is on the page, and the page names no other', () => {
  const named = new Set([...PAGE.matchAll(/--([a-z][a-z\d-]*)/g)].map(([, name = '']) => name));
  const others = new Set(['allow', 'env', 'environments', 'var', 'dialect', 'global', 'silent']);
  for (const option of Object.keys(replayCommand.options)) {
    assert.ok(named.has(option) || others.has(option), `--${option} is not on the page`);
  }
  for (const name of named) {
    const known = Object.hasOwn(replayCommand.options, name) || others.has(name);
    assert.ok(known, `there is no option --${name}`);
  }
});

test('the session of the page passes with its environment', async t => {
  const [, page = ''] = blocksOf('');
  // The receiver has other words than the Postfix of the page.
  const session = page.replace('2.0.0 Ok: queued as', '2.6.0 OK: stored as');
  assert.notEqual(session, page);
  const storage = await temporaryFolder(t);
  const users = [{ name: 'tim', password: SECRET }, { name: 'bob' }];
  const receiver = await startReceiver({
    storage,
    users,
    domains: ['example.com'],
    auth: 'always',
  });
  t.after(() => receiver.close());
  const staging = { host: receiver.host, port: receiver.port, user: 'tim' };
  const secrets = { password: { env: 'TEST_STAGING_PASSWORD' } };
  const folder = await filesFor(t, {
    'a.smtp': session,
    '.smtp-transcript.env.json': JSON.stringify({
      environments: { staging: { ...staging, secrets } },
    }),
  });
  process.env['TEST_STAGING_PASSWORD'] = SECRET;
  t.after(() => delete process.env['TEST_STAGING_PASSWORD']);
  const { status, stdout, stderr } = await runInProcess(replayCommand, [
    '--env',
    'staging',
    folder,
  ]);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /id = /);
  assert.ok(!stdout.includes(SECRET));
});

/** As swaks prints it, with what makes a log awkward: TLS in the middle, a password, a queue id. */
const PASTED = `=== Trying mx.staging.example.com:25...
=== Connected to mx.staging.example.com.
<-  220 mx.staging.example.com ESMTP Postfix
 -> EHLO build.example.com
<-  250-mx.staging.example.com
<-  250-STARTTLS
<-  250 8BITMIME
 -> STARTTLS
<-  220 2.0.0 Ready to start TLS
=== TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256
=== TLS no local certificate set
 ~> EHLO build.example.com
<~  250-mx.staging.example.com
<~  250-AUTH PLAIN LOGIN
<~  250 8BITMIME
 ~> AUTH PLAIN ${Buffer.from(`\0tim\0${SECRET}`).toString('base64')}
<~  235 2.7.0 Authentication successful
 ~> MAIL FROM:<ann@example.com>
<~  250 2.1.0 Ok
 ~> RCPT TO:<bob@example.org>
<~  250 2.1.5 Ok
 ~> DATA
<~  354 End data with <CR><LF>.<CR><LF>
 ~> Date: Sat, 21 Nov 2026 10:00:00 +0000
 ~> To: bob@example.org
 ~> From: ann@example.com
 ~> Subject: test
 ~>${' '}
 ~> This is a test mailing
 ~>${' '}
 ~> .
<~  250 2.0.0 Ok: queued as 4B1C2D3E4F
 ~> QUIT
<~  221 2.0.0 Bye
=== Connection closed with remote host.
`;

test('a pasted log becomes a test that passes, and again', async t => {
  const folder = await filesFor(t, { 'pasted.log': PASTED });
  const file = join(folder, 'signup.smtp');
  const args = ['--to', 'smtp', '--output', file, join(folder, 'pasted.log')];
  const converted = await runInProcess(convertCommand, args);
  assert.equal(converted.status, 0, converted.stderr);
  for (const round of [1, 2]) {
    const { status, stdout } = await runInProcess(replayCommand, [folder]);
    assert.equal(status, 0, `${round}: ${stdout}`);
    assert.match(stdout, /TLSv1\.\d/);
  }
});
