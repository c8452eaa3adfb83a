import type { EngineParams, EngineResult, MailboxEntry, MessageEntry } from '../protocol/engine.ts';
import { listMailboxes, listMessages, readMessage } from '../receiver/mailbox.ts';

/** The mailboxes under `storage`, by name. */
export function mailboxes(storage: string): Promise<readonly MailboxEntry[]> {
  return listMailboxes(storage);
}

/** The messages of a user, newest first. */
export async function messages(storage: string, user: string): Promise<readonly MessageEntry[]> {
  const stored = await listMessages(storage, user);
  return stored.map(({ id, from, subject, received, size }) => {
    return { id, from, subject, size, received: received.getTime() };
  });
}

/** The first octets of a message: a copy of that size only crosses to the client. */
export async function readStored({
  storage,
  user,
  id,
  limit,
}: EngineParams<'readMessage'>): Promise<EngineResult<'readMessage'>> {
  const octets = await readMessage(storage, user, id);
  if (octets === undefined) return null;
  return { octets: Uint8Array.from(octets.subarray(0, limit)), cut: octets.length > limit };
}
