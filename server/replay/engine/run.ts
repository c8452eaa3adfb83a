import type {
  PlanStep,
  ReplayEvent,
  ReplayPlan,
  RunInputs,
  SendStep,
  Target,
  TlsStep,
} from '../../protocol/replay.ts';
import type { ReplayIo } from '../io/replayIo.ts';
import { redactorOf } from '../redact.ts';
import { isLoopbackAddress } from '../resolve/isLoopbackAddress.ts';
import { AuthRun } from './authRun.ts';
import { Channel } from './channel.ts';
import { Differences } from './differences.ts';
import { beside, endBroken } from './ending.ts';
import { Journal } from './journal.ts';
import type { Place } from './journal.ts';
import { insert } from './makeWay.ts';
import { OwnCommands } from './ownCommands.ts';
import { pause } from './pause.ts';
import { Progress } from './progress.ts';
import type { Phase } from './progress.ts';
import { Receiving } from './receiving.ts';
import type { Turn } from './receiving.ts';
import type { Scene } from './scene.ts';
import { scheduleOf } from './schedule.ts';
import { Sending } from './sending.ts';
import { isProxyHeader } from '../../core/smtp/proxyHeader.ts';
import { ServerState } from './serverState.ts';
import { surveyOf } from './survey.ts';
import type { Survey } from './survey.ts';
import { takeUnasked } from './unasked.ts';
import { unsendable } from './unsendable.ts';
import { Values } from './values.ts';
import { Waits } from './waits.ts';

const NOWHERE: Place = { index: -1, line: 0, endLine: 0 };

/** The next phase, now or later; `waiting`: it will be settled by who was asked. */
type Next = Phase | 'waiting' | Promise<Phase>;

/** What a run works with. */
export interface RunOptions {
  readonly plan: ReplayPlan;
  readonly io: ReplayIo;
  readonly signal: AbortSignal;
  readonly target: Target;
  readonly inputs: RunInputs;
}

/** One session being acted; `advance` runs one step, `take` gives the events it made. */
export class Run {
  readonly #scene: Scene;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #auth: AuthRun;
  readonly #inputs: RunInputs;
  readonly #missing: SendStep | undefined;
  #phase: Phase = 'opening';
  #isSettled = true;
  #done: (() => void) | undefined;
  /** Ends a pause of which nobody waits for the end any more. */
  #rest: AbortController | undefined;

  constructor(options: RunOptions) {
    this.#inputs = options.inputs;
    const survey = surveyOf(options.plan.steps);
    this.#missing = survey.missing;
    this.#scene = sceneOf(options, survey);
    this.#sending = new Sending(this.#scene, survey);
    this.#receiving = new Receiving(this.#scene);
    this.#auth = new AuthRun(this.#scene);
  }

  /** True once `done` was made. */
  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** The oldest event that was not taken; undefined where there is none. */
  take(): ReplayEvent | undefined {
    return this.#scene.journal.take();
  }

  /** Lets go of the connection and the timer. */
  dispose(): void {
    this.#rest?.abort();
    this.#scene.channel.dispose();
  }

  /**
   * Runs up to the next point where a reader may want to stop. True where that took no waiting; else
   * `done` is called. Never throws.
   */
  advance(done: () => void): boolean {
    this.#done = undefined;
    this.#isSettled = false;
    this.#begin();
    if (this.#hasSettled()) return true;
    this.#done = done;
    return false;
  }

  #begin(): void {
    try {
      const next = this.#scene.channel.isAborted ? this.#advanceAborted() : this.#advance();
      if (next === 'waiting') return;
      if (typeof next === 'string') this.#settle(next);
      else void next.catch(this.#crashed).then(this.#settle);
    } catch (error) {
      this.#settle(this.#crashed(error));
    }
  }

  #hasSettled(): boolean {
    return this.#isSettled;
  }

