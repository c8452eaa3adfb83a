import { groupBy } from '../../core/octets/groupBy.ts';
import type { ExpectStep, PlanStep, ReplayPlan } from '../../protocol/replay.ts';
import { beside, endBroken, endClosing } from './ending.ts';
import type { Phase, Progress } from './progress.ts';
import type { Scene } from './scene.ts';

/** A recipient of a transaction: the step of the reply to its RCPT, and what was recorded. */
interface Recipient {
  readonly expect: number;
  readonly wasAccepted: boolean;
}

/** What a reply behind content belongs to. */
interface Due {
  readonly recipient: number;
  /** Those whose reply comes before it and was not recorded, as they were refused then. */
  readonly before: readonly number[];
  /** Those behind it; of the last reply only. */
  readonly after: readonly number[];
  /** The steps of the replies to the same content that come earlier. */
  readonly earlier: readonly number[];
  readonly hello: number;
}

/**
 * Behind its content LMTP has one reply for each recipient that was accepted (RFC 2033 §4.2): live
 * those may be others than in the transcript, and a server that takes no LHLO sends a single one.
 */
export class LmtpReplies {
  readonly #dues: ReadonlyMap<number, Due>;
  readonly #progress: Progress;

  constructor(plan: ReplayPlan, progress: Progress) {
    this.#dues = plan.protocol === 'lmtp' ? duesOf(plan.steps) : new Map<number, Due>();
    this.#progress = progress;
  }

  /** True where the server does not send exactly this reply here. */
  isOther(step: ExpectStep): boolean {
    if (this.#dues.size === 0) return false;
    const { before, after } = this.unrecorded(step);
    return before + after > 0 || this.isMissing(step);
  }

  /** True for a reply that this server does not send. */
  isMissing({ index }: ExpectStep): boolean {
    const due = this.#dues.get(index);
    if (due === undefined) return false;
    const hello = this.#progress.codeOf(due.hello) ?? 250;
    if (hello >= 400) return due.earlier.some(step => this.#progress.codeOf(step) !== undefined);
    return !this.#isAccepted(due.recipient);
  }

  /** How many replies that were not recorded come before this one, and how many behind it. */
  unrecorded({ index }: ExpectStep): { readonly before: number; readonly after: number } {
    const due = this.#dues.get(index);
    if (due === undefined || (this.#progress.codeOf(due.hello) ?? 250) >= 400) return NONE;
    const count = (of: readonly number[]): number =>
      of.filter(each => this.#isAccepted(each)).length;
    return { before: count(due.before), after: count(due.after) };
  }

  #isAccepted(expect: number): boolean {
    const code = this.#progress.codeOf(expect);
    return code !== undefined && code < 300;
  }
}

const NONE = { before: 0, after: 0 };

/** Takes replies to recipients that the transcript shows refused: nothing can be compared with them. */
export async function takeUnrecorded(
  scene: Scene,
  step: ExpectStep,
  count: number,
): Promise<Phase | null> {
  const { channel, journal, state, waits, plan } = scene;
  const timeoutMs = waits.reply(step.answers === null ? undefined : plan.steps[step.answers]);
  for (let taken = 0; taken < count; taken += 1) {
    const since = journal.now();
    const reply = await channel.reply(timeoutMs);
    if (reply.kind === 'broken') {
      const awaited = 'the reply for a recipient that the transcript shows refused';
      return endBroken(scene, step, reply, { awaited, timeoutMs });
    }
    journal.received(reply, beside(step), since);
    state.replied(reply, step.verb);
    if (reply.code === 421) return endClosing(scene, step, reply);
  }
  return null;
}

function duesOf(steps: readonly PlanStep[]): ReadonlyMap<number, Due> {
  const dues = new Map<number, Due>();
  const replies = groupBy(
    steps.filter(step => step.kind === 'expect').filter(({ unasked }) => unasked !== true),
    ({ answers }) => answers ?? -1,
  );
  let recipients: Recipient[] = [];
  let hello = -1;
  for (const step of steps) {
    if (step.kind !== 'send') continue;
    const own = replies.get(step.index) ?? [];
    if (step.purpose === 'content' || step.purpose === 'chunk') {
      for (const [index, due] of duesBehind(own, recipients, hello)) dues.set(index, due);
    } else if (step.verb === 'RCPT') {
      const [{ index, recorded } = { index: -1, recorded: null }] = own;
      recipients.push({ expect: index, wasAccepted: recorded !== null && recorded.code < 300 });
    } else if (STARTS_ANEW.has(step.verb)) {
      recipients = [];
      if (step.verb === 'LHLO') hello = own[0]?.index ?? -1;
    }
  }
  return dues;
}

const STARTS_ANEW: ReadonlySet<string> = new Set(['MAIL', 'RSET', 'LHLO', 'EHLO', 'HELO']);

/** Only where the transcript has the replies that it should: else nothing is known of any. */
function* duesBehind(
  expects: readonly ExpectStep[],
  recipients: readonly Recipient[],
  hello: number,
): Iterable<readonly [number, Due]> {
  const accepted = recipients.filter(({ wasAccepted }) => wasAccepted);
  if (expects.length === 0 || expects.length !== accepted.length) return;
  let from = 0;
  for (const [at, { index }] of expects.entries()) {
    const place = recipients.findIndex((each, position) => position >= from && each.wasAccepted);
    const isLast = at === expects.length - 1;
    yield [
      index,
      {
        recipient: recipients[place]?.expect ?? -1,
        before: recipients.slice(from, place).map(({ expect }) => expect),
        after: isLast ? recipients.slice(place + 1).map(({ expect }) => expect) : [],
        earlier: expects.slice(0, at).map(each => each.index),
        hello,
      },
    ];
    from = place + 1;
  }
}
