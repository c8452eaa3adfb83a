import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { listMailboxes, listMessages, messagePath, readMessage } from './mailbox.ts';
import { deliverToMaildirs, maildirOf } from './maildir.ts';

async function storageFor(t: TestContext): Promise<string> {
  const storage = await mkdtemp(join(tmpdir(), 'mailbox-'));
  t.after(() => rm(storage, { recursive: true, force: true }));
  return storage;
}

async function* octetsOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function deliver(storage: string, user: string, text: string): Promise<string> {
  const trace = Buffer.from('Return-Path: <>\r\n');
  const [id] = await deliverToMaildirs(storage, [{ user, trace }], octetsOf(text));
  return id ?? '';
}

test('lists newest first and within the limit', async t => {
  const storage = await storageFor(t);
  for (const subject of ['one', 'two', 'three']) {
    await deliver(storage, 'bob', `Subject: ${subject}\r\n\r\n`);
  }
  const subjects = async (limit?: number) =>
    (await listMessages(storage, 'bob', limit)).map(message => message.subject);
  assert.deepEqual(await subjects(), ['three', 'two', 'one']);
  assert.deepEqual(await subjects(1), ['three']);
});

test('a message keeps its id when a mail program moves it to cur', async t => {
  const storage = await storageFor(t);
  const id = await deliver(storage, 'bob', 'x\r\n');
  const folder = maildirOf(storage, 'bob');
  await rename(join(folder, 'new', id), join(folder, 'cur', `${id}:2,S`));
  assert.deepEqual(
    (await listMessages(storage, 'bob')).map(message => message.id),
    [id],
  );
  const octets = await readMessage(storage, 'bob', id);
  assert.equal(Buffer.from(octets ?? []).toString(), 'Return-Path: <>\r\nx\r\n');
  assert.equal(await messagePath(storage, 'bob', id), join(folder, 'cur', `${id}:2,S`));
});

test('neither an id nor a user leads out of the mailboxes', async t => {
  const storage = await storageFor(t);
  await deliver(storage, 'bob', 'x\r\n');
  await writeFile(join(storage, 'mailboxes', 'secret'), 'secret');
  for (const id of ['../../secret', '..', '', '/etc/passwd', 'a\0b', '../../../bob/new/x']) {
    assert.equal(await readMessage(storage, 'bob', id), undefined, id);
  }
  for (const user of ['..', '../..', '', 'x'.repeat(9999), '\0', 'secret']) {
    assert.deepEqual(await listMessages(storage, user), [], user);
  }
});

test('foreign folders and an empty storage are no mailboxes', async t => {
  const storage = await storageFor(t);
  assert.deepEqual(await listMailboxes(storage), []);
  await mkdir(join(storage, 'mailboxes', '%ZZ', 'new'), { recursive: true });
  await mkdir(join(storage, 'mailboxes', 'Upper', 'new'), { recursive: true });
  await deliver(storage, 'amélie', 'x\r\n');
  assert.deepEqual(await listMailboxes(storage), [{ user: 'amélie', messages: 1 }]);
});

test('a delivery that fails leaves no copy in any mailbox', async t => {
  const storage = await storageFor(t);
  await mkdir(join(storage, 'mailboxes'), { recursive: true });
  await writeFile(join(storage, 'mailboxes', 'carol'), 'in the way');
  const targets = ['bob', 'carol'].map(user => ({ user, trace: Buffer.from('T: 1\r\n') }));
  await assert.rejects(deliverToMaildirs(storage, targets, octetsOf('x')));
  assert.deepEqual(await listMessages(storage, 'bob'), []);
});
