import type { ExpectStep, SendStep } from '../../protocol/replay.ts';
import type { Broken } from './channel.ts';
import { refusedMechanism } from './credentialGuard.ts';
import { endBroken, endClosing, endShort } from './ending.ts';
import { LmtpReplies, takeUnrecorded } from './lmtpReplies.ts';
import type { Phase } from './progress.ts';
import type { LiveReply } from './replyReader.ts';
import type { Scene } from './scene.ts';

/** How long an optional reply may take to come where nothing else is due, milliseconds. */
const OPTIONAL_MS = 2000;

/** The same of one that the transcript only happens to show. */
const UNASKED_MS = 500;

/** Takes what happens next once it is known. */
export interface Turn {
  readonly settle: (next: Phase) => void;
  /** What happens after an error of ours. */
  readonly crashed: (error: unknown) => Phase;
}

/** Replies of a plan: each is waited for, told and compared. */
export class Receiving {
  readonly #scene: Scene;
  readonly #lmtp: LmtpReplies;
  /** How often a send was repeated, by its index. */
  readonly #repeats = new Map<number, number>();
  /** The step whose reply is waited for, when what it answers left, and who goes on then. */
  #awaited: ExpectStep | undefined;
  #since = 0;
  #turn: Turn | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#lmtp = new LmtpReplies(scene.plan, scene.progress);
  }

  /**
   * Waits for the reply of the step; nothing where what it answers was not sent. `waiting` where
   * `turn` is going to be told what happens next.
   */
  expect(step: ExpectStep, turn: Turn): Phase | 'waiting' | Promise<Phase> {
    const { channel, progress, plan, state, waits } = this.#scene;
    const { answers } = step;
    const since = answers === null ? progress.openedAt : progress.leftAt(answers);
    if (since === undefined) return 'acting';
    if (state.isElsewhere) return endShort(this.#scene, step);
    if (this.#lmtp.isOther(step)) return this.#ofRecipient(step, since);
    if (step.optional === true) return this.#optional(step, since);
    const ms = waits.reply(answers === null ? undefined : plan.steps[answers]);
    this.#awaited = step;
    this.#since = since;
    this.#turn = turn;
    channel.take(ms, this.#onReply);
    return 'waiting';
  }

  // One function for all replies of a run: this is where most of its time goes.
  readonly #onReply = (reply: LiveReply | Broken): void => {
    const [step, turn] = [this.#awaited, this.#turn];
    if (step === undefined || turn === undefined) return;
    let next: Phase;
    try {
      next = this.#came(step, reply, this.#since);
    } catch (error) {
      next = turn.crashed(error);
    }
    turn.settle(next);
  };

  #came(step: ExpectStep, reply: LiveReply | Broken, since: number): Phase {
    if (reply.kind === 'broken') return this.#noReply(step, reply);
    const { progress, journal, state, differences } = this.#scene;
    progress.answered(step.index, reply.code);
    journal.received(reply, step, since);
    state.replied(reply, step.verb);
    if (reply.code >= 400) return this.#refused(step, reply);
    differences.compare(step, reply);
    return 'acting';
  }

  /** A refusal, expected or not: the end of the session, another try, or a reply like any other. */
  #refused(step: ExpectStep, reply: LiveReply): Phase {
    const { differences } = this.#scene;
    if (reply.code === 421 && !this.#accepts421(step, reply)) {
      return endClosing(this.#scene, step, reply);
    }
    if (reply.code < 500 && reply.code !== 421 && this.#triesAgain(step, reply)) return 'acting';
    if (!differences.agrees(step, reply)) this.#noteRefusal(step, reply.code);
    differences.compare(step, reply);
    // Where the server does not want this client (RFC 5321 §3.1).
    const wanted = step.recorded?.code ?? 220;
    return wanted < 400 && differences.isGreeting(step) ? 'leaving' : 'acting';
  }

  #accepts421(step: ExpectStep, reply: LiveReply): boolean {
    if (step.recorded?.code === 421) return true;
    const says = step.anyOf ?? step.pattern;
    return says !== undefined && this.#scene.differences.agrees(step, reply);
  }

  #noteRefusal({ answers }: ExpectStep, code: number): void {
    const { plan, progress } = this.#scene;
    const command = answers === null ? undefined : plan.steps[answers];
    const mechanism = command?.kind === 'send' ? refusedMechanism(command, code) : undefined;
    if (mechanism !== undefined) progress.refusedMechanisms.add(mechanism);
  }

  /** Goes back to the command after a while, where it may be repeated once more. */
  #triesAgain(step: ExpectStep, reply: LiveReply): boolean {
    const { progress, journal, differences } = this.#scene;
    const command = progress.steps[progress.next - 2];
    if (command?.kind !== 'send' || command.index !== step.answers) return false;
    const { retry } = command;
    const repeats = this.#repeats.get(command.index) ?? 0;
    if (retry === undefined || repeats >= retry.times || !mayRepeat(command)) return false;
    if (differences.agrees(step, reply)) return false;
    this.#repeats.set(command.index, repeats + 1);
    journal.waiting(command, retry.delayMs, 'retry');
    progress.pauseMs = retry.delayMs;
    progress.rested = command.index;
    progress.next -= 2;
    return true;
  }

  /** LMTP: other recipients were accepted than in the transcript, so other replies come. */
  async #ofRecipient(step: ExpectStep, since: number): Promise<Phase> {
    const { channel, plan, waits } = this.#scene;
    const { before, after } = this.#lmtp.unrecorded(step);
    const broken = await takeUnrecorded(this.#scene, step, before);
    if (broken !== null) return broken;
    if (!this.#lmtp.isMissing(step)) {
      const ms = waits.reply(step.answers === null ? undefined : plan.steps[step.answers]);
      const phase = this.#came(step, await channel.reply(ms), since);
      if (phase !== 'acting') return phase;
    }
    return (await takeUnrecorded(this.#scene, step, after)) ?? 'acting';
  }

  async #optional(step: ExpectStep, since: number): Promise<Phase> {
    const { channel, progress, plan, waits, differences } = this.#scene;
    const ms = waits.reply(step.answers === null ? undefined : plan.steps[step.answers]);
    const next = progress.steps[progress.next];
    const moreDue = next?.kind === 'expect' && progress.leftAt(next.answers ?? -1) !== undefined;
    const reply = moreDue
      ? await channel.reply(ms)
      : await channel.replyWithin(Math.min(ms, step.unasked ? UNASKED_MS : OPTIONAL_MS), ms);
    if (reply !== null && moreDue && reply.kind === 'reply' && !differences.agrees(step, reply)) {
      channel.giveBack(reply);
    } else if (reply !== null && !isGone(reply)) return this.#came(step, reply, since);
    if (step.unasked === true) progress.ran(step.index);
    return 'acting';
  }

  /** A server that hangs up instead of the 221 has done all that was asked of it. */
  #noReply(step: ExpectStep, broken: Broken): Phase {
    const { differences, plan, progress, waits } = this.#scene;
    if (step.verb === 'QUIT' && isGone(broken)) {
      differences.noFarewell(step);
      progress.ran(step.index);
      return 'ending';
    }
    const awaited = differences.nameOf(step);
    const timeoutMs = waits.reply(step.answers === null ? undefined : plan.steps[step.answers]);
    return endBroken(this.#scene, step, broken, { awaited, timeoutMs });
  }
}

function isGone(reply: LiveReply | Broken): boolean {
  return reply.kind === 'broken' && (reply.reason === 'closed' || reply.reason === 'reset');
}

/** Chunks belong to a transaction that the refusal ended (RFC 3030 §2), content too. */
function mayRepeat({ purpose, verb }: SendStep): boolean {
  return purpose === 'command' && verb !== 'BDAT';
}
