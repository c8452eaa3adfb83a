import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IoChunk, ReplayIo } from '../io/replayIo.ts';
import { memoryIo } from '../io/memoryIo.ts';
import { Channel } from './channel.ts';

const target = { host: '127.0.0.1', port: 25 };

/** A far end that takes nothing of what is written, and says what it is told to say. */
function stalled(): { readonly io: ReplayIo; readonly say: (chunk: IoChunk) => void } {
  let reader: ((chunk: IoChunk) => void) | undefined;
  let taken: (() => void) | undefined;
  const say = (chunk: IoChunk): void => {
    const got = reader;
    reader = undefined;
    got?.(chunk);
  };
  const io: ReplayIo = {
    ...memoryIo({ chunks: [], then: 'stall' }),
    read: got => {
      reader = got;
    },
    write: () =>
      new Promise(resolve => {
        taken = resolve;
      }),
    destroy: () => {
      say({ kind: 'end' });
      taken?.();
    },
  };
  return { io, say };
}

test('a server that ends its side does not stop the clock of a write', async () => {
  const { io, say } = stalled();
  const channel = new Channel({ io, target, signal: new AbortController().signal });
  assert.equal(await channel.replyWithin(5, 1000), null);
  const written = channel.write(Buffer.from('NOOP\r\n'), 50);
  say({ kind: 'end' });
  const late = new Promise(resolve => setTimeout(resolve, 2000, 'never').unref());
  const broken = (await Promise.race([written, late])) as { readonly reason: string };
  assert.equal(broken.reason, 'timeout');
  channel.dispose();
});

test('a reply that comes after its time is the next one', async () => {
  const { io, say } = stalled();
  const channel = new Channel({ io, target, signal: new AbortController().signal });
  assert.equal(await channel.replyWithin(5, 1000), null);
  say({ kind: 'octets', octets: Buffer.from('250 late\r\n') });
  const reply = await channel.reply(1000);
  assert.equal(reply.kind === 'reply' && reply.code, 250);
  channel.dispose();
});
