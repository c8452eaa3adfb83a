import type {
  ExpectStep,
  PlanStep,
  ReplayEvent,
  ReplayPlan,
  SendStep,
  Target,
  TlsStep,
} from '../../protocol/replay.ts';
import type { ReplayIo } from '../io/replayIo.ts';
import { redactorOf } from '../redact.ts';
import type { Redactor } from '../redact.ts';
import { Channel } from './channel.ts';
import type { Broken } from './channel.ts';
import { Differences } from './differences.ts';
import { failureText } from './failureText.ts';
import { Journal } from './journal.ts';
import type { Place } from './journal.ts';
import { OwnCommands } from './ownCommands.ts';
import type { LiveReply } from './replyReader.ts';
import { neededCode } from './neededCode.ts';
import { scheduleOf } from './schedule.ts';
import { ServerState } from './serverState.ts';

const NOWHERE: Place = { index: -1, line: 0, endLine: 0 };

/** After these verbs a transaction that lost its content is gone anyway (RFC 5321 §4.1.4). */
const STARTS_AFRESH: ReadonlySet<string> = new Set(['RSET', 'QUIT', 'EHLO', 'HELO', 'LHLO']);

/** What a run works with. */
export interface RunOptions {
  readonly plan: ReplayPlan;
  readonly io: ReplayIo;
  readonly signal: AbortSignal;
  readonly target: Target;
}

type Phase = 'opening' | 'securing' | 'acting' | 'leaving' | 'ending' | 'over';

/** One session being acted; `advance` runs one step, `take` gives the events it made. */
export class Run {
  readonly #plan: ReplayPlan;
  readonly #target: Target;
  readonly #signal: AbortSignal;
  readonly #steps: readonly PlanStep[];
  readonly #channel: Channel;
  readonly #redactor: Redactor;
  readonly #journal: Journal;
  readonly #differences: Differences;
  readonly #state = new ServerState();
  readonly #own: OwnCommands;
  #phase: Phase = 'opening';
  #next = 0;
  #ran = 0;
  #needsReset = false;
  #quitSent = false;
  #withheld = false;
  #where: Place = NOWHERE;
  /** By step index: the live code of an expect, and when a send left. */
  readonly #codes = new Map<number, number>();
  readonly #left = new Map<number, number>();
  #openedAt = 0;

