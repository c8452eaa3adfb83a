import type { CertificateFacts, PlanStep, ReplayEvent } from '../../server/protocol/replay.ts';
import { countOf, durationText } from '../words.ts';
import { noteLines } from './noteLines.ts';
import { StepTimes } from './stepTimes.ts';

/** Content lines of one message that are shown; more would make the editor slow. */
const CONTENT_LINES = 500;

/** Characters of a conversation; after that only notes are added. */
const MOST_CHARACTERS = 2_000_000;

/** Slower replies say how long they took, milliseconds. */
const SLOW = 1000;

/** Names of a certificate that are shown. */
const MOST_NAMES = 5;

/** When a reply came: for a mark beside its first line, 0-based. */
export interface ReplyTime {
  readonly line: number;
  /** Milliseconds. */
  readonly took: number;
}

/**
 * The text of a live conversation: a transcript, so that it is coloured and explained as one. What
 * is no line of the wire is a note.
 */
export class Conversation {
  readonly #remoteName: string | undefined;
  readonly #replyTimes: ReplyTime[] = [];
  #times = new StepTimes([]);
  #text = '';
  #lines = 0;
  #full = false;
  #replayed = 0;

  /** `remoteName` is what the editor calls the other machine that connects. */
  constructor({ remoteName }: { readonly remoteName?: string } = {}) {
    this.#remoteName = remoteName;
  }

  /** The whole text so far. */
  get text(): string {
    return this.#text;
  }

  /** When the replies came, in the order of the text. */
  get replyTimes(): readonly ReplyTime[] {
    return this.#replyTimes;
  }

  /** A note of our own: nothing but comment lines, whatever the text holds. */
  note(text: string): void {
    for (const line of noteLines(oneLine(text))) this.#put(line);
  }

  /** The next session begins; its steps give the times their names. */
  begin(name: string, steps: readonly PlanStep[] = []): void {
    if (this.#replayed > 0) {
      this.#put('');
      this.note('--- new session ---');
    }
    this.#replayed += 1;
    this.#times = new StepTimes(steps);
    this.note(name);
  }

  /** Adds what happened. */
  add(event: ReplayEvent): void {
    switch (event.kind) {
      case 'opened':
        this.#opened(event);
        break;
      case 'secured':
        this.#secured(event);
        break;
      case 'sent':
        this.#wire('C', event.lines);
        break;
      case 'received':
        this.#received(event);
        break;
      case 'matched':
        if (event.folded !== undefined && event.folded > 0) this.#folded(event.folded);
        break;
      case 'captured':
        this.note(`captured {{${event.name}}} = ${event.value}`);
        break;
      case 'skipped':
        this.note(`skipped ${linesText(event.line, event.endLine)}: ${event.message}`);
        break;
      case 'waiting':
        this.note(`waiting ${durationText(event.ms)} ${WHY[event.why]}`);
        break;
      case 'next-host':
        this.#nextHost(event);
        break;
      case 'differed':
        this.note(`DIFFERS from line ${String(event.line)}: ${event.message}`);
        break;
      case 'failed':
        this.note(event.reason === 'cancelled' ? event.message : `FAILED: ${event.message}`);
        break;
      case 'done':
        this.#done();
        break;
      default:
        event satisfies never;
    }
  }

  #opened(event: ReplayEvent & { readonly kind: 'opened' }): void {
    const remote = this.#remoteName === undefined ? '' : ` (remote: ${this.#remoteName})`;
    const machine = event.machine === '' ? '' : ` on ${event.machine}${remote}`;
    this.note('<connected>');
    const to = `${event.address} port ${String(event.port)}`;
    this.note(`${to}, from ${event.localAddress}${machine}`);
  }

  #secured(event: ReplayEvent & { readonly kind: 'secured' }): void {
    this.note('<TLS established>');
    const trust = event.authorized ? 'trusted certificate' : 'certificate not trusted';
    this.note(`${event.protocol} ${event.cipher}, ${trust}`);
    for (const line of certificateLines(event.certificate)) this.note(line);
    this.note(`SHA-256 ${event.fingerprint}`);
  }

  #received(event: ReplayEvent & { readonly kind: 'received' }): void {
    const { step, took, lines } = event;
    if (!this.#full) this.#replyTimes.push({ line: this.#lines, took });
    this.#times.add(step, took);
    this.#wire('S', lines);
    if (took >= SLOW) this.note(`this reply took ${durationText(took)}`);
  }

  #nextHost(event: ReplayEvent & { readonly kind: 'next-host' }): void {
    const { host, port, message } = event;
    this.note(message ?? 'That host cannot be used.');
    this.note(`next host: ${host} port ${String(port)}`);
  }

  #folded(count: number): void {
    const places = countOf(count, 'place');
    this.note(`as recorded, but for ${places} that change every time`);
  }

  #done(): void {
    const times = this.#times.text;
    if (times !== '') this.note(`times: ${times}`);
  }

  #wire(party: 'C' | 'S', lines: readonly string[]): void {
    if (this.#full) return;
    const shown = lines.length > CONTENT_LINES ? lines.slice(0, CONTENT_LINES) : lines;
    for (const line of shown) this.#line(party, line);
    if (shown.length < lines.length) {
      const omitted = lines.length - shown.length - 1;
      if (omitted > 0) this.note(`${String(omitted)} more lines were sent and are not shown`);
      // The last line is the dot that ends the content: without it nothing after would make sense.
      this.#line(party, lines.at(-1) ?? '');
    }
    if (this.#text.length > MOST_CHARACTERS) {
      this.#full = true;
      this.note('The conversation is too long to show the rest of it.');
    }
  }

  #line(party: 'C' | 'S', line: string): void {
    this.#put(line === '' ? `${party}:` : `${party}: ${oneLine(line)}`);
  }

  #put(line: string): void {
    this.#text += `${line}\n`;
    this.#lines += 1;
  }
}

const WHY = {
  sleep: 'as the transcript asks',
  timing: 'as recorded',
  retry: 'before it is tried again',
} as const;

function certificateLines(certificate: CertificateFacts | null): readonly string[] {
  if (certificate === null) return [];
  const { subject, issuer, names, validFrom, validTo } = certificate;
  const more = names.length - MOST_NAMES;
  const rest = more > 0 ? ` and ${String(more)} more` : '';
  return [
    `certificate of ${subject}, issued by ${issuer}`,
    ...(names.length === 0 ? [] : [`for ${names.slice(0, MOST_NAMES).join(', ')}${rest}`]),
    `valid from ${validFrom} to ${validTo}`,
  ];
}

function linesText(line: number, endLine: number): string {
  if (endLine <= line) return `line ${String(line)}`;
  return `lines ${String(line)}–${String(endLine)}`;
}

/** Lines come harmless from the engine; this keeps a line one line whatever happens to change. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
