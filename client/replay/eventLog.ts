import type { ReplayEvent } from '../../server/protocol/replay.ts';

/** Characters of the wire that are kept of one session. */
const MOST_CHARACTERS = 4_000_000;

/** What happened in a session, kept to be compared later; a flood is cut, and then it says so. */
export class EventLog {
  readonly #events: ReplayEvent[] = [];
  #characters = 0;
  #complete = true;

  /** In the order in which they came. */
  get events(): readonly ReplayEvent[] {
    return this.#events;
  }

  /** False where lines of the wire were dropped. */
  get complete(): boolean {
    return this.#complete;
  }

  add(event: ReplayEvent): void {
    if (event.kind !== 'sent' && event.kind !== 'received') {
      this.#events.push(event);
      return;
    }
    this.#characters += event.lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (this.#characters <= MOST_CHARACTERS) {
      this.#events.push(event);
      return;
    }
    this.#complete = false;
    this.#events.push({ ...event, lines: [] });
  }
}
