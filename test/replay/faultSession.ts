import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import type { ReplayEvent, ReplayPlan, Target } from '../../server/protocol/replay.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import type { ScriptedServer } from '../../server/receiver/scripted/scriptedServer.ts';
import { against, doneOf, opening, serve } from './support.ts';

/** A place in the session where something goes wrong. */
export interface Step {
  readonly name: string;
  /** What messages call the reply that is awaited there. */
  readonly awaited: string;
  /** The server's actions up to that reply. */
  readonly before: readonly ServerAction[];
  /** The reply that would be right, without its end. */
  readonly right: string;
}

/** A credential that the session sends and that no event may hold. */
export const SECRET = 'AGFsaWNlAGNvcnJlY3QtaG9yc2U=';
const CLEAR = 'correct-horse';

/** A line from the server. */
export const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });

/** Octets from the server, as they are. */
export const raw = (octets: string | Uint8Array): ServerAction => ({ do: 'send', octets });

export const LINE: ServerAction = { do: 'line' };
export const STALL: ServerAction = { do: 'stall' };

const REPLIES: readonly (readonly [string, string, ServerAction | null])[] = [
  ['greeting', '220 hi', { do: 'delay', ms: 5 }],
  ['EHLO', '250-mx.test\r\n250 AUTH PLAIN', LINE],
  ['AUTH', '235 welcome', LINE],
  ['MAIL', '250 sender ok', LINE],
  ['RCPT', '250 recipient ok', LINE],
  ['DATA', '354 go', LINE],
  ['dot', '250 queued', { do: 'content' }],
  ['QUIT', '221 bye', LINE],
];

/** Every step of the session, in order. */
export const STEPS: readonly Step[] = REPLIES.map(([name, right], at) => ({
  name,
  right,
  awaited: name === 'greeting' ? 'the greeting' : `the reply to ${name === 'dot' ? 'DATA' : name}`,
  before: REPLIES.slice(0, at + 1).flatMap(([, reply, wait], index) => [
    ...(wait ? [wait] : []),
    ...(index < at ? [say(reply)] : []),
  ]),
}));

/** The step of that name. */
export function stepOf(name: string): Step {
  const step = STEPS.find(one => one.name === name);
  assert.ok(step, name);
  return step;
}

/** The server's actions of a session in which `at` goes as `instead`, and all else goes right. */
export function sessionWith(at: string, ...instead: readonly ServerAction[]): ServerAction[] {
  const index = REPLIES.findIndex(([name]) => name === at);
  const rest = REPLIES.slice(index + 1);
  const after = rest.flatMap(([, reply, wait]) => [...(wait ? [wait] : []), say(reply)]);
  return [...stepOf(at).before, ...instead, ...after];
}

/** The whole session as the client has it, with a credential in it. */
export function faultPlan(more: Partial<ReplayPlan> = {}): ReplayPlan {
  return opening()
    .send(`AUTH PLAIN ${SECRET}`, { secret: true })
    .reply(235)
    .transaction()
    .plan({ timeoutMs: 150, ...more });
}

/** What a run against a server led to. */
export interface Faulted {
  readonly events: readonly ReplayEvent[];
  readonly server: ScriptedServer;
  /** All that the server heard. */
  readonly heard: string;
  readonly took: number;
}

/**
 * Runs the session against a server that plays this, and asserts what holds after every fault: it
 * ends in time with one `done`, lets go of its connections, shows no secret and no control octet.
 */
export async function faulted(
  t: TestContext,
  script: readonly ServerAction[],
  more: { readonly plan?: ReplayPlan; readonly target?: Partial<Target> } = {},
): Promise<Faulted> {
  const server = await serve(t, script);
  const began = performance.now();
  const sockets = socketsTo(server.port);
  const target = { allowPlaintextAuth: true, ...more.target };
  const events = await against(server, more.plan ?? faultPlan(), target);
  const took = performance.now() - began;
  assert.ok(took < 2000, `took ${took} ms`);
  doneOf(events);
  harmless(events);
  await released(sockets.stop());
  return { events, server, heard: server.received()[0] ?? '', took };
}

/** No event holds the secret or anything that a terminal or an editor would obey. */
export function harmless(events: readonly ReplayEvent[]): void {
  const text = JSON.stringify(events);
  assert.ok(!text.includes(SECRET) && !text.includes(CLEAR), 'a secret in an event');
  for (const one of stringsIn(JSON.parse(text))) assert.doesNotMatch(one, /\p{Cc}|\p{Cf}|\p{Zl}/u);
}

/** The client's sockets to a port from now on. */
function socketsTo(port: number): { readonly stop: () => readonly Socket[] } {
  const sockets: Socket[] = [];
  const note = (message: unknown): void => {
    sockets.push((message as { readonly socket: Socket }).socket);
  };
  subscribe('net.client.socket', note);
  return {
    stop: () => {
      unsubscribe('net.client.socket', note);
      return sockets.filter(socket => socket.destroyed || socket.remotePort === port);
    },
  };
}

async function released(sockets: readonly Socket[]): Promise<void> {
  assert.ok(sockets.length > 0, 'no connection was seen');
  const until = performance.now() + 1000;
  while (sockets.some(socket => !socket.destroyed) && performance.now() < until) {
    await new Promise(resolve => setTimeout(resolve, 1));
  }
  assert.ok(
    sockets.every(socket => socket.destroyed),
    'a connection was not let go',
  );
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
