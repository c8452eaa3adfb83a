import { RULES } from '../core/rule/registry.ts';
import type { AnyRule } from '../core/rule/rule.ts';

/** The rule of this name, for its texts. */
export function ruleNamed(id: string): AnyRule | undefined {
  return BY_ID.get(id);
}

const BY_ID: ReadonlyMap<string, AnyRule> = new Map(RULES.map(rule => [rule.id, rule]));
