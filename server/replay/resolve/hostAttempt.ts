import type { FailureReason, Redacted, ReplayEvent, Target } from '../../protocol/replay.ts';
import { whereOf } from '../io/dial.ts';
import { redactorOf } from '../redact.ts';

/** What makes a host unusable while nothing was sent; whatever else happens is a result. */
const UNUSABLE: ReadonlySet<FailureReason> = new Set([
  'refused',
  'unreachable',
  'dns',
  'timeout',
  'closed',
  'reset',
]);

/** Judges by its events whether a run is to begin again at another host. */
export class HostAttempt {
  readonly #target: Target;
  #sent = false;
  #greeting: Extract<ReplayEvent, { kind: 'received' }> | undefined;
  #why: Redacted | null = null;

  constructor(target: Target) {
    this.#target = target;
  }

  /** Why the host cannot be used; null as long as it can. */
  get why(): Redacted | null {
    return this.#why;
  }

  /** Takes the next event; true where it belongs to a run that does not count. */
  isGivenUp(event: ReplayEvent): boolean {
    if (this.#why !== null) return isVerdict(event);
    if (event.kind === 'sent') this.#sent = true;
    if (event.kind === 'received') this.#greeting ??= event;
    if (!this.#sent) this.#why = this.#whyNot(event);
    return this.#why !== null;
  }

  #whyNot(event: ReplayEvent): Redacted | null {
    if (event.kind !== 'failed' && event.kind !== 'differed') return null;
    const code = this.#greeting?.code ?? 0;
    if (this.#greeting && code >= 400) {
      return this.#named(`it does not want this session: ${this.#greeting.lines[0] ?? ''}`);
    }
    const unusable = event.kind === 'failed' && UNUSABLE.has(event.reason);
    return unusable && !this.#greeting ? this.#named(event.message) : null;
  }

  #named(why: string): Redacted {
    const where = whereOf(this.#target);
    const redactor = redactorOf([]);
    const isNamed = why.startsWith(`${where}: `) || why.startsWith(`${this.#target.host}: `);
    return isNamed ? redactor.line(why) : redactor.say`${where}: ${why}`;
  }
}

/** What was said is shown for every host, what came of it only for the last. */
function isVerdict(event: ReplayEvent): boolean {
  return event.kind === 'failed' || event.kind === 'differed' || event.kind === 'done';
}
