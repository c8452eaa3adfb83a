import type { Span } from '../octets/span.ts';

/** What is open that may be carried on. */
interface Open {
  /** Some line of its dialogue was seen. */
  readonly started: boolean;
  /** Nothing more is to be expected of it. */
  isQuiet(at: number, time: number): boolean;
}

/** How far was read: in what records point into, and the newest time. */
interface Reached {
  readonly at: number;
  readonly time: number;
}

/** Sessions that are carried on at most: each takes some kilobytes of model, however short it is. */
const MOST_OPEN = 20_000;

/** The physical lines of each connection of a log, for those that are not at their end. */
export class CarryLines {
  readonly #most: number;
  /** Two numbers a line, by connection. */
  readonly #lines = new Map<string, number[]>();
  #kept = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  add(connection: string, line: Span): void {
    const known = this.#lines.get(connection);
    if (known === undefined) this.#lines.set(connection, [line.start, line.end]);
    else if (known.at(-1) === line.start || known.at(-2) === line.start) {
      // The next line, or another record of the same one.
      known[known.length - 1] = line.end;
    } else known.push(line.start, line.end);
  }

  /** The session came to its end. */
  drop(connection: string): void {
    this.#lines.delete(connection);
  }

  /** Decides which sessions go on: those heard of last, as many as there is room for. */
  choose(open: ReadonlyMap<string, Open>, { at, time }: Reached): void {
    const names = [...open].flatMap(([name, session]) =>
      session.started && !session.isQuiet(at, time) ? [name] : [],
    );
    names.sort((a, b) => this.#last(b) - this.#last(a));
    let room = this.#most;
    const latest = names.slice(0, MOST_OPEN);
    this.#kept = new Set(latest.filter(name => (room -= this.#size(name)) >= 0));
  }

  keeps(connection: string): boolean {
    return this.#kept.has(connection);
  }

  /** The lines of all sessions that go on, in order. */
  lines(): Span[] {
    const spans: Span[] = [];
    for (const name of this.#kept) {
      const lines = this.#lines.get(name) ?? [];
      for (let at = 0; at < lines.length; at += 2) {
        spans.push({ start: lines[at] ?? 0, end: lines[at + 1] ?? 0 });
      }
    }
    return spans.sort((a, b) => a.start - b.start);
  }

  #last(name: string): number {
    return this.#lines.get(name)?.at(-1) ?? 0;
  }

  #size(name: string): number {
    const lines = this.#lines.get(name) ?? [];
    let size = 0;
    for (let at = 0; at < lines.length; at += 2) size += (lines[at + 1] ?? 0) - (lines[at] ?? 0);
    return size;
  }
}
