import type { Broken } from './channel.ts';
import { failureText } from './failureText.ts';
import type { Place } from './journal.ts';
import type { Phase } from './progress.ts';
import type { LiveReply } from './replyReader.ts';
import type { Scene } from './scene.ts';

/** What was going on when a connection broke. */
export interface Waited {
  /** What was waited for, such as "the reply to RCPT". */
  readonly awaited: string;
  readonly timeoutMs: number;
}

/** The connection broke: tells why, and the run is over. */
export function endBroken(
  { redactor, journal, state }: Scene,
  place: Place,
  broken: Broken,
  { awaited, timeoutMs }: Waited,
): Phase {
  const greeting = state.lastCode === 0 && awaited === 'the greeting';
  const message = failureText(redactor, broken, { awaited, timeoutMs, greeting });
  journal.failed(place, broken.reason, message);
  return 'ending';
}

/** The server said 421: it reads nothing any more (RFC 5321 §3.8). */
export function endClosing(
  { redactor, journal, channel }: Scene,
  place: Place,
  reply: LiveReply,
): Phase {
  const text = redactor.reply(reply.octets)[0] ?? '';
  journal.failed(place, 'closed', redactor.say`The server ends the session: ${text}`);
  channel.close();
  return 'ending';
}

/** A command would be read as content or as a broken handshake: close without another word. */
export function endShort({ differences, state }: Scene, place: Place): Phase {
  differences.stoppedShort(place, state.awaits);
  return 'leaving';
}

/** A place outside any step, near one. */
export function beside({ line, endLine }: Place): Place {
  return { index: -1, line, endLine };
}