  constructor({ plan, io, signal, target }: RunOptions) {
    this.#plan = plan;
    this.#target = target;
    this.#signal = signal;
    this.#steps = scheduleOf(plan.steps);
    this.#channel = new Channel({ io, target, signal });
    this.#redactor = redactorOf(plan.steps);
    this.#journal = new Journal(this.#redactor);
    this.#differences = new Differences(plan.steps, this.#redactor, this.#journal);
    this.#own = new OwnCommands({
      channel: this.#channel,
      journal: this.#journal,
      state: this.#state,
      timeoutMs: plan.timeoutMs,
    });
  }

  /** True once `done` was made. */
  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** The events since the last call. */
  take(): readonly ReplayEvent[] {
    return this.#journal.take();
  }

  /** Lets go of the connection and the timer. */
  dispose(): void {
    this.#channel.dispose();
  }

  /** Runs up to the next point where a reader may want to stop. Never rejects. */
  async advance(): Promise<void> {
    try {
      if (this.#signal.aborted && this.#phase !== 'ending') this.#cancel();
      await this.#advance();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#journal.failed(this.#where, 'internal', this.#redactor.say`Internal error: ${detail}`);
      this.#phase = 'ending';
    }
  }

  async #advance(): Promise<void> {
    switch (this.#phase) {
      case 'opening':
        return this.#open();
      case 'securing':
        return this.#secure(NOWHERE);
      case 'acting':
        return this.#act();
      case 'leaving':
        return this.#leave();
      case 'ending':
      case 'over':
        this.#journal.done(this.#steps.length - this.#ran);
        this.#phase = 'over';
        this.#channel.dispose();
    }
  }

  #cancel(): void {
    this.#journal.failed(this.#where, 'cancelled', this.#redactor.say`The replay was cancelled.`);
    this.#phase = 'ending';
  }

  async #open(): Promise<void> {
    const missing = this.#steps.find(step => step.kind === 'send' && step.missing !== undefined);
    if (missing?.kind === 'send') {
      this.#refuse(missing);
      return;
    }
    const opened = await this.#channel.open(this.#plan.timeoutMs);
    if (opened.kind === 'broken') {
      this.#break(NOWHERE, opened, 'the connection');
      return;
    }
    this.#journal.opened(opened, this.#target.host);
    this.#openedAt = this.#journal.now();
    const implicitTls = this.#target.implicitTls ?? this.#plan.implicitTls;
    this.#phase = implicitTls ? 'securing' : 'acting';
  }

  #refuse(step: SendStep): void {
    const message = this.#redactor
      .say`The transcript does not hold what was sent here: ${step.missing ?? ''}. Nothing was sent.`;
    this.#journal.failed(step, 'unsendable', message);
    this.#phase = 'ending';
  }

  async #secure(place: Place): Promise<void> {
    const since = this.#journal.now();
    const secured = await this.#channel.secure(this.#plan.timeoutMs);
    if (secured.kind === 'broken') {
      this.#break(place, secured, 'the TLS handshake');
      return;
    }
    this.#state.secured();
    this.#journal.secured(secured, place, since);
    this.#phase = 'acting';
  }

  async #act(): Promise<void> {
    const step = this.#steps[this.#next];
    if (!step) {
      this.#phase = 'leaving';
      return;
    }
    this.#where = step;
    switch (step.kind) {
      case 'send':
        return this.#sendGroup();
      case 'expect':
        this.#next += 1;
        return this.#expect(step);
      case 'tls':
        this.#next += 1;
        return this.#startTls(step);
      case 'close':
        this.#next += 1;
        this.#ran += 1;
        this.#channel.close();
        this.#phase = 'ending';
    }
  }

  // Sending

  /** All sends up to the next step of another kind leave in one write (RFC 2920). */
  async #sendGroup(): Promise<void> {
    const group: SendStep[] = [];
    for (;;) {
      const step = this.#steps[this.#next];
      if (step?.kind !== 'send') break;
      this.#next += 1;
      if (this.#isUnwantedChunk(step)) this.#withhold(step);
      else if (this.#isPermitted(step)) group.push(step);
      else this.#skip(step);
    }
    const [first] = group;
    if (!first || !(await this.#makeWay(first))) return;
    const broken = await this.#channel.write(joined(group), this.#plan.timeoutMs);
    if (broken) {
      this.#break(first, broken, 'the server to take what is sent');
      return;
    }
    const at = this.#journal.now();
    for (const step of group) this.#sent(step, at);
  }

  #sent(step: SendStep, at: number): void {
    this.#ran += 1;
    this.#left.set(step.index, at);
    this.#quitSent ||= step.verb === 'QUIT';
    this.#state.served();
    this.#journal.sent(step, at);
  }

  /** Content leaves only after a live 354, a SASL response only after 334. */
  #isPermitted(step: SendStep): boolean {
    const needed = neededCode(step);
    if (needed === null) return true;
    const code = step.requires === null ? this.#state.lastCode : this.#codes.get(step.requires);
    return code === needed;
  }

  /** A server that knows no BDAT would run the message as commands. */
  #isUnwantedChunk(step: SendStep): boolean {
    if (step.verb !== 'BDAT' || this.#state.takesChunks) return false;
    const next = this.#steps[this.#next];
    const carries = next?.kind === 'send' && next.purpose === 'chunk';
    return step.purpose === 'chunk' || carries || this.#withheld;
  }

  #withhold(step: SendStep): void {
    if (!this.#withheld) this.#differences.noChunking(step);
    this.#withheld = true;
    this.#needsReset = true;
  }

  #skip(step: SendStep): void {
    if (step.purpose === 'content') this.#needsReset = true;
    const code = step.requires === null ? this.#state.lastCode : this.#codes.get(step.requires);
    // Without a reply something before it was skipped, and that was told.
    if (code !== undefined) this.#differences.notPermitted(step, code);
  }

  /** Brings the server back to reading commands where a difference left it elsewhere. */
  async #makeWay(first: SendStep): Promise<boolean> {
    if (neededCode(first) !== null) return true;
    // Raw octets may be meant for just this place, as long as the server keeps to the transcript.
    if (first.purpose === 'raw' && !this.#differences.any) return true;
    if (this.#state.isElsewhere) {
      this.#stopShort(first);
      return false;
    }
    if (this.#state.awaits === 'response' && !(await this.#insert('*', first))) return false;
    if (!this.#needsReset || this.#hasOutstanding()) return true;
    this.#needsReset = false;
    return STARTS_AFRESH.has(first.verb) || this.#insert('RSET', first);
  }

  /** A command would be read as content or as a broken handshake: close without another word. */
  #stopShort(place: Place): void {
    this.#differences.stoppedShort(place, this.#state.awaits);
    this.#phase = 'leaving';
  }

  /** Sends a command of the engine's own and waits for its reply; false when that ended the run. */
  async #insert(command: 'RSET' | '*', near: Place): Promise<boolean> {
    const place: Place = { index: -1, line: near.line, endLine: near.endLine };
    const reply = await this.#own.exchange(command, place);
    if (reply.kind === 'broken') {
      this.#break(place, reply, `the reply to ${command}`);
      return false;
    }
    if (this.#state.awaits === 'command') return true;
    if (this.#state.awaits === 'nothing') this.#closing(place, reply);
    else this.#stopShort(place);
    return false;
  }

  #hasOutstanding(): boolean {
    return this.#steps
      .slice(this.#next)
      .some(step => step.kind === 'expect' && this.#left.has(step.answers ?? -1));
  }

  // Receiving

  async #expect(step: ExpectStep): Promise<void> {
    const since = step.answers === null ? this.#openedAt : this.#left.get(step.answers);
    // What was not sent has no reply.
    if (since === undefined) return;
    if (this.#state.isElsewhere) {
      this.#stopShort(step);
      return;
    }
    const reply = await this.#channel.reply(this.#plan.timeoutMs);
    if (reply.kind === 'broken') {
      this.#noReply(step, reply);
      return;
    }
    this.#ran += 1;
    this.#codes.set(step.index, reply.code);
    this.#journal.received(reply, step, since);
    this.#state.replied(reply, step.verb);
    if (reply.code === 421 && step.recorded?.code !== 421) {
      this.#closing(step, reply);
      return;
    }
    this.#differences.compare(step, reply);
    this.#obey(step, reply.code);
  }

  /** Ends the acting where the server does not want this client (RFC 5321 §3.1). */
  #obey(step: ExpectStep, code: number): void {
    const wanted = step.recorded?.code ?? 220;
    const unwelcome = code >= 400 && wanted < 400;
    if (unwelcome && this.#differences.isGreeting(step)) this.#phase = 'leaving';
  }

  #closing(place: Place, reply: LiveReply): void {
    const text = this.#redactor.reply(reply.octets)[0] ?? '';
    const message = this.#redactor.say`The server ends the session: ${text}`;
    this.#journal.failed(place, 'closed', message);
    this.#channel.close();
    this.#phase = 'ending';
  }

  /** A server that hangs up instead of the 221 has done all that was asked of it. */
  #noReply(step: ExpectStep, broken: Broken): void {
    const gone = broken.reason === 'closed' || broken.reason === 'reset';
    if (step.verb !== 'QUIT' || !gone) {
      this.#break(step, broken, this.#differences.nameOf(step));
      return;
    }
    this.#differences.noFarewell(step);
    this.#ran += 1;
    this.#phase = 'ending';
  }

  // TLS and the end

  async #startTls(step: TlsStep): Promise<void> {
    if (this.#codes.get(step.requires) === 220 && this.#state.awaits === 'tls') {
      this.#ran += 1;
      return this.#secure(step);
    }
    this.#differences.noTls(step, this.#codes.get(step.requires));
    this.#phase = 'leaving';
  }

  /** Says QUIT where the transcript does not, unless the server would not read it as a command. */
  async #leave(): Promise<void> {
    this.#phase = 'ending';
    const place: Place = { index: -1, line: this.#where.line, endLine: this.#where.endLine };
    const speaks = this.#state.awaits === 'command' || this.#state.awaits === 'response';
    if (this.#quitSent || !speaks) {
      this.#channel.close();
      return;
    }
    if (this.#state.awaits === 'response' && !(await this.#insert('*', place))) return;
    await this.#own.quit(place);
  }

  #break(place: Place, broken: Broken, awaited: string): void {
    const greeting = this.#state.lastCode === 0 && awaited === 'the greeting';
    const { timeoutMs } = this.#plan;
    const message = failureText(this.#redactor, broken, { awaited, timeoutMs, greeting });
    this.#journal.failed(place, broken.reason, message);
    this.#phase = 'ending';
  }
}

function joined(group: readonly SendStep[]): Uint8Array {
  const [only] = group;
  return only && group.length === 1 ? only.octets : Buffer.concat(group.map(step => step.octets));
}
