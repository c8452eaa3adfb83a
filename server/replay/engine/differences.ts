import type {
  ExpectStep,
  PlanStep,
  RecordedReply,
  Redacted,
  SendStep,
  TlsStep,
} from '../../protocol/replay.ts';
import type { Redactor } from '../redact.ts';
import { agrees } from './agrees.ts';
import type { Journal, Place } from './journal.ts';
import { meaningOf } from './meaning.ts';
import { neededCode } from './neededCode.ts';
import type { LiveReply } from './replyReader.ts';

/**
 * Compares replies and puts differences into words. Whatever makes a run leave something out is told
 * once: by the reply that differed, or where nothing was recorded, by what could not be sent.
 */
export class Differences {
  readonly #redactor: Redactor;
  readonly #journal: Journal;
  readonly #gates: ReadonlySet<number>;
  readonly #greeting: number;
  readonly #told = new Set<number>();

  constructor(steps: readonly PlanStep[], redactor: Redactor, journal: Journal) {
    this.#redactor = redactor;
    this.#journal = journal;
    this.#gates = gatesOf(steps);
    this.#greeting = steps.find(step => step.kind === 'expect')?.index ?? -1;
  }

  /** True where a difference made the run leave something out, or was seen at least. */
  get any(): boolean {
    return this.#told.size > 0;
  }

  /** True for the server's first word; later ones that answer nothing are unsolicited. */
  isGreeting(step: ExpectStep): boolean {
    return step.answers === null && step.index === this.#greeting;
  }

  /** What is waited for, in words. */
  nameOf(step: ExpectStep): string {
    if (this.isGreeting(step)) return 'the greeting';
    return step.verb === '' ? 'the reply' : `the reply to ${step.verb}`;
  }

  /** Makes `matched` or `differed`; neither where nothing was recorded and nothing depends on it. */
  compare(step: ExpectStep, reply: LiveReply): void {
    const recorded = step.recorded ?? this.#implied(step, reply.code);
    if (!recorded) return;
    if (agrees(recorded, reply, step.policy)) {
      this.#journal.matched(step, reply.code);
      return;
    }
    this.#told.add(step.index);
    this.#journal.differed(step, {
      expected: this.#redactor.recorded(recorded),
      actual: this.#redactor.reply(reply.octets)[0] ?? this.#redactor.line(''),
      message: this.#wordingOf(step, recorded, reply.code),
    });
  }

  #wordingOf(step: ExpectStep, recorded: RecordedReply, code: number): Redacted {
    const name = `T${this.nameOf(step).slice(1)}`;
    if (code === recorded.code) {
      const other = step.policy === 'enhanced' ? 'enhanced status code' : 'text';
      return this.#redactor.say`${name} is ${code} as recorded, but the ${other} is another.`;
    }
    const gates = this.#gates.has(step.index);
    const meaning = meaningOf({ step, recorded, code, gates, greeting: this.isGreeting(step) });
    return this.#redactor.say`${name} is ${code} instead of ${recorded.code}: ${meaning}.`;
  }

  /** A send stays behind since the reply it needs was `code`. */
  notPermitted(step: SendStep, code: number): void {
    const gate = step.requires ?? -1;
    if (this.#told.has(gate)) return;
    this.#told.add(gate);
    const needed = neededCode(step) ?? 0;
    this.#journal.differed(step, {
      expected: this.#redactor.say`${needed}`,
      actual: this.#redactor.say`${code}`,
      message: this.#redactor
        .say`This is not sent: it may leave only after a live ${needed} reply, and none came.`,
    });
  }

  /** Chunks stay behind as the server would not read them as content. */
  noChunking(step: SendStep): void {
    this.#told.add(step.index);
    this.#journal.differed(step, {
      expected: this.#redactor.say`CHUNKING in the reply to EHLO`,
      actual: this.#redactor.say`no CHUNKING`,
      message: this.#redactor
        .say`The server does not offer CHUNKING; the message is not sent, as it would be read as commands.`,
    });
  }

  /** The rest stays behind as the server would not read it as commands. */
  stoppedShort(place: Place, awaits: string): void {
    if (this.#told.size > 0) return;
    this.#told.add(place.index);
    this.#journal.differed(place, {
      expected: this.#redactor.say`a server that reads commands`,
      actual: this.#redactor.say`a server that waits for ${awaits}`,
      message: this.#redactor
        .say`The server waits for ${awaits} here, so that nothing else can be sent to it.`,
    });
  }

  /** The rest stays behind as it was encrypted in the transcript. */
  noTls(step: TlsStep, code: number | undefined): void {
    if (this.#told.has(step.requires)) return;
    this.#journal.differed(step, {
      expected: this.#redactor.say`220`,
      actual: this.#redactor.say`${code ?? 'no reply'}`,
      message: this.#redactor
        .say`TLS was not offered here; the rest is not sent, as the transcript sent it encrypted.`,
    });
  }

  /** The server hung up instead of the reply to QUIT. */
  noFarewell(step: ExpectStep): void {
    if (!step.recorded) return;
    this.#journal.differed(step, {
      expected: this.#redactor.recorded(step.recorded),
      actual: this.#redactor.say`(connection closed)`,
      message: this.#redactor.say`The server closed the connection without answering QUIT.`,
    });
  }

  /** Where the transcript shows no greeting, or no answer to STARTTLS, going on takes a 220. */
  #implied(step: ExpectStep, code: number): RecordedReply | null {
    const needed =
      this.isGreeting(step) || (step.verb === 'STARTTLS' && this.#gates.has(step.index));
    return needed && code >= 300 ? { code: 220, lines: [''] } : null;
  }
}

/** The expects whose replies permit something. */
function gatesOf(steps: readonly PlanStep[]): ReadonlySet<number> {
  const gates = new Set<number>();
  for (const step of steps) {
    if ((step.kind === 'send' || step.kind === 'tls') && step.requires !== null) {
      gates.add(step.requires);
    }
  }
  return gates;
}
