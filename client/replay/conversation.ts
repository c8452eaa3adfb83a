import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { durationText } from '../words.ts';

/** Content lines of one message that are shown; more would make the editor slow. */
const CONTENT_LINES = 500;

/** Characters of a conversation; after that only notes are added. */
const MOST_CHARACTERS = 2_000_000;

/** Slower replies say how long they took, milliseconds. */
const SLOW = 1000;

/**
 * The text of a live conversation: a transcript, so that it is coloured and explained as one. What
 * is no line of the wire is a note.
 */
export class Conversation {
  #text = '';
  #full = false;
  #replayed = 0;

  /** The whole text so far. */
  get text(): string {
    return this.#text;
  }

  /** A note of our own: one line, whatever the text holds. */
  note(text: string): void {
    this.#text += `# ${oneLine(text)}\n`;
  }

  /** The next session begins. */
  begin(name: string): void {
    if (this.#replayed > 0) this.#text += '\n# --- new session ---\n';
    this.#replayed += 1;
    this.note(name);
  }

  /** Adds what happened. */
  add(event: ReplayEvent): void {
    switch (event.kind) {
      case 'opened':
        this.note('<connected>');
        this.note(`${event.address} port ${String(event.port)}, from ${event.localAddress}`);
        break;
      case 'secured':
        this.#secured(event);
        break;
      case 'sent':
        this.#wire('C', event.lines);
        break;
      case 'received':
        this.#wire('S', event.lines);
        if (event.took >= SLOW) this.note(`this reply took ${durationText(event.took)}`);
        break;
      case 'differed':
        this.note(`DIFFERS from line ${String(event.line)}: ${event.message}`);
        break;
      case 'failed':
        this.note(`FAILED: ${event.message}`);
        break;
      case 'matched':
      case 'done':
        break;
      default:
        event satisfies never;
    }
  }

  #secured(event: ReplayEvent & { readonly kind: 'secured' }): void {
    this.note('<TLS established>');
    const trust = event.authorized ? 'trusted certificate' : 'certificate not trusted';
    this.note(`${event.protocol} ${event.cipher}, ${trust}`);
    this.note(`SHA-256 ${event.fingerprint}`);
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
    this.#text += line === '' ? `${party}:\n` : `${party}: ${oneLine(line)}\n`;
  }
}

/** True for a line of a conversation that tells of a difference or a failure. */
export function isTrouble(line: string): boolean {
  return line.startsWith('# DIFFERS ') || line.startsWith('# FAILED: ');
}

/** Lines come harmless from the engine; this keeps a line one line whatever happens to change. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
