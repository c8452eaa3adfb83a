import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { folderNameOf } from './mailboxName.ts';

/** One mailbox to store a copy in, with the trace lines that go before the content. */
export interface MaildirTarget {
  readonly user: string;
  readonly trace: Buffer;
}

/** The folder of a user's Maildir. */
export function maildirOf(storage: string, user: string): string {
  return join(storage, 'mailboxes', folderNameOf(user));
}

/** A file being written in a Maildir's `tmp`, which nobody reads yet. */
interface Draft {
  readonly id: string;
  readonly temporary: string;
  readonly final: string;
}

let deliveries = 0;

/**
 * Writes `content` after each target's trace lines and moves the files to `new` once all of them
 * are on the disk, so a failure leaves no copy anywhere. Returns the ids in the targets' order.
 * Holds one chunk in memory, however long the message is.
 */
export async function deliverToMaildirs(
  storage: string,
  targets: readonly MaildirTarget[],
  content: AsyncIterable<Uint8Array>,
): Promise<string[]> {
  const drafts: Draft[] = [];
  try {
    for (const target of targets) {
      const draft = await createDraft(storage, target.user);
      drafts.push(draft);
      const [first] = drafts;
      const copied = first === undefined || first === draft ? content : contentOf(first, targets);
      await writeDraft(draft, target.trace, copied);
    }
    for (const draft of drafts) await rename(draft.temporary, draft.final);
  } catch (error) {
    for (const draft of drafts) {
      await rm(draft.temporary, { force: true });
      await rm(draft.final, { force: true });
    }
    throw error;
  }
  return drafts.map(draft => draft.id);
}

async function createDraft(storage: string, user: string): Promise<Draft> {
  const folder = maildirOf(storage, user);
  for (const name of ['tmp', 'new', 'cur']) {
    await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
  }
  const id = uniqueName();
  return { id, temporary: join(folder, 'tmp', id), final: join(folder, 'new', id) };
}

/** Unique without help from the clock; the host's name stays private. */
function uniqueName(): string {
  const now = Date.now();
  const micros = String((now % 1000) * 1000).padStart(6, '0');
  const random = randomBytes(8).toString('hex');
  deliveries += 1;
  const unique = `M${micros}P${String(process.pid)}Q${String(deliveries).padStart(8, '0')}R${random}`;
  return `${String(Math.floor(now / 1000))}.${unique}.localhost`;
}

async function writeDraft(
  draft: Draft,
  trace: Buffer,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(draft.temporary, 'wx', 0o600);
  try {
    await writeAll(file, trace);
    for await (const chunk of content) await writeAll(file, chunk);
    // The reply 250 takes over the responsibility (RFC 5321 §6.1): the octets must be on the disk.
    await file.sync();
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, octets: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < octets.length) {
    const { bytesWritten } = await file.write(octets, offset);
    offset += bytesWritten;
  }
}

/** The content again, from the first copy: the wire can be read only once. */
function contentOf(first: Draft, targets: readonly MaildirTarget[]): AsyncIterable<Uint8Array> {
  return createReadStream(first.temporary, { start: targets[0]?.trace.length ?? 0 });
}
