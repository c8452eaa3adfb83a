import { fitLine } from './fitLine.ts';
import { listsExtensions, openingOf } from './opening.ts';
import { variableNamesInText } from './variableNames.ts';
import type { Expectation, LiveReplyText } from './replyMatch.ts';
import type { RecordedReply } from '../../protocol/replay.ts';

/** What fitting the lines with places gave, and both sides with these lines taken out of the way. */
export interface PlacedMatch {
  readonly captured: readonly (readonly [name: string, value: string])[];
  readonly folded: number;
  /** The recorded lines, and those of the live reply: where a place fitted, '' on both sides. */
  readonly recorded: readonly string[];
  readonly lines: readonly string[];
}

/** So many pairs of lines are tried where they may stand in any order. */
const MOST_TRIED = 20_000;

/**
 * Fits each recorded line that has places to its live line: the one at the same position, or where
 * EHLO lists extensions any that none has taken. Undefined where one finds none.
 */
export function matchPlaces(
  step: PlacedStep,
  live: LiveReplyText,
  variables: ReadonlyMap<string, string>,
): PlacedMatch | undefined {
  const fitting = new Fitting(step, live, variables);
  return step.recorded.lines.every((_, index) => fitting.fit(index)) ? fitting : undefined;
}

type PlacedStep = Expectation & { readonly recorded: RecordedReply };

class Fitting implements PlacedMatch {
  readonly captured: [string, string][] = [];
  readonly recorded: string[];
  readonly lines: string[];
  folded = 0;
  readonly #step: PlacedStep;
  readonly #names: ReadonlySet<string>;
  readonly #known: Map<string, string>;
  #tries = MOST_TRIED;

  constructor(step: PlacedStep, live: LiveReplyText, variables: ReadonlyMap<string, string>) {
    this.#step = step;
    this.#names = new Set(step.variables ?? []);
    this.#known = new Map(variables);
    this.recorded = [...step.recorded.lines];
    this.lines = [...live.lines];
  }

  /** True where the recorded line has no place, or a live line fits it. */
  fit(index: number): boolean {
    const template = this.recorded[index] ?? '';
    if (!variableNamesInText(template).some(name => this.#names.has(name))) return true;
    const isListed = listsExtensions(this.#step.verb ?? '') && index > 0;
    const [first, end] = isListed ? [1, this.lines.length] : [index, index + 1];
    for (let at = first; at < end && this.#tries > 0; at++) {
      if (this.#fitTo(template, index, at)) return true;
    }
    return false;
  }

  #fitTo(template: string, index: number, at: number): boolean {
    this.#tries--;
    const line = this.lines[at];
    if (line === undefined) return false;
    const { recorded, verb = '' } = this.#step;
    const opening = openingOf(verb, recorded.code, index);
    const fit = fitLine(template, line, { names: this.#names, bound: this.#known, opening });
    if (fit === undefined) return false;
    for (const [name, value] of fit.captured) {
      this.#known.set(name, value);
      this.captured.push([name, value]);
    }
    this.folded += fit.folded;
    this.recorded[index] = this.lines[at] = '';
    return true;
  }
}
