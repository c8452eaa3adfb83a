import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { MatchPolicy, ReplayPlan, Target, Verdict } from '../protocol/replay.ts';
import { receiverFeatureOf } from '../receiver/features.ts';
import { startReceiver } from '../receiver/receiver.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { replay } from '../replay/engine/replay.ts';
import { nodeIo } from '../replay/io/nodeIo.ts';
import { planOf } from '../replay/plan/plan.ts';
import type { Planned } from '../replay/plan/plan.ts';
import { durationOf } from '../replay/plan/directives.ts';
import { needsConsent } from '../replay/resolve/needsConsent.ts';
import { renderEvent } from '../report/replayText.ts';
import { styleFor } from '../report/style.ts';
import { visible } from '../core/rule/finding.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { choiceOf, formatOf } from './format.ts';
import { readInputs } from './inputs.ts';
import type { Input } from './inputs.ts';
import { parseHostPort, placeOf } from './target.ts';

/** `replay`: acts each session as the client and compares every reply with the recorded one. */
export const replayCommand: Command = {
  name: 'replay',
  usage: 'replay [--to HOST:PORT] [--allow HOST:PORT] [--session N|NAME] [--format text|json] FILE…|DIR|-',
  summary: 'run sessions against a server and compare its replies',
  help: [
    '--to HOST:PORT       the server (default: the embedded receiver on loopback)',
    '--allow HOST:PORT    your consent to connect to a host that is not loopback: mail may be delivered',
    '--session N|NAME     only this session; may be repeated',
    '--match POLICY       compare by code (default), class, enhanced or exact text',
    '--timeout TIME       longest wait for a reply, such as 5s (default 30s)',
    '--tls implicit       TLS from the first octet (port 465)',
    '--ca FILE            trust these certificates (PEM) too',
    '--insecure           do not verify the certificate',
    '--format text|json   how to print; json: one event a line (default text)',
    '--dialect ID         how the tool prints sessions (default: detected)',
  ],
  options: {
    to: { type: 'string' },
    allow: { type: 'string', multiple: true },
    session: { type: 'string', multiple: true },
    match: { type: 'string' },
    timeout: { type: 'string' },
    tls: { type: 'string' },
    ca: { type: 'string' },
    insecure: { type: 'boolean' },
    format: { type: 'string' },
    dialect: { type: 'string' },
  },
  async run(invocation, terminal) {
    const runs = await plansOf(invocation);
    if (runs.length === 0) throw new UsageError('there is no session to replay');
    const target = await targetOf(invocation, runs);
    const replayer = new Replayer(invocation, terminal, target);
    try {
      for (const run of runs) {
        if (terminal.signal.aborted) break;
        await replayer.run(run);
      }
    } finally {
      await replayer.close();
    }
    if (terminal.signal.aborted) return EXIT.interrupted;
    return replayer.exitStatus;
  },
};

interface PlannedRun extends Planned {
  readonly file: string;
}

async function plansOf(invocation: Invocation): Promise<PlannedRun[]> {
  const runs: PlannedRun[] = [];
  const policy = choiceOf(invocation, 'match', ['code', 'class', 'enhanced', 'exact']);
  const timeout = invocation.value('timeout');
  const timeoutMs = durationOf(timeout);
  if (timeout !== undefined && timeoutMs === undefined) throw new UsageError('--timeout takes a time such as 5s');
  for await (const input of readInputs(invocation.operands, invocation.value('dialect'))) {
    runs.push(...planFile(input, { policy, ...(timeoutMs === undefined ? {} : { timeoutMs }) }));
  }
  const wanted = invocation.values('session');
  if (wanted.length === 0) return runs;
  const chosen = runs.filter((run, index) => wanted.some(w => w === String(index + 1) || w === run.plan.name));
  if (chosen.length === 0) {
    const names = runs.map(run => run.plan.name).join(', ');
    throw new UsageError(`no session is called ${wanted.join(' or ')}; there are ${names}`);
  }
  return chosen;
}

function planFile(
  input: Input,
  options: { readonly policy: MatchPolicy; readonly timeoutMs?: number },
): PlannedRun[] {
  const runs: PlannedRun[] = [];
  let firstLine = 1;
  for (const chunk of readTranscript(input.octets, { scanner: bufferScanner, dialect: input.dialect })) {
    for (const session of chunk.sessions) {
      const planned = planOf(chunk, session, { index: runs.length, firstLine, ...options });
      runs.push({ file: input.file, ...planned });
    }
    firstLine += chunk.lines.count - 1;
  }
  return runs;
}

