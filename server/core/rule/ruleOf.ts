import { RULES } from './registry.ts';
import type { AnyRule } from './rule.ts';

/** The rule with this id. */
export function ruleOf(id: string): AnyRule | undefined {
  byId ??= new Map(RULES.map(rule => [rule.id, rule]));
  return byId.get(id);
}

let byId: ReadonlyMap<string, AnyRule> | undefined;
