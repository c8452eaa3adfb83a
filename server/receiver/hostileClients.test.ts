import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { RawSmtpClient } from '../../test/support/rawSmtpClient.ts';
import { greeted, hello, openData, startBench } from '../../test/support/receiverBench.ts';
import { listMailboxes, listMessages, readMessage } from './mailbox.ts';
import { startReceiver } from './receiver.ts';

test('user names never become paths', async t => {
  const names = ['../../etc', 'x\\..\\y', '.', 'nul', 'a b', 'üñï', 'X'.repeat(64)];
  const { receiver, storage } = await startBench(t, { users: names.map(name => ({ name })) });
  const client = await hello(t, receiver.port);
  const hostile = [
    '../../etc',
    'x\\..\\y',
    'nul',
    '../../../tmp/x',
    '\0',
    'a\0b',
    'Y'.repeat(5000),
    '%2e%2e',
    '\u202E',
  ];
  for (const name of hostile) {
    await client.command('RSET');
    await client.command('MAIL FROM:<a@example.org> SMTPUTF8');
    if (!(await client.command(`RCPT TO:<${name}@example.net>`)).startsWith('250')) continue;
    await client.command('DATA');
    client.send('x\r\n.\r\n');
    assert.match(await client.reply(), /^250 /u);
  }
  assert.deepEqual((await readdir(storage)).sort(), ['mailboxes', 'tls']);
  const folders = await readdir(join(storage, 'mailboxes'));
  assert.ok(folders.includes('%6Eul'));
  for (const folder of folders) assert.match(folder, /^[a-z0-9_%A-F.-]+$/u);
  for (const { user } of await listMailboxes(storage)) {
    assert.ok(names.includes(user), user);
  }
  await assert.rejects(startReceiver({ storage, users: [{ name: 'x'.repeat(65) }] }), RangeError);
});

test('one that disappears inside DATA leaves nothing and harms nobody', async t => {
  const { receiver, storage, log } = await startBench(t);
  const client = await hello(t, receiver.port);
  await openData(client);
  client.send('Subject: half\r\n\r\nnot the');
  await new Promise(resolve => setTimeout(resolve, 50));
  client.destroy();
  const other = await hello(t, receiver.port);
  await openData(other);
  other.send('x\r\n.\r\n');
  assert.match(await other.reply(), /^250 /u);
  assert.equal((await listMessages(storage, 'bob')).length, 1);
  assert.deepEqual(await readdir(join(storage, 'mailboxes', 'bob', 'tmp')), []);
  assert.ok(log.some(line => line.includes('not stored')));
});

test('garbage, an endless line, a broken handshake and a client that talks too soon', async t => {
  const { receiver } = await startBench(t);
  const garbage = await greeted(t, receiver.port);
  garbage.send(Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) & 0xff)));
  garbage.send('\r\n');
  assert.match(await garbage.reply(), /^[45]\d\d/u);
  const endless = await greeted(t, receiver.port);
  endless.send('x'.repeat(100_000));
  assert.match(await endless.reply(), /^421 /u);
  const handshake = await hello(t, receiver.port);
  assert.match(await handshake.command('STARTTLS'), /^220 /u);
  handshake.send('this is no handshake\r\n'.repeat(10));
  assert.equal(await handshake.reply(), '');
  const early = await RawSmtpClient.connect({ port: receiver.port });
  t.after(() => {
    early.destroy();
  });
  early.send('EHLO early\r\n');
  assert.match(await early.reply(), /^421 /u);
  await hello(t, receiver.port);
});

test('no header line can be added through the envelope or the greeting', async t => {
  const { receiver, storage } = await startBench(t);
  const client = await greeted(t, receiver.port);
  await client.command('EHLO x)(;"<>');
  await openData(client);
  client.send('x\r\n.\r\n');
  await client.reply();
  const [message] = await listMessages(storage, 'bob');
  const octets = await readMessage(storage, 'bob', message?.id ?? '');
  assert.match(Buffer.from(octets ?? []).toString(), /\r\nReceived: from x\?{6} \(\[/u);
});

test('more of them than allowed are told so', async t => {
  const { receiver } = await startBench(t, { maxConnections: 1 });
  await greeted(t, receiver.port);
  const second = await RawSmtpClient.connect({ port: receiver.port });
  t.after(() => {
    second.destroy();
  });
  assert.match(await second.reply(), /^421 /u);
});

test('a silent one is sent away', async t => {
  const { receiver } = await startBench(t, { timeoutMs: 300 });
  const client = await greeted(t, receiver.port);
  assert.match(await client.reply(), /^421 4\.4\.2 /u);
});