  readonly #settle = (next: Phase): void => {
    this.#phase = next;
    this.#isSettled = true;
    this.#done?.();
  };

  readonly #crashed = (error: unknown): Phase => {
    const { journal, progress, redactor } = this.#scene;
    const detail = error instanceof Error ? error.message : String(error);
    journal.failed(progress.where, 'internal', redactor.say`Internal error: ${detail}`);
    return 'ending';
  };

  readonly #turn: Turn = { settle: this.#settle, crashed: this.#crashed };

  #advanceAborted(): Next {
    const isOver = this.#phase === 'ending' || this.#phase === 'over';
    return isOver ? this.#advance() : this.#cancel();
  }

  #advance(): Next {
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
        return this.#end();
    }
  }

  #end(): Phase {
    const { journal, progress, channel } = this.#scene;
    journal.done(progress.left);
    channel.dispose();
    return 'over';
  }

  #cancel(): Phase {
    const { journal, progress, redactor } = this.#scene;
    journal.failed(progress.where, 'cancelled', redactor.say`The replay was cancelled.`);
    return 'ending';
  }

  async #open(): Promise<Phase> {
    const { plan, target, channel, journal, progress, redactor, values, waits } = this.#scene;
    const fault = unsendable({ plan, missing: this.#missing, inputs: this.#inputs }, redactor);
    if (fault !== null) {
      journal.failed(fault.place, 'unsendable', fault.message);
      return 'ending';
    }
    const opened = await channel.open(waits.usual);
    if (opened.kind === 'broken') {
      const waited = { awaited: 'the connection', timeoutMs: waits.usual };
      return endBroken(this.#scene, NOWHERE, opened, waited);
    }
    journal.opened(opened, target.host);
    values.opened(opened, target);
    progress.isLocal = target.path !== undefined || isLoopbackAddress(opened.address);
    progress.openedAt = journal.now();
    const phase = await this.#introduce();
    const isImplicit = target.implicitTls ?? plan.implicitTls;
    return phase === 'acting' && isImplicit ? 'securing' : phase;
  }

  /** What a proxy says of the client comes before TLS, and once. */
  async #introduce(): Promise<Phase> {
    const { progress, journal, redactor, target } = this.#scene;
    const [first] = progress.steps;
    if (first?.kind !== 'send' || !isProxyHeader(first.octets)) return 'acting';
    progress.where = first;
    if (target.proxy === undefined) return this.#sending.group(1);
    progress.next += 1;
    journal.skipped(first, redactor.say`Left out: another PROXY header was sent before.`);
    return 'acting';
  }

  async #secure(place: Place): Promise<Phase> {
    const { channel, journal, state, waits } = this.#scene;
    const since = journal.now();
    const secured = await channel.secure(waits.usual);
    if (secured.kind === 'broken') {
      const waited = { awaited: 'the TLS handshake', timeoutMs: waits.usual };
      return endBroken(this.#scene, place, secured, waited);
    }
    state.secured();
    this.#auth.secured(secured.channelBinding);
    journal.secured(secured, place, since);
    return 'acting';
  }

  #act(): Next {
    const { progress } = this.#scene;
    if (progress.pauseMs > 0) return this.#pause(progress.pauseMs);
    const step = progress.steps[progress.next];
    if (!step) return 'leaving';
    // After a stop only the replies that are due are still read.
    if (step.kind !== 'expect' && this.#stops()) {
      progress.next += 1;
      return 'acting';
    }
    progress.where = step;
    return this.#actStep(step);
  }

  #actStep(step: PlanStep): Next {
    const { progress, channel } = this.#scene;
    switch (step.kind) {
      case 'send':
        return this.#sending.group();
      case 'expect':
        progress.next += 1;
        return this.#receiving.expect(step, this.#turn);
      case 'auth':
        if (this.#sending.hasToRest(step)) return this.#sending.rest(step, step.delayMs ?? 0);
        progress.next += 1;
        return this.#sending.leavesOut(step) ? 'acting' : this.#auth.run(step);
      case 'tls':
        progress.next += 1;
        return this.#startTls(step);
      case 'close':
        progress.ran(step.index);
        channel.close();
        return 'ending';
    }
  }

  async #pause(ms: number): Promise<Phase> {
    const { progress, signal } = this.#scene;
    progress.pauseMs = 0;
    this.#rest = new AbortController();
    await pause(ms, AbortSignal.any([signal, this.#rest.signal]));
    return 'acting';
  }

  #stops(): boolean {
    const { plan, journal } = this.#scene;
    return plan.onDifference === 'stop' && journal.hasDiffered;
  }

  #startTls(step: TlsStep): Phase | Promise<Phase> {
    const { progress, state, differences, plan } = this.#scene;
    const code = progress.codeOf(step.requires);
    if (code === 220 && state.awaits === 'tls') {
      progress.ran(step.index);
      return this.#secure(step);
    }
    const gate = plan.steps[step.requires];
    const command = gate?.kind === 'expect' ? gate.answers : null;
    if (command !== null && progress.isSkipped(command)) return 'acting';
    differences.noTls(step, code);
    return 'leaving';
  }

  /** Says QUIT where the transcript does not, unless the server would not read it as a command. */
  async #leave(): Promise<Phase> {
    const { progress, state, channel, own } = this.#scene;
    const place = beside(progress.where);
    if (channel.unread > 0 && !this.#isOwed()) {
      const phase = await takeUnasked(this.#scene, place);
      if (phase !== null) return phase;
    }
    const speaks = state.awaits === 'command' || state.awaits === 'response';
    if (progress.quitSent || !speaks) {
      channel.close();
      return 'ending';
    }
    if (state.awaits === 'response') {
      const phase = await insert(this.#scene, '*', place);
      if (phase !== null) return phase === 'leaving' ? 'ending' : phase;
    }
    await own.quit(place);
    return 'ending';
  }

  /** A reply is due to something that was sent: what comes may be that. */
  #isOwed(): boolean {
    const { steps, next } = this.#scene.progress;
    const { progress } = this.#scene;
    return steps
      .slice(next)
      .some(step => step.kind === 'expect' && progress.leftAt(step.answers ?? -1) !== undefined);
  }
}

function sceneOf({ plan, io, signal, target: given, inputs }: RunOptions, survey: Survey): Scene {
  const proxy = given.proxy ?? plan.proxy;
  const target = proxy === undefined ? given : { ...given, proxy };
  const redactor = redactorOf(
    survey.hasSecrets ? plan.steps : [],
    Object.values(inputs.secrets ?? {}),
  );
  const values = new Values(plan, inputs);
  const channel = new Channel({ io, target, signal });
  const journal = new Journal(redactor);
  const state = new ServerState();
  const waits = new Waits(plan);
  // Every part reads it all the time: written out, it has one layout from the start.
  return {
    plan,
    target,
    signal,
    channel,
    redactor,
    journal,
    state,
    values,
    waits,
    differences: new Differences({ steps: plan.steps, survey, redactor, journal, values }),
    own: new OwnCommands({ channel, journal, state, waits }),
    progress: new Progress(scheduleOf(plan.steps, survey)),
  };
}
