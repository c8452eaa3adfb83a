import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { RawSmtpClient } from '../support/rawSmtpClient.ts';
import { runCli, startCli } from './support.ts';
import type { RunningCli } from './support.ts';

interface RunningReceiver extends RunningCli {
  readonly mailbox: string;
  readonly port: number;
}

/** A receiver that stores in a folder of its own, and ends with the test. */
async function receive(t: TestContext, args: readonly string[]): Promise<RunningReceiver> {
  const mailbox = join(await temporaryFolder(t), 'mail');
  const running = startCli(['receive', '--mailbox', mailbox, ...args]);
  t.after(async () => {
    running.child.kill('SIGKILL');
    await running.done;
  });
  const [, port] = await running.printed(/^listening on 127\.0\.0\.1:(\d+).*\n/);
  return { ...running, mailbox, port: Number(port) };
}

async function deliver(client: RawSmtpClient, recipients: readonly string[]): Promise<string[]> {
  const replies: string[] = [await client.reply()];
  for (const command of ['EHLO client.example', 'MAIL FROM:<ann@example.net>']) {
    replies.push(await client.command(command));
  }
  for (const to of recipients) replies.push(await client.command(`RCPT TO:<${to}>`));
  replies.push(await client.command('DATA'));
  client.send('Subject: hello\r\n\r\nThis is it.\r\n.\r\n');
  replies.push(await client.reply(), await client.command('QUIT'));
  return replies.map(reply => reply.slice(0, 3));
}

describe('receive', { concurrency: 4 }, () => {
  test('says where it listens, stores what comes, ends cleanly', async t => {
    const running = await receive(t, []);
    const client = await RawSmtpClient.connect({ port: running.port });
    const codes = await deliver(client, ['bob@example.org']);
    assert.deepEqual(codes, ['220', '250', '250', '250', '354', '250', '221']);
    const [, file = ''] = await running.printed(
      /stored <ann@example\.net> → <bob@example\.org>, \d+ octets (\S+)\n/,
    );
    const message = await readFile(file, 'utf8');
    assert.match(message, /\r?\nSubject: hello\r?\n\r?\nThis is it\.\r?\n$/);
    running.child.kill('SIGINT');
    const { status, stdout, stderr } = await running.done;
    assert.equal(status, 0, stderr);
    assert.ok(stdout.includes(`mail goes to ${running.mailbox}\n`));
    assert.match(stderr, /certificate SHA-256 (?:[0-9A-F]{2}:){31}/);
  });

  test('--users and --domains say who has a mailbox', async t => {
    const args = ['--users', 'zoe,yan:secret', '--domains', 'mail.example'];
    const running = await receive(t, args);
    const client = await RawSmtpClient.connect({ port: running.port });
    const recipients = ['zoe@mail.example', 'bob@mail.example', 'zoe@example.org'];
    const codes = await deliver(client, recipients);
    assert.deepEqual(codes.slice(3, 6), ['250', '550', '550']);
    await running.printed(/stored .*<zoe@mail\.example>/);
    assert.deepEqual((await readdir(join(running.mailbox, 'mailboxes', 'zoe', 'new'))).length, 1);
    running.child.kill('SIGTERM');
    const { status, stdout, stderr } = await running.done;
    assert.equal(status, 0);
    assert.match(stderr, /^mailboxes: zoe, yan\ndomains: mail\.example\n/m);
    assert.ok(!`${stdout}${stderr}`.includes('secret'));
  });

  test('--tls implicit, and --tls none', async t => {
    const implicit = await receive(t, ['--tls', 'implicit']);
    assert.match((await implicit.printed(/.*\n/))[0], / \(TLS\), mail goes to/);
    const names = await readdir(implicit.mailbox, { recursive: true });
    const pem = await certificateIn(implicit.mailbox, names);
    const secured = await RawSmtpClient.connect({ port: implicit.port, implicitTls: pem });
    assert.equal((await deliver(secured, ['bob@example.org'])).at(-2), '250');
    const none = await receive(t, ['--tls', 'none']);
    const client = await RawSmtpClient.connect({ port: none.port });
    await client.reply();
    assert.doesNotMatch(await client.command('EHLO client.example'), /STARTTLS/);
    client.destroy();
  });

  test('--quiet prints results only', async t => {
    const running = await receive(t, ['--quiet']);
    const client = await RawSmtpClient.connect({ port: running.port });
    await deliver(client, ['bob@example.org']);
    await running.printed(/stored/);
    running.child.kill('SIGINT');
    assert.equal((await running.done).stderr, '');
  });

  test('a port that is taken, and an address of another machine', async t => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    t.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const mailbox = ['--mailbox', join(await temporaryFolder(t), 'mail')];
    const taken = await runCli(['receive', ...mailbox, '--listen', `127.0.0.1:${port}`]);
    assert.equal(taken.status, 3);
    assert.match(taken.stderr, /^smtp-transcript: .*something else listens there\n$/);
    const elsewhere = await runCli(['receive', ...mailbox, '--listen', '192.0.2.1:2525']);
    assert.equal(elsewhere.status, 3);
    assert.match(elsewhere.stderr, /this machine has no such address\n$/);
  });
});

async function certificateIn(folder: string, names: readonly string[]): Promise<string> {
  for (const name of names.filter(entry => /\.(?:pem|json|crt)$/.test(entry))) {
    const text = await readFile(join(folder, name), 'utf8');
    const [pem] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text) ?? [];
    if (pem !== undefined) return pem.replaceAll('\\n', '\n');
  }
  throw new Error(`no certificate among ${names.join(', ')}`);
}
