import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { listMessages, readMessage } from '../../server/receiver/mailbox.ts';
import type { DeliveredMessage, ReceiverOptions } from '../../server/receiver/options.ts';
import { startReceiver } from '../../server/receiver/receiver.ts';
import type { Receiver } from '../../server/receiver/receiver.ts';
import { RawSmtpClient } from './rawSmtpClient.ts';

/** A receiver of one test, with what it did. */
export interface ReceiverBench {
  readonly receiver: Receiver;
  readonly storage: string;
  readonly log: string[];
  readonly delivered: DeliveredMessage[];
}

/** An empty folder, removed after the test. */
export async function storageFor(t: TestContext): Promise<string> {
  const storage = await mkdtemp(join(tmpdir(), 'receiver-'));
  t.after(() => rm(storage, { recursive: true, force: true }));
  return storage;
}

/** A receiver with a storage of its own, closed after the test. */
export async function startBench(
  t: TestContext,
  options: Partial<ReceiverOptions> = {},
): Promise<ReceiverBench> {
  const storage = await storageFor(t);
  const log: string[] = [];
  const delivered: DeliveredMessage[] = [];
  const receiver = await startReceiver({
    storage,
    log: line => log.push(line),
    onMessage: message => delivered.push(message),
    ...options,
  });
  t.after(() => receiver.close());
  return { receiver, storage, log, delivered };
}

/** A connection whose greeting has been read. */
export async function greeted(
  t: TestContext,
  port: number,
  implicitTls?: string,
): Promise<RawSmtpClient> {
  const client = await RawSmtpClient.connect({ port, ...(implicitTls && { implicitTls }) });
  t.after(() => {
    client.destroy();
  });
  assert.match(await client.reply(), /^220 localhost ESMTP/u);
  return client;
}

/** A connection that said EHLO. */
export async function hello(
  t: TestContext,
  port: number,
  implicitTls?: string,
): Promise<RawSmtpClient> {
  const client = await greeted(t, port, implicitTls);
  assert.match(await client.command('EHLO client.example'), /^250/u);
  return client;
}

/** MAIL, one RCPT and DATA, each of which must be accepted. */
export async function openData(client: RawSmtpClient, to = 'bob@example.net'): Promise<void> {
  assert.match(await client.command('MAIL FROM:<a@example.org>'), /^250 /u);
  assert.match(await client.command(`RCPT TO:<${to}>`), /^250 /u);
  assert.match(await client.command('DATA'), /^354 /u);
}

/** The content of the newest message of a mailbox, without the trace lines. */
export async function contentOf(storage: string, user: string): Promise<Buffer> {
  const [message] = await listMessages(storage, user);
  assert.ok(message, `no message for ${user}`);
  const octets = Buffer.from((await readMessage(storage, user, message.id)) ?? []);
  const date =
    /^Return-Path: [^\r]*\r\nDelivered-To: [^\r]*\r\nReceived: (?:[^\r]*\r\n\t)+[^\r]*\r\n/u;
  const trace = date.exec(octets.toString('latin1'));
  assert.ok(trace, 'trace lines');
  return octets.subarray(trace[0].length);
}
