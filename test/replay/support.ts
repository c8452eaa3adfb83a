import type { TestContext } from 'node:test';
import { generate } from 'selfsigned';
import type {
  ExpectStep,
  PlanStep,
  ReplayEvent,
  ReplayPlan,
  RunInputs,
  SendPurpose,
  SendStep,
  Target,
} from '../../server/protocol/replay.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { startScriptedServer } from '../../server/receiver/scripted/scriptedServer.ts';
import type {
  ScriptedServer,
  ServerScript,
} from '../../server/receiver/scripted/scriptedServer.ts';
import { replay } from '../../server/replay/engine/replay.ts';
import { nodeIo } from '../../server/replay/io/nodeIo.ts';

/** Builds the steps of a plan the way a transcript lists them. */
export class Script {
  readonly steps: PlanStep[] = [];

  /** The greeting, or with a verb the reply to the send `back` sends ago. */
  reply(code: number | null, text = 'ok', back = 1): this {
    const sends = this.steps.filter((step): step is SendStep => step.kind === 'send');
    const answers = sends.at(-back) ?? null;
    const step: ExpectStep = {
      ...this.#place(),
      kind: 'expect',
      answers: answers?.index ?? null,
      verb: answers?.verb ?? '',
      recorded: code === null ? null : { code, lines: [text] },
      policy: 'code',
    };
    this.steps.push(step);
    return this;
  }

  send(line: string, more: Partial<SendStep> = {}): this {
    const octets = Buffer.from(`${line}\r\n`);
    const verb = (line.split(' ')[0] ?? '').toUpperCase();
    const base = { secret: false, requires: null, purpose: 'command' as SendPurpose };
    this.steps.push({ ...this.#place(), kind: 'send', verb, octets, ...base, ...more });
    return this;
  }

  content(text = 'Subject: x\r\n\r\nhello\r\n.'): this {
    return this.send(text, { purpose: 'content', verb: 'DATA', requires: this.steps.length - 1 });
  }

  response(text: string): this {
    return this.send(text, {
      purpose: 'auth-response',
      verb: 'AUTH',
      secret: true,
      requires: this.steps.length - 1,
    });
  }

  tls(): this {
    this.steps.push({ ...this.#place(), kind: 'tls', requires: this.steps.length - 1 });
    return this;
  }

  /** One message for one recipient, and the end of the session. */
  transaction(): this {
    return this.send('MAIL FROM:<a@example.org>')
      .reply(250)
      .send('RCPT TO:<b@example.net>')
      .reply(250)
      .send('DATA')
      .reply(354)
      .content()
      .reply(250)
      .send('QUIT')
      .reply(221);
  }

  close(): this {
    this.steps.push({ ...this.#place(), kind: 'close' });
    return this;
  }

  plan(more: Partial<ReplayPlan> = {}): ReplayPlan {
    return {
      version: 1,
      name: 'session 1',
      protocol: 'smtp',
      implicitTls: false,
      timeoutMs: 2000,
      recipients: [],
      receiverDisable: [],
      expectedVerdict: 'passed',
      steps: this.steps,
      ...more,
    };
  }

  #place(): { index: number; line: number; endLine: number } {
    const index = this.steps.length;
    return { index, line: index + 1, endLine: index + 1 };
  }
}

/** Greeting and EHLO, both as recorded. */
export function opening(): Script {
  return new Script().reply(220).send('EHLO client.example').reply(250);
}

/** A whole ordinary session. */
export function ordinary(): Script {
  return opening().transaction();
}

/** Everything a run tells. */
export async function collect(events: AsyncIterable<ReplayEvent>): Promise<readonly ReplayEvent[]> {
  const all: ReplayEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** Starts the server for a test and stops it after. */
export async function serve(t: TestContext, script: ServerScript): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  t.after(() => server.close());
  return server;
}

/** Replays a plan against a scripted server. */
export async function against(
  server: Pick<ScriptedServer, 'host' | 'port'>,
  plan: ReplayPlan,
  more: Partial<Target> & { readonly signal?: AbortSignal; readonly inputs?: RunInputs } = {},
): Promise<readonly ReplayEvent[]> {
  const { signal = new AbortController().signal, inputs = {}, ...target } = more;
  const options = { target: { host: server.host, port: server.port, ...target }, inputs };
  return collect(replay(plan, nodeIo(), signal, options));
}

/** What a scripted server does that answers so many lines, each with the reply at its place. */
export function answers(...replies: readonly string[]): readonly ServerAction[] {
  const [greeting = '', ...rest] = replies.map(text => ({
    do: 'send' as const,
    octets: `${text}\r\n`,
  }));
  return greeting === ''
    ? []
    : [greeting, ...rest.flatMap(reply => [{ do: 'line' as const }, reply])];
}

/** The events of one kind. */
export function only<K extends ReplayEvent['kind']>(
  events: readonly ReplayEvent[],
  kind: K,
): readonly Extract<ReplayEvent, { kind: K }>[] {
  return events.filter((event): event is Extract<ReplayEvent, { kind: K }> => event.kind === kind);
}

/** The last event, which has to be the only `done`. */
export function doneOf(
  events: readonly ReplayEvent[],
): Extract<ReplayEvent, { readonly kind: 'done' }> {
  const done = only(events, 'done');
  const [last] = done;
  if (!last || done.length !== 1 || events.at(-1) !== last) throw new Error('not one done, last');
  return last;
}

/** Why the run failed: `reason message`, '' where it did not. */
export function failureOf(events: readonly ReplayEvent[]): string {
  return only(events, 'failed')
    .map(event => `${event.reason} ${event.message}`)
    .join('\n');
}

/** A certificate of its own for the given names, valid for loopback unless told. */
export async function certificate(
  more: { readonly names?: readonly string[]; readonly expired?: boolean } = {},
): Promise<{ readonly key: string; readonly cert: string }> {
  const day = 24 * 60 * 60 * 1000;
  const end = new Date(Date.now() + (more.expired ? -day : day));
  const made = await generate([{ name: 'commonName', value: 'test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 2 * day),
    notAfterDate: end,
    extensions: [
      {
        name: 'subjectAltName',
        altNames: (more.names ?? ['127.0.0.1', 'localhost']).map(name =>
          /^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name },
        ),
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