/** The server to run against, with the user's consent; undefined for the embedded receiver. */
async function targetOf(
  invocation: Invocation,
  runs: readonly PlannedRun[],
): Promise<Target | undefined> {
  const to = invocation.value('to');
  if (to === undefined) return undefined;
  const implicit = choiceOf(invocation, 'tls', ['starttls', 'implicit']) === 'implicit';
  const place = parseHostPort(to, implicit ? 465 : 25);
  const allowed = invocation.values('allow').map(text => placeOf(parseHostPort(text, place.port)));
  if ((await needsConsent(place)) && !allowed.includes(placeOf(place))) {
    const recipients = [...new Set(runs.flatMap(run => run.plan.recipients))].slice(0, 5);
    const whom = recipients.length > 0 ? ` to ${recipients.map(visible).join(', ')}` : '';
    throw new UsageError(
      `${placeOf(place)} is not on this machine: real mail${whom} may be delivered. ` +
        `If that is what you want, add --allow ${placeOf(place)}`,
    );
  }
  const ca = invocation.value('ca');
  return {
    ...place,
    ...(implicit ? { implicitTls: true } : {}),
    ...(invocation.flag('insecure') ? { verifyCertificate: false } : {}),
    ...(ca === undefined ? {} : { ca: await readCa(ca) }),
  };
}

async function readCa(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${error instanceof Error ? error.message : ''}`);
  }
}

/** Runs plans one after the other; starts an embedded receiver for each set of features. */
class Replayer {
  readonly #format: 'text' | 'json';
  readonly #terminal: Terminal;
  readonly #target: Target | undefined;
  readonly #receivers = new Map<string, Receiver>();
  #storage: string | undefined;
  #file = '';
  #worst: Verdict = 'passed';

  constructor(invocation: Invocation, terminal: Terminal, target: Target | undefined) {
    this.#format = formatOf(invocation, ['text', 'json']);
    this.#terminal = terminal;
    this.#target = target;
  }

  get exitStatus(): number {
    if (this.#worst === 'failed') return EXIT.failure;
    return this.#worst === 'differed' ? EXIT.findings : EXIT.fine;
  }

  async run({ file, plan, problems }: PlannedRun): Promise<void> {
    this.#announce(file, plan);
    for (const problem of problems.filter(p => !p.fatal)) {
      this.#terminal.note(`  line ${problem.line}: ${problem.message}\n`);
    }
    const target = this.#target ?? (await this.#embedded(plan));
    const io = nodeIo({ loopbackOnly: this.#target === undefined });
    let verdict: Verdict = 'failed';
    for await (const event of replay(plan, io, this.#terminal.signal, { target })) {
      if (event.kind === 'done') ({ verdict } = event);
      this.#print(file, plan, event);
    }
    this.#judge(plan, verdict);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#receivers.values()].map(receiver => receiver.close()));
    if (this.#storage !== undefined) await rm(this.#storage, { recursive: true, force: true });
  }

  #announce(file: string, plan: ReplayPlan): void {
    if (this.#format === 'json') return;
    const { bold, dim } = this.#style();
    if (this.#file !== file) this.#terminal.out(`${bold(visible(file))}\n`);
    this.#file = file;
    this.#terminal.out(`  ${dim('──')} ${visible(plan.name)}\n`);
  }

  #print(file: string, plan: ReplayPlan, event: Parameters<typeof renderEvent>[0]): void {
    if (this.#format === 'json') {
      this.#terminal.out(`${JSON.stringify({ file, session: plan.name, ...event })}\n`);
    } else this.#terminal.out(renderEvent(event, this.#style()));
  }

  /** A verdict that the transcript expects is fine, whatever it is. */
  #judge(plan: ReplayPlan, verdict: Verdict): void {
    const expected = verdict === plan.expectedVerdict;
    if (this.#format === 'text' && (verdict !== 'passed' || !expected)) {
      const { green, red } = this.#style();
      this.#terminal.out(
        expected ? `  ${green(`as expected: ${verdict}`)}\n` : `  ${red(`expected: ${plan.expectedVerdict}`)}\n`,
      );
    }
    if (expected || this.#worst === 'failed') return;
    this.#worst = verdict === 'passed' ? 'differed' : verdict;
  }

  async #embedded(plan: ReplayPlan): Promise<Target> {
    this.#storage ??= await mkdtemp(join(tmpdir(), 'smtp-transcript-'));
    const features = plan.receiverDisable.flatMap(name => receiverFeatureOf(name) ?? []);
    const key = `${plan.implicitTls ? 'implicit' : 'starttls'} ${features.join(' ')}`;
    const running = this.#receivers.get(key);
    const receiver =
      running ??
      (await startReceiver({
        storage: this.#storage,
        tls: plan.implicitTls ? 'implicit' : 'starttls',
        auth: 'always',
        disable: features,
      }));
    this.#receivers.set(key, receiver);
    const { certificate } = receiver;
    return {
      host: receiver.host,
      port: receiver.port,
      serverName: 'localhost',
      ...(certificate ? { ca: certificate.pem } : {}),
    };
  }

  #style(): ReturnType<typeof styleFor> {
    return styleFor(this.#terminal.color ? 'color' : 'plain');
  }
}
