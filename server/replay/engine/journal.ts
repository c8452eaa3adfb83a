import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import type {
  CertificateFacts,
  FailureReason,
  PlanStep,
  Redacted,
  ReplayEvent,
  SendStep,
} from '../../protocol/replay.ts';
import type { IoCertificate, IoOpened, IoSecured } from '../io/replayIo.ts';
import type { Redactor } from '../redact.ts';
import type { LiveReply } from './replyReader.ts';
import { ReceivedEvent, SentEvent } from './wireEvents.ts';
import { rounded } from '../rounded.ts';

/** Where in the transcript something happened; `index` is -1 outside any step. */
export interface Place {
  readonly index: number;
  readonly line: number;
  readonly endLine: number;
}

/** What differs, in words. */
export interface Difference {
  readonly expected: Redacted;
  readonly actual: Redacted;
  readonly message: Redacted;
}

/** The events of a run as they are made, and the counts for the last of them. */
export class Journal {
  readonly #redactor: Redactor;
  readonly #began = performance.now();
  /** Those that were not taken are from `#taken` to `#made`; its places are used again. */
  readonly #events: (ReplayEvent | undefined)[] = [];
  #taken = 0;
  #made = 0;
  #counts = { matched: 0, differed: 0, sent: 0, received: 0 };
  #connect = 0;
  #tls = 0;
  #failed = false;
  /** When the last reply came: what is found out about it happens then. */
  #receivedAt = 0;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** A difference was told. */
  get hasDiffered(): boolean {
    return this.#counts.differed > 0;
  }

  /** Milliseconds since the run began, to the microsecond. */
  now(): number {
    return rounded(performance.now() - this.#began);
  }

  /** The oldest event that was not taken; undefined where there is none. */
  take(): ReplayEvent | undefined {
    if (this.#taken === this.#made) return undefined;
    const event = this.#events[this.#taken];
    this.#events[this.#taken] = undefined;
    this.#taken += 1;
    if (this.#taken === this.#made) this.#taken = this.#made = 0;
    return event;
  }

  #add(event: ReplayEvent): void {
    this.#events[this.#made] = event;
    this.#made += 1;
  }

  opened(opened: IoOpened, host: string): void {
    const at = this.now();
    this.#connect = at;
    const { address, port, localAddress } = opened;
    this.#add({
      kind: 'opened',
      step: -1,
      at,
      host: this.#redactor.line(host),
      address,
      port,
      localAddress,
      machine: hostname(),
    });
  }

  secured(secured: IoSecured, place: Place, since: number): void {
    const at = this.now();
    this.#tls = rounded(at - since);
    const { protocol, cipher, fingerprint, authorized, certificate } = secured;
    this.#add({
      kind: 'secured',
      step: place.index,
      at,
      protocol,
      cipher,
      fingerprint,
      authorized,
      certificate: certificate && this.#factsOf(certificate),
    });
  }

  /** `octets` are those of the step as they left: with its places filled. */
  sent(step: SendStep, octets: Uint8Array, at: number): void {
    this.#counts.sent += 1;
    this.#add(new SentEvent(this.#redactor, { step, octets, at }));
  }

  /** `since` is when that left which the reply answers. */
  received(reply: LiveReply, place: Place, since: number): void {
    this.#counts.received += 1;
    const at = this.now();
    this.#receivedAt = at;
    const took = rounded(at - since);
    this.#add(new ReceivedEvent(this.#redactor, { reply, place, at, took }));
  }

  matched({ index: step, line }: PlanStep, code: number, folded: number): void {
    this.#counts.matched += 1;
    const at = this.#receivedAt;
    this.#add(
      folded > 0
        ? { kind: 'matched', step, at, line, code, folded }
        : { kind: 'matched', step, at, line, code },
    );
  }

  captured(step: PlanStep, name: string, value: string): void {
    this.#add({
      kind: 'captured',
      step: step.index,
      at: this.#receivedAt,
      line: step.line,
      name,
      value: this.#redactor.line(value),
    });
  }

  skipped(step: PlanStep, message: Redacted): void {
    const { index, line, endLine } = step;
    this.#add({ kind: 'skipped', step: index, at: this.now(), line, endLine, message });
  }

  waiting(step: PlanStep, ms: number, why: 'sleep' | 'timing' | 'retry'): void {
    const { index, line } = step;
    this.#add({ kind: 'waiting', step: index, at: this.now(), line, ms, why });
  }

  differed({ index, line, endLine }: Place, difference: Difference): void {
    this.#counts.differed += 1;
    this.#add({
      ...{ kind: 'differed', step: index, at: this.now(), line, endLine },
      ...difference,
    });
  }

  failed(place: Place, reason: FailureReason, message: Redacted): void {
    this.#failed = true;
    const { index, line } = place;
    this.#add({ kind: 'failed', step: index, at: this.now(), line, reason, message });
  }

  done(skipped: number): void {
    const total = this.now();
    const verdict = this.#failed ? 'failed' : this.#counts.differed > 0 ? 'differed' : 'passed';
    this.#add({
      kind: 'done',
      step: -1,
      at: total,
      verdict,
      ...this.#counts,
      skipped,
      duration: { connect: this.#connect, tls: this.#tls, total },
    });
  }

  #factsOf(certificate: IoCertificate): CertificateFacts {
    const { subject, issuer, names, validFrom, validTo } = certificate;
    const redactor = this.#redactor;
    return {
      subject: redactor.line(subject),
      issuer: redactor.line(issuer),
      names: names.map(name => redactor.line(name)),
      validFrom: redactor.line(validFrom),
      validTo: redactor.line(validTo),
    };
  }
}
