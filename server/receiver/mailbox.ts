import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userOfFolder } from './mailboxName.ts';
import { maildirOf } from './maildir.ts';
import { messageSummaryOf, summaryOctets } from './messageSummary.ts';
import type { MessageSummary } from './messageSummary.ts';

/** One mailbox in a receiver's storage. */
export interface MailboxInfo {
  readonly user: string;
  readonly messages: number;
}

/** One stored message, as a list shows it. */
export interface StoredMessage extends MessageSummary {
  /** Names the message within its mailbox, also after it moved from `new` to `cur`. */
  readonly id: string;
  readonly received: Date;
  /** Octets, the trace lines included. */
  readonly size: number;
}

/** A file of a Maildir: its id is the name without the flags that follow the colon. */
interface MaildirFile {
  readonly id: string;
  readonly path: string;
}

const safeId = /^[A-Za-z0-9][A-Za-z0-9._,=+-]{0,199}$/u;

/** The mailboxes under `storage`, by name; none when nothing has been stored yet. */
export async function listMailboxes(storage: string): Promise<MailboxInfo[]> {
  const folders = await namesIn(join(storage, 'mailboxes'));
  const mailboxes: MailboxInfo[] = [];
  for (const folder of folders) {
    const user = userOfFolder(folder);
    if (user === undefined) continue;
    mailboxes.push({ user, messages: (await maildirFiles(storage, user)).length });
  }
  return mailboxes.sort((a, b) => (a.user < b.user ? -1 : 1));
}

/**
 * The messages of a user, newest first, at most `limit` of them; none for a user without mailbox.
 * Reads the first 64 KiB of each listed message.
 */
export async function listMessages(
  storage: string,
  user: string,
  limit = 1000,
): Promise<StoredMessage[]> {
  const files = await maildirFiles(storage, user);
  files.sort(newestFirst);
  const messages: StoredMessage[] = [];
  for (const file of files.slice(0, limit)) {
    const message = await describeFile(file);
    if (message !== undefined) messages.push(message);
  }
  return messages;
}

/** The octets of one message, trace lines included; undefined when there is no such message. */
export async function readMessage(
  storage: string,
  user: string,
  id: string,
): Promise<Uint8Array | undefined> {
  const path = await messagePath(storage, user, id);
  try {
    return path === undefined ? undefined : await readFile(path);
  } catch {
    return undefined;
  }
}

/** The file of one message, for an editor to open; undefined when there is no such message. */
export async function messagePath(
  storage: string,
  user: string,
  id: string,
): Promise<string | undefined> {
  // Only a file that the folder lists is ever opened, so no id can lead out of it.
  return (await maildirFiles(storage, user)).find(file => file.id === id)?.path;
}

async function maildirFiles(storage: string, user: string): Promise<MaildirFile[]> {
  if (user === '') return [];
  const folder = maildirOf(storage, user);
  const files: MaildirFile[] = [];
  for (const part of ['new', 'cur']) {
    for (const name of await namesIn(join(folder, part))) {
      const id = name.split(':', 1)[0] ?? '';
      if (safeId.test(id)) files.push({ id, path: join(folder, part, name) });
    }
  }
  return files;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Not made yet, gone meanwhile, or a name that no file system takes: nothing is in there.
    return [];
  }
}

/** By the second in the name, then by the rest, so that one reading gives one order. */
function newestFirst(a: MaildirFile, b: MaildirFile): number {
  const seconds = (file: MaildirFile): number => Number.parseInt(file.id, 10) || 0;
  return seconds(b) - seconds(a) || (a.id < b.id ? 1 : -1);
}

async function describeFile({ id, path }: MaildirFile): Promise<StoredMessage | undefined> {
  try {
    const file = await open(path);
    try {
      const { size, mtime } = await file.stat();
      const start = Buffer.alloc(Math.min(size, summaryOctets));
      const { bytesRead } = await file.read(start, 0, start.length, 0);
      return { id, received: mtime, size, ...messageSummaryOf(start.subarray(0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch {
    // Another program moved or deleted it between the listing and now.
    return undefined;
  }
}
