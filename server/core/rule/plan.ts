import type { Clues } from './clue/clue.ts';
import { ALL_CLUES, cluesFrom } from './clue/clue.ts';
import type { AnyRule, Severity, Target } from './rule.ts';

/** A rule that is switched on, and how severe it is. */
export type ActiveRule = AnyRule & { readonly level: Severity };

/** The rules to ask, by what they look at. */
export interface Plan {
  readonly by: { readonly [T in Target]: readonly ActiveRule[] };
  readonly byVerb: ReadonlyMap<string, readonly ActiveRule[]>;
  /** Some rule looks at a step of the session. */
  readonly walks: boolean;
  /** There is nobody to ask. */
  readonly isEmpty: boolean;
}

/** Sessions show few different sets of clues; what comes after so many is planned anew each time. */
const MOST_PLANS = 2_000;

/** Keeps a plan for each set of clues that was met. */
export class Planner {
  readonly #rules: readonly { readonly rule: ActiveRule; readonly clues: Clues }[];
  readonly #named: Clues;
  readonly #plans = new Map<Clues, Plan>();

  constructor(rules: readonly ActiveRule[]) {
    this.#rules = rules.map(rule => {
      const clues = rule.clues === undefined ? ALL_CLUES : cluesFrom(...rule.clues);
      return { rule, clues };
    });
    const cautious = rules.flatMap(rule => rule.clues ?? []);
    this.#named = cluesFrom(...cautious);
  }

  /** The rules that may find something where these clues show. */
  planFor(clues: Clues): Plan {
    const named = clues & this.#named;
    const known = this.#plans.get(named);
    if (known !== undefined) return known;
    const plan = this.#plan(named);
    if (this.#plans.size < MOST_PLANS) this.#plans.set(named, plan);
    return plan;
  }

  #plan(shown: Clues): Plan {
    const asked = this.#rules
      .filter(({ rule, clues }) => rule.clues === undefined || (clues & shown) !== 0)
      .map(({ rule }) => rule);
    const on = (target: Target): ActiveRule[] => asked.filter(rule => rule.on === target);
    const ofExchange = on('exchange');
    const verbs = new Set(ofExchange.flatMap(rule => rule.verbs ?? []));
    const [reply, content] = [on('reply'), on('content')];
    return {
      by: {
        session: on('session'),
        exchange: ofExchange.filter(rule => rule.verbs === undefined),
        reply,
        content,
        transaction: on('transaction'),
      },
      byVerb: new Map(
        [...verbs].map(verb => [verb, ofExchange.filter(rule => rule.verbs?.includes(verb))]),
      ),
      isEmpty: asked.length === 0,
      walks: ofExchange.length + reply.length + content.length > 0,
    };
  }
}
