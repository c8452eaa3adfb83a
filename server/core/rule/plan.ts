import type { Clues } from './clue/clue.ts';
import { ALL_CLUES, cluesFrom, wideCluesFrom } from './clue/clue.ts';
import type { AnyRule, OptionValue, Severity, Target } from './rule.ts';

/** A rule that is switched on, how severe it is, and what its options are set to. */
export type ActiveRule = AnyRule & {
  readonly level: Severity;
  readonly settings: Readonly<Record<string, OptionValue>>;
};

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

interface Asked {
  readonly rule: ActiveRule;
  readonly clues: Clues;
  readonly wide: Clues;
}

/** Keeps a plan for each set of clues that was met. */
export class Planner {
  readonly #rules: readonly Asked[];
  readonly #named: Clues;
  readonly #wide: Clues;
  readonly #planners = new Map<Clues, SessionPlanner>();

  constructor(rules: readonly ActiveRule[]) {
    this.#rules = rules.map(rule => {
      if (rule.clues === undefined) return { rule, clues: ALL_CLUES, wide: 0 };
      return { rule, clues: cluesFrom(...rule.clues), wide: wideCluesFrom(...rule.clues) };
    });
    const named = rules.flatMap(rule => rule.clues ?? []);
    this.#named = cluesFrom(...named);
    this.#wide = wideCluesFrom(...named);
  }

  /** Plans for a session that shows these as a whole. */
  forSession(wide: Clues): SessionPlanner {
    const named = wide & this.#wide;
    const known = this.#planners.get(named);
    if (known !== undefined) return known;
    const planner = new SessionPlanner(this.#rules, this.#named, named);
    this.#planners.set(named, planner);
    return planner;
  }
}

/** The plans for sessions that show the same as a whole. */
export class SessionPlanner {
  readonly #rules: readonly Asked[];
  readonly #named: Clues;
  readonly #wide: Clues;
  readonly #plans = new Map<Clues, Plan>();

  constructor(rules: readonly Asked[], named: Clues, wide: Clues) {
    this.#rules = rules;
    this.#named = named;
    this.#wide = wide;
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
      .filter(({ rule, clues, wide }) => {
        return rule.clues === undefined || (clues & shown) !== 0 || (wide & this.#wide) !== 0;
      })
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
