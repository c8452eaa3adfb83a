import type { Level, LintLayer } from '../core/config/lintLayer.ts';
import { EMPTY_LAYER, LEVELS, PROFILES } from '../core/config/lintLayer.ts';
import { optionOf, optionValueOf } from '../core/config/ruleOptions.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import type { AnyRule, OptionValue } from '../core/rule/rule.ts';

/** The settings `smtpTranscript.lint.*`, checked, and what configuration files say over them. */
export type LintSettings = LintLayer;

/** What is in force while the client has not said otherwise. */
export const DEFAULT_SETTINGS: LintSettings = EMPTY_LAYER;

/** The section that the server asks the client for. */
export const LINT_SECTION = 'smtpTranscript.lint';

/** Reads a client's answer for the section; what is no such setting is left out. */
export function parseSettings(value: unknown): LintSettings {
  const { profile, severities, options } = fieldsOf(value);
  return {
    profile: PROFILES.find(known => known === profile),
    severities: parseSeverities(severities),
    ruleOptions: parseOptions(options),
  };
}

function parseSeverities(value: unknown): LintLayer['severities'] {
  const found: Record<string, Level> = {};
  for (const [id, wanted] of Object.entries(fieldsOf(value))) {
    const level = LEVELS.find(name => name === wanted);
    if (level !== undefined && ruleOf(id) !== undefined) found[id] = level;
  }
  return found;
}

function parseOptions(value: unknown): LintLayer['ruleOptions'] {
  const found: Record<string, Readonly<Record<string, OptionValue>>> = {};
  for (const [id, wanted] of Object.entries(fieldsOf(value))) {
    const rule = ruleOf(id);
    if (rule !== undefined) found[id] = parseRuleOptions(rule, wanted);
  }
  return found;
}

function parseRuleOptions(rule: AnyRule, value: unknown): Record<string, OptionValue> {
  const found: Record<string, OptionValue> = {};
  for (const [name, wanted] of Object.entries(fieldsOf(value))) {
    const option = optionOf(rule, name);
    const set = option && optionValueOf(option, wanted);
    if (set !== undefined) found[name] = set;
  }
  return found;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
