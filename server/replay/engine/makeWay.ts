import type { SendStep } from '../../protocol/replay.ts';
import { beside, endBroken, endClosing, endShort } from './ending.ts';
import type { Place } from './journal.ts';
import { neededCode } from './neededCode.ts';
import type { Phase } from './progress.ts';
import type { Scene } from './scene.ts';

/** After these verbs a transaction that lost its content is gone anyway (RFC 5321 §4.1.4). */
const STARTS_AFRESH: ReadonlySet<string> = new Set(['RSET', 'QUIT', 'EHLO', 'HELO', 'LHLO']);

/** True where the server takes the send for what it is and nothing of before has to be undone. */
export function isClear({ state, progress }: Scene, first: SendStep): boolean {
  if (neededCode(first) !== null) return true;
  return state.awaits === 'command' && !progress.needsReset;
}

/**
 * Brings the server back to reading commands where a difference left it elsewhere; null where the
 * send may leave now. `outstanding`: a reply is due, so that nothing can be put in between.
 */
export async function makeWay(
  scene: Scene,
  first: SendStep,
  outstanding: boolean,
): Promise<Phase | null> {
  const { state, progress, differences } = scene;
  if (neededCode(first) !== null) return null;
  // Raw octets may be meant for just this place, as long as the server keeps to the transcript.
  if (first.purpose === 'raw' && !differences.any) return null;
  if (state.isElsewhere) return endShort(scene, first);
  if (state.awaits === 'response') {
    const phase = await insert(scene, '*', first);
    if (phase !== null) return phase;
  }
  if (!progress.needsReset || outstanding) return null;
  progress.needsReset = false;
  return STARTS_AFRESH.has(first.verb) ? null : insert(scene, 'RSET', first);
}

/** Sends a command of the engine's own and waits for its reply; null where the run may go on. */
export async function insert(
  scene: Scene,
  command: 'RSET' | '*',
  near: Place,
): Promise<Phase | null> {
  const { own, state, waits } = scene;
  const place = beside(near);
  const reply = await own.exchange(command, place);
  if (reply.kind === 'broken') {
    const awaited = `the reply to ${command}`;
    return endBroken(scene, place, reply, { awaited, timeoutMs: waits.usual });
  }
  if (state.awaits === 'command') return null;
  return state.awaits === 'nothing' ? endClosing(scene, place, reply) : endShort(scene, place);
}
