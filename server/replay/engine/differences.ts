import type {
  ExpectStep,
  PlanStep,
  RecordedReply,
  Redacted,
  SendStep,
  TlsStep,
} from '../../protocol/replay.ts';
import type { Filled } from '../expect/fillOctets.ts';
import { matchReply } from '../expect/matchReply.ts';
import type { ReplyMatch } from '../expect/replyMatch.ts';
import type { Redactor } from '../redact.ts';
import type { Journal, Place } from './journal.ts';
import { LiveText } from './liveText.ts';
import { meaningOf } from './meaning.ts';
import { neededCode } from './neededCode.ts';
import { otherPart } from './otherPart.ts';
import type { LiveReply } from './replyReader.ts';
import type { Survey } from './survey.ts';
import type { Values } from './values.ts';

/** What differences are told with. */
export interface DifferencesOptions {
  readonly steps: readonly PlanStep[];
  readonly survey: Survey;
  readonly redactor: Redactor;
  readonly journal: Journal;
  readonly values: Values;
}

/**
 * Compares replies and puts differences into words. Whatever makes a run leave something out is told
 * once: by the reply that differed, or where nothing was recorded, by what could not be sent.
 */
export class Differences {
  readonly #redactor: Redactor;
  readonly #journal: Journal;
  readonly #values: Values;
  readonly #steps: readonly PlanStep[];
  readonly #plainCodes: Uint16Array;
  /** Made when the first difference is put into words. */
  #gateSet: ReadonlySet<number> | undefined;
  readonly #greeting: number;
  readonly #told = new Set<number>();

