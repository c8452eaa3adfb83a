import type { SendStep } from '../../protocol/replay.ts';
import type { Broken, Channel } from './channel.ts';
import type { Journal, Place } from './journal.ts';
import type { LiveReply } from './replyReader.ts';
import type { ServerState } from './serverState.ts';
import type { Waits } from './waits.ts';

/** Longest wait for the answer to a QUIT that the transcript does not hold, with all before it, ms. */
const PARTING_MS = 5000;

/** Replies that may be outstanding when that QUIT is sent. */
const PARTING_REPLIES = 100;

/** What the engine says by itself: RSET, QUIT, and `*` that cancels an AUTH (RFC 4954 §4). */
export type OwnCommand = 'RSET' | 'QUIT' | '*';

/** What the engine's own commands work with. */
export interface OwnCommandsOptions {
  readonly channel: Channel;
  readonly journal: Journal;
  readonly state: ServerState;
  readonly waits: Waits;
}

/** Commands outside the plan; their events have step -1. */
export class OwnCommands {
  readonly #options: OwnCommandsOptions;

  constructor(options: OwnCommandsOptions) {
    this.#options = options;
  }

  /** Sends the command and gives the next reply; nothing may be outstanding. */
  async exchange(command: OwnCommand, place: Place): Promise<LiveReply | Broken> {
    const { channel, journal, state, waits } = this.#options;
    const since = journal.now();
    const reply = (await this.#send(command, place)) ?? (await channel.reply(waits.usual));
    if (reply.kind === 'broken') return reply;
    journal.received(reply, place, since);
    state.replied(reply, command);
    return reply;
  }

  /** Says QUIT and closes. Whatever happens here changes no verdict. */
  async quit(place: Place): Promise<void> {
    const { channel, journal, waits } = this.#options;
    const since = journal.now();
    if ((await this.#send('QUIT', place)) !== null) return;
    const until = since + Math.min(waits.usual, PARTING_MS);
    for (let count = 0; count < PARTING_REPLIES && journal.now() < until; count += 1) {
      const reply = await channel.reply(until - journal.now());
      if (reply.kind === 'broken') return;
      journal.received(reply, place, since);
      if (reply.code === 221 || reply.code === 421) break;
    }
    channel.close();
  }

  async #send(command: OwnCommand, place: Place): Promise<Broken | null> {
    const { channel, journal, state, waits } = this.#options;
    const octets = Buffer.from(`${command}\r\n`, 'latin1');
    const broken = await channel.write(octets, waits.write);
    if (broken) return broken;
    state.served();
    journal.sent(stepOf(command, octets, place), octets, journal.now());
    return null;
  }
}

function stepOf(command: OwnCommand, octets: Uint8Array, place: Place): SendStep {
  const common = { kind: 'send', ...place, octets, secret: false, requires: null } as const;
  return command === '*'
    ? { ...common, purpose: 'auth-response', verb: 'AUTH' }
    : { ...common, purpose: 'command', verb: command };
}
