import type { Condition, PlanStep, SendStep } from '../../protocol/replay.ts';
import { bufferOf } from '../bufferOf.ts';
import { exchangesOf } from '../plan/exchangesOf.ts';
import type { Broken } from './channel.ts';
import { isSecret, secretsOf } from '../secrets.ts';
import { CredentialGuard } from './credentialGuard.ts';
import { endBroken } from './ending.ts';
import { Filling } from './filling.ts';
import { isClear, makeWay } from './makeWay.ts';
import { neededCode } from './neededCode.ts';
import { outstandingAt } from './outstanding.ts';
import type { Phase } from './progress.ts';
import type { Scene } from './scene.ts';
import type { Survey } from './survey.ts';
import { takeUnasked } from './unasked.ts';

/** A send that leaves, with the octets that it has now. */
interface Leaving {
  readonly step: SendStep;
  readonly octets: Buffer;
}

/** Sends of a plan: what may leave leaves, with its group in one write. */
export class Sending {
  readonly #scene: Scene;
  readonly #filling: Filling;
  readonly #guard: CredentialGuard;
  readonly #outstanding: Uint8Array;
  readonly #loneSends: Uint8Array;
  /** To which command each step belongs; made where something may be left out. */
  readonly #owners: readonly number[] | undefined;
  #withheldChunks = false;

  constructor(scene: Scene, survey: Survey) {
    const { plan, progress } = scene;
    this.#scene = scene;
    this.#filling = new Filling(plan.steps, scene.values);
    this.#guard = new CredentialGuard(scene);
    this.#outstanding = outstandingAt(survey, progress.steps);
    this.#loneSends = survey.loneSends;
    this.#owners = survey.hasOptionalSends ? exchangesOf(plan.steps) : undefined;
  }

  /** All sends, `most` at most, up to the next step of another kind leave in one write (RFC 2920). */
  group(most = Infinity): Phase | Promise<Phase> {
    const { progress } = this.#scene;
    const from = progress.next;
    const lone = this.#loneAt(from);
    if (lone) return this.#writeLone(lone);
    const group: Leaving[] = [];
    for (;;) {
      const step = progress.steps[progress.next];
      if (step?.kind !== 'send' || group.length === most) break;
      if (this.hasToRest(step)) {
        // What is before the pause leaves before it.
        if (group.length === 0) return this.rest(step, step.delayMs ?? 0);
        break;
      }
      progress.next += 1;
      const octets = this.#octetsOf(step);
      if (octets === 'insecure') return 'leaving';
      if (octets !== undefined) group.push({ step, octets: bufferOf(octets) });
    }
    const [first] = group;
    if (!first) return 'acting';
    return this.#hasObstacle(first.step, from) ? this.#after(group, from) : this.#write(group);
  }

  /** The send there, if all there is to do is to write it: no list, no copy, no promise. */
  #loneAt(position: number): SendStep | undefined {
    if (this.#loneSends[position] !== 1) return undefined;
    const step = this.#scene.progress.steps[position];
    if (step?.kind !== 'send' || !this.#isPermitted(step)) return undefined;
    return this.#hasObstacle(step, position) ? undefined : step;
  }

  #writeLone(step: SendStep): Phase | Promise<Phase> {
    const { channel, progress, waits, journal, state } = this.#scene;
    progress.next += 1;
    const octets = bufferOf(step.octets);
    const broken = channel.write(octets, waits.write);
    if (broken !== null) return this.#writing([{ step, octets }], broken);
    const at = journal.now();
    progress.sent(step.index, at);
    journal.sent(step, octets, at);
    state.served();
    return 'acting';
  }