  constructor({ steps, survey, redactor, journal, values }: DifferencesOptions) {
    this.#redactor = redactor;
    this.#journal = journal;
    this.#values = values;
    this.#steps = steps;
    this.#plainCodes = survey.plainCodes;
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

  /** Would the reply do? Tells nothing and binds nothing. */
  agrees(step: ExpectStep, reply: LiveReply): boolean {
    return reply.otherCode === undefined && this.#match(step, reply).agrees;
  }

  /** Makes `matched` or `differed`; neither where nothing was recorded and nothing depends on it. */
  compare(given: ExpectStep, reply: LiveReply): void {
    if (this.#plainCodes[given.index] === reply.code && reply.otherCode === undefined) {
      this.#journal.matched(given, reply.code, 0);
      return;
    }
    const implied = this.#implied(given, reply.code);
    const step = implied === null ? given : { ...given, recorded: implied };
    if (isUnspecified(step)) return;
    const match = this.#match(step, reply);
    for (const [name, value] of match.captured) {
      this.#values.bind(name, value);
      this.#journal.captured(step, name, value);
    }
    if (match.agrees && reply.otherCode === undefined) {
      this.#journal.matched(step, reply.code, match.folded);
    } else {
      this.#tellReply(step, reply, match);
    }
  }

  /** A reply that came though nothing was asked. */
  unasked(place: Place, reply: LiveReply): void {
    this.#told.add(place.index);
    this.#journal.differed(place, {
      expected: this.#redactor.say`no reply`,
      actual: this.#firstLine(reply),
      message: this.#redactor
        .say`Nothing asked for this reply: if it belongs to an earlier command, that one got two, and replies no longer fit commands.`,
    });
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
    this.tell(step, {
      expected: this.#redactor.say`CHUNKING in the reply to EHLO`,
      actual: this.#redactor.say`no CHUNKING`,
      message: this.#redactor
        .say`The server does not offer CHUNKING; the message is not sent, as it would be read as commands.`,
    });
  }

  /** A command stays behind as a value that a reply should have given is missing or unfit. */
  noValue(step: PlanStep, fault: Exclude<Filled, Uint8Array>): void {
    const [name = ''] = Object.values(fault);
    const what =
      'missing' in fault
        ? this.#redactor.say`no reply gave {{${name}}} a value`
        : 'unsafe' in fault
          ? this.#redactor
              .say`the value of {{${name}}} holds a line end or another control character`
          : this.#redactor.say`the value of {{${name}}} makes it too long`;
    this.tell(step, {
      expected: this.#redactor.say`a value for {{${name}}}`,
      actual: what,
      message: this.#redactor.say`This is not sent: ${what}.`,
    });
  }

  /** The rest stays behind as the server would not read it as commands. */
  stoppedShort(place: Place, awaits: string): void {
    if (this.#told.size > 0) return;
    this.tell(place, {
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

  /** Something that is in no reply, such as credentials that stay behind. */
  tell(place: Place, difference: Record<'expected' | 'actual' | 'message', Redacted>): void {
    this.#told.add(place.index);
    this.#journal.differed(place, difference);
  }

  #match(step: ExpectStep, reply: LiveReply): ReplyMatch {
    return matchReply(step, new LiveText(reply), this.#values.known);
  }

  #tellReply(step: ExpectStep, reply: LiveReply, { what }: ReplyMatch): void {
    this.tell(step, {
      expected: this.#expected(step),
      actual: this.#firstLine(reply),
      message: this.#mixed(step, reply) ?? this.#wordingOf(step, reply.code, what),
    });
  }

  #expected(step: ExpectStep): Redacted {
    const { recorded, pattern, anyOf } = step;
    if (pattern !== undefined) return this.#redactor.say`/${pattern}/`;
    const codes = (anyOf ?? []).join(', ');
    if (recorded === null) return this.#redactor.say`${codes}`;
    const text = this.#redactor.recorded(recorded);
    return codes === '' ? text : this.#redactor.say`${text} (or ${codes})`;
  }

  #firstLine(reply: LiveReply): Redacted {
    return this.#redactor.reply(reply.octets)[0] ?? this.#redactor.line('');
  }

  /** RFC 5321 §4.2.1 asks for one code in all lines of a reply. */
  #mixed(step: ExpectStep, { code, otherCode }: LiveReply): Redacted | null {
    if (otherCode === undefined) return null;
    const name = `T${this.nameOf(step).slice(1)}`;
    return this.#redactor
      .say`${name} changes its code inside: ${otherCode} before, ${code} in the last line, which counts. All lines of a reply have one code (RFC 5321 §4.2.1).`;
  }

  #wordingOf(step: ExpectStep, code: number, what: ReplyMatch['what']): Redacted {
    const name = `T${this.nameOf(step).slice(1)}`;
    const { recorded } = step;
    if (what === 'pattern') {
      return this.#redactor.say`${name} is ${code}, and its text does not fit the pattern.`;
    }
    if (recorded === null) return this.#redactor.say`${name} is ${code}, which is none of these.`;
    if (code === recorded.code || (what !== 'code' && what !== 'class')) {
      return this.#redactor.say`${name} is ${code} as recorded, but ${otherPart(what)}.`;
    }
    const gates = this.#isGate(step);
    const meaning = meaningOf({ step, recorded, code, gates, greeting: this.isGreeting(step) });
    const advice = code >= 400 && step.advice !== undefined ? ` ${step.advice}.` : '';
    return this.#redactor.say`${name} is ${code} instead of ${recorded.code}: ${meaning}.${advice}`;
  }

  #isGate({ index }: ExpectStep): boolean {
    this.#gateSet ??= gatesOf(this.#steps);
    return this.#gateSet.has(index);
  }

  /** Where the transcript shows no greeting, or no answer to STARTTLS, going on takes a 220. */
  #implied(step: ExpectStep, code: number): RecordedReply | null {
    if (step.recorded !== null || code < 300) return null;
    const needed = this.isGreeting(step) || (step.verb === 'STARTTLS' && this.#isGate(step));
    return needed ? { code: 220, lines: [''] } : null;
  }
}

/** Nothing says what the reply has to be. */
function isUnspecified(step: ExpectStep): boolean {
  return step.recorded === null && step.anyOf === undefined && step.pattern === undefined;
}

/** The expects whose replies permit something. */
function gatesOf(steps: readonly PlanStep[]): ReadonlySet<number> {
  const gates = new Set<number>();
  let toData = -1;
  for (const step of steps) {
    if (step.kind === 'expect' && step.verb === 'DATA') toData = step.index;
    if ((step.kind === 'send' || step.kind === 'tls') && step.requires !== null) {
      gates.add(step.requires);
    } else if (step.kind === 'send' && step.purpose === 'content') {
      // Sent although DATA was refused: a 354 takes it for the message all the same.
      gates.add(toData);
    }
  }
  return gates;
}
