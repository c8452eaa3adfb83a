import type { LintOptions } from '../../core/rule/run.ts';
import type { PlacedChunk } from '../../host/transcriptWindows.ts';
import { FileLinter } from '../../report/fileLinter.ts';
import type { LintedStretch } from '../../report/fileLinter.ts';
import { MOST_SESSIONS } from '../../report/parseText.ts';
import type { Detail } from '../../report/placeFinding.ts';
import { messagesAccepted } from '../../report/sessionFacts.ts';
import type { SessionFacts } from '../../report/sessionFacts.ts';
import { placedFactsOf } from '../placedFacts.ts';

/** What is to be done with the chunks of a segment. */
export type Order =
  | { readonly kind: 'parse' }
  | { readonly kind: 'lint'; readonly options: LintOptions; readonly detail?: Detail };

/** The first sessions of a segment, and totals. */
export interface ParsedSegment {
  readonly kind: 'parse';
  readonly shown: readonly SessionFacts[];
  readonly sessions: number;
  readonly messages: number;
}

/** The findings of a segment. */
export interface LintedSegment {
  readonly kind: 'lint';
  readonly linted: LintedStretch;
}

/** What became of a segment, as plain data; lines count from its beginning. */
export type SegmentResult = ParsedSegment | LintedSegment;

/** Work on the chunks of a segment, in order. */
export interface Work {
  /** Lines are still asked for. */
  readonly numbered: boolean;
  add(placed: PlacedChunk): void;
  result(): SegmentResult;
}

/** Begins what was ordered. */
export function workOf(order: Order): Work {
  return order.kind === 'lint' ? new LintWork(order) : new ParseWork();
}

class LintWork implements Work {
  readonly numbered = true;
  readonly #linter: FileLinter;

  constructor({ options, detail = 'place' }: Extract<Order, { kind: 'lint' }>) {
    this.#linter = new FileLinter(options, { detail });
  }

  add(placed: PlacedChunk): void {
    this.#linter.add(placed.chunk, placed);
  }

  result(): LintedSegment {
    return { kind: 'lint', linted: this.#linter.stretch() };
  }
}

class ParseWork implements Work {
  readonly #shown: SessionFacts[] = [];
  #sessions = 0;
  #messages = 0;

  get numbered(): boolean {
    return this.#shown.length < MOST_SESSIONS;
  }

  add(placed: PlacedChunk): void {
    for (const session of placed.chunk.sessions) {
      if (this.numbered) this.#shown.push(placedFactsOf(placed, session));
      this.#sessions++;
      this.#messages += messagesAccepted(session);
    }
  }

  result(): ParsedSegment {
    return {
      kind: 'parse',
      shown: this.#shown,
      sessions: this.#sessions,
      messages: this.#messages,
    };
  }
}
