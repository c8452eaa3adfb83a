import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { defaultReceiverDomains, defaultReceiverUsers } from '../../server/receiver/options.ts';
import { startPostfix } from '../support/postfix.ts';
import type { PostfixServer } from '../support/postfix.ts';
import { RawSmtpClient } from '../support/rawSmtpClient.ts';

const users = defaultReceiverUsers.map(user => user.name);

/** A Postfix for this test; where there can be none the test is skipped, but fails under CI. */
async function postfixFor(
  t: TestContext,
  disable: readonly string[] = [],
): Promise<PostfixServer | undefined> {
  const started = await startPostfix({ users, domains: defaultReceiverDomains, disable });
  if ('skipped' in started) {
    assert.ok(!process.env['CI'], `under CI Postfix is required: ${started.skipped}`);
    console.log(`skipped: ${started.skipped}`);
    t.skip(started.skipped);
    return undefined;
  }
  t.after(() => started.stop());
  return started;
}

async function greeted(t: TestContext, port: number, implicitTls?: string): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.connect({ port, ...(implicitTls && { implicitTls }) });
  t.after(() => {
    client.destroy();
  });
  assert.match(await client.reply(), /^220 localhost ESMTP Postfix/u);
  return client;
}

// Each has its own Postfix, which takes seconds to start and stop: side by side is faster.
describe('Postfix', { concurrency: true }, () => {
  test('takes a message for a known user and nothing else', async t => {
    const postfix = await postfixFor(t);
    if (!postfix) return;
    const client = await greeted(t, postfix.port);
    assert.match(await client.command('EHLO client.example'), /\n250[- ]STARTTLS/u);
    assert.match(await client.command('MAIL FROM:<ann@client.example>'), /^250 2\.1\.0 /u);
    assert.match(await client.command('RCPT TO:<nobody@example.net>'), /^550 5\.1\.1 /u);
    assert.match(await client.command('RCPT TO:<bob@elsewhere.invalid>'), /^550 5\.7\.1 .*Relay/u);
    assert.match(await client.command('RCPT TO:<bob@mx.example>'), /^250 2\.1\.5 /u);
    assert.match(await client.command('DATA'), /^354 /u);
    client.send('Subject: hello\r\n\r\nThis is it.\r\n.\r\n');
    assert.match(await client.reply(), /^250 2\.0\.0 /u);
    assert.match(await client.command('QUIT'), /^221 /u);
    const [message] = await postfix.messages('bob', 1);
    assert.match(String(message), /^Return-Path: <ann@client\.example>\n[^]*\n\nThis is it\.\n$/u);
  });

  test('does TLS after STARTTLS and from the first octet', async t => {
    const postfix = await postfixFor(t);
    if (!postfix) return;
    const client = await greeted(t, postfix.port);
    await client.command('EHLO client.example');
    assert.match(await client.command('STARTTLS'), /^220 /u);
    await client.upgrade(postfix.certificate);
    assert.match(await client.command('EHLO client.example'), /^250-/u);
    const implicit = await greeted(t, postfix.tlsPort, postfix.certificate);
    assert.match(await implicit.command('EHLO client.example'), /^250-/u);
  });

  test('can refuse EHLO, and leaves nothing behind', async t => {
    const postfix = await postfixFor(t, ['EHLO']);
    if (!postfix) return;
    const client = await greeted(t, postfix.port);
    assert.match(await client.command('EHLO client.example'), /^502 5\.5\.1 /u);
    assert.match(await client.command('HELO client.example'), /^250 /u);
    client.destroy();
    const log = await postfix.log();
    assert.match(log, /daemon started/u);
    await postfix.stop();
    await assert.rejects(RawSmtpClient.connect({ port: postfix.port }), /ECONNREFUSED/u);
    assert.equal(await postfix.log(), '');
  });

  test('can do without some extensions', async t => {
    const postfix = await postfixFor(t, ['PIPELINING', 'STARTTLS', 'DSN']);
    if (!postfix) return;
    const client = await greeted(t, postfix.port);
    const reply = await client.command('EHLO client.example');
    assert.match(reply, /8BITMIME/u);
    assert.doesNotMatch(reply, /PIPELINING|STARTTLS|DSN/u);
  });
});