  /** False too for a step that is going to be left out. */
  hasToRest(step: SendStep | Extract<PlanStep, { kind: 'auth' }>): boolean {
    if (step.delayMs === undefined || this.#scene.progress.rested === step.index) return false;
    return step.condition === undefined || this.#holds(step.condition);
  }

  /** Tells that nothing happens for a while; the run waits before its next step. */
  rest(step: PlanStep & { readonly delayWhy?: 'sleep' | 'timing' }, ms: number): Phase {
    const { journal, progress } = this.#scene;
    journal.waiting(step, ms, step.delayWhy ?? 'sleep');
    progress.pauseMs = ms;
    progress.rested = step.index;
    return 'acting';
  }

  /** Leaves out what its condition asks for, and tells so. */
  leavesOut(step: PlanStep & { readonly condition?: Condition }): boolean {
    const { condition } = step;
    const { progress, journal, redactor } = this.#scene;
    if (condition === undefined || this.#holds(condition)) return false;
    progress.skip(step.index);
    const offer = condition.wanted ? 'does not offer' : 'offers';
    journal.skipped(
      step,
      redactor.say`Left out, as the transcript asks: the server ${offer} ${condition.advertised}.`,
    );
    return true;
  }

  /** Undefined where the step stays behind; `insecure` where nothing more may be sent. */
  #octetsOf(step: SendStep): Uint8Array | 'insecure' | undefined {
    const { progress } = this.#scene;
    const owner = this.#owners?.[step.index];
    if (owner !== undefined && owner !== step.index && progress.isSkipped(owner)) return undefined;
    if (step.condition !== undefined && this.leavesOut(step)) return undefined;
    if (step.verb === 'BDAT' && this.#isUnwantedChunk(step)) {
      this.#withholdChunk(step);
      return undefined;
    }
    if (!this.#isPermitted(step)) {
      this.#skip(step);
      return undefined;
    }
    const asItStands = step.variables === undefined && step.announces === undefined;
    const octets = asItStands ? (this.#filling.done(step) ?? step.octets) : this.#filled(step);
    if (octets === undefined) return octets;
    if (octets !== step.octets && isSecret(step)) this.#hide({ ...step, octets });
    if (!this.#guard.allowsOctets(step, octets)) return 'insecure';
    if (step.verb !== 'AUTH') return octets;
    const verdict = this.#guard.judge(step, octets);
    if (verdict === 'send') return octets;
    return verdict === 'insecure' ? verdict : undefined;
  }

  /** A credential that was a place before; whatever the server makes of it, it is not told. */
  #hide(step: SendStep): void {
    for (const secret of secretsOf([step]))
      this.#scene.redactor.hide(Buffer.from(secret, 'latin1'));
  }

  #filled(step: SendStep): Uint8Array | undefined {
    const filled = this.#filling.fill(step);
    if (filled instanceof Uint8Array) return filled;
    const { differences, progress } = this.#scene;
    // Its chunk stays behind with it.
    progress.skip(step.index);
    differences.noValue(step, filled);
    return undefined;
  }

  /** Nothing stands in the way of most sends: looking must cost nothing. */
  #hasObstacle(first: SendStep, from: number): boolean {
    const { channel } = this.#scene;
    return !isClear(this.#scene, first) || (this.#outstanding[from] === 0 && channel.unread > 0);
  }

  async #after(group: readonly Leaving[], from: number): Promise<Phase> {
    const { channel } = this.#scene;
    const first = group[0]?.step;
    if (!first) return 'acting';
    const outstanding = this.#isOutstanding(from);
    if (!outstanding && channel.unread > 0) {
      const phase = await takeUnasked(this.#scene, first);
      if (phase !== null) return phase;
    }
    return (await makeWay(this.#scene, first, outstanding)) ?? this.#write(group);
  }

  #isOutstanding(from: number): boolean {
    const { progress } = this.#scene;
    if (this.#outstanding[from] === 0) return false;
    return progress.steps
      .slice(from)
      .some(step => step.kind === 'expect' && progress.leftAt(step.answers ?? -1) !== undefined);
  }

  #write(group: readonly Leaving[]): Phase | Promise<Phase> {
    const { channel, waits } = this.#scene;
    return this.#writing(group, channel.write(joined(group), waits.write));
  }

  #writing(
    group: readonly Leaving[],
    broken: Broken | null | Promise<Broken | null>,
  ): Phase | Promise<Phase> {
    return broken instanceof Promise
      ? broken.then(result => this.#written(group, result))
      : this.#written(group, broken);
  }

  #written(group: readonly Leaving[], broken: Broken | null): Phase {
    const { journal, progress, state, waits } = this.#scene;
    const [first] = group;
    if (broken && first) {
      const awaited = 'the server to take what is sent';
      return endBroken(this.#scene, first.step, broken, { awaited, timeoutMs: waits.write });
    }
    const at = journal.now();
    for (const { step, octets } of group) {
      progress.sent(step.index, at);
      if (step.verb === 'QUIT') progress.quitSent = true;
      journal.sent(step, octets, at);
    }
    state.served();
    return 'acting';
  }

  /** Content leaves only after a live 354, a SASL response only after 334. */
  #isPermitted(step: SendStep): boolean {
    const needed = neededCode(step);
    return needed === null || this.#permission(step) === needed;
  }

  #permission({ requires }: SendStep): number | undefined {
    const { progress, state } = this.#scene;
    return requires === null ? state.lastCode : progress.codeOf(requires);
  }

  /** A server that knows no BDAT would run the message as commands. */
  #isUnwantedChunk(step: SendStep): boolean {
    const { state, progress } = this.#scene;
    if (state.takesChunks) return false;
    const next = progress.steps[progress.next];
    const carries = next?.kind === 'send' && next.purpose === 'chunk';
    return step.purpose === 'chunk' || carries || this.#withheldChunks;
  }

  #withholdChunk(step: SendStep): void {
    if (!this.#withheldChunks) this.#scene.differences.noChunking(step);
    this.#withheldChunks = true;
    this.#scene.progress.needsReset = true;
  }

  #skip(step: SendStep): void {
    const { differences, progress } = this.#scene;
    if (step.purpose === 'content') progress.needsReset = true;
    const code = this.#permission(step);
    // Without a reply something before it was skipped, and that was told.
    if (code !== undefined) differences.notPermitted(step, code);
  }

  #holds({ advertised, wanted }: Condition): boolean {
    return this.#scene.state.offers(advertised) === wanted;
  }
}

function joined(group: readonly Leaving[]): Buffer {
  const [only] = group;
  return only && group.length === 1 ? only.octets : Buffer.concat(group.map(each => each.octets));
}
