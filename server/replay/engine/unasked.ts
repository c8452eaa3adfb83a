import { beside, endBroken, endClosing } from './ending.ts';
import type { Place } from './journal.ts';
import type { Phase } from './progress.ts';
import type { Scene } from './scene.ts';

/** Replies that are told before the rest is taken for noise. */
const MOST = 100;

/**
 * Takes the replies that came though none is due, each of them a difference: left where they are they
 * would answer the commands that follow. Null where the run may go on.
 */
export async function takeUnasked(scene: Scene, near: Place): Promise<Phase | null> {
  const { channel, journal, differences, state, waits } = scene;
  const place = beside(near);
  for (let count = 0; count < MOST && channel.unread > 0; count += 1) {
    const since = journal.now();
    const reply = await channel.reply(waits.usual);
    if (reply.kind === 'broken') {
      const awaited = 'a reply that nothing asked for';
      return endBroken(scene, place, reply, { awaited, timeoutMs: waits.usual });
    }
    journal.received(reply, place, since);
    state.replied(reply, '');
    if (reply.code === 421) return endClosing(scene, place, reply);
    differences.unasked(place, reply);
  }
  return null;
}
