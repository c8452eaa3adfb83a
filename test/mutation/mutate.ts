import { textOf } from './line.ts';
import type { Mutant, Mutator } from './mutator.ts';
import { randomOf } from './random.ts';
import type { Session } from './session.ts';

/** Mutants of one mutator, at most so many. */
const MOST = 12;
/** Times that each session is tried. */
const ROUNDS = 3;

/** A mutant and the session that it was. */
export interface Mutated {
  readonly session: Session;
  readonly mutant: Mutant;
}

/** Different mutants by one mutator: always the same ones, of as many sessions as possible. */
export function mutantsOf(mutator: Mutator, sessions: readonly Session[], most = MOST): Mutated[] {
  const random = randomOf(`${mutator.rule}: ${mutator.what}`);
  const seen = new Set<string>();
  const found: Mutated[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const session of random.shuffled(sessions)) {
      const mutant = mutator.apply(session, random);
      if (mutant === undefined) continue;
      const text = textOf(mutant.lines);
      if (seen.has(text)) continue;
      seen.add(text);
      if (found.push({ session, mutant }) === most) return found;
    }
  }
  return found;
}
