import type { AnyRule, OptionValue, RuleOption } from '../rule/rule.ts';

/** More words than a list of a person has. */
const MOST_WORDS = 1_000;

/** The option of a rule with this name; undefined for what every object has by nature. */
export function optionOf(rule: AnyRule, name: string): RuleOption | undefined {
  const { options } = rule;
  return options !== undefined && Object.hasOwn(options, name) ? options[name] : undefined;
}

/** The value, where the option can be set to it. */
export function optionValueOf(option: RuleOption, value: unknown): OptionValue | undefined {
  switch (option.type) {
    case 'integer': {
      const whole = typeof value === 'number' && Number.isInteger(value);
      return whole && value >= option.minimum && value <= option.maximum ? value : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'words': {
      if (!Array.isArray(value) || value.length > MOST_WORDS) return undefined;
      const words = value.filter(word => typeof word === 'string');
      return words.length === value.length ? words : undefined;
    }
    default:
      return option satisfies never;
  }
}

/** What the option can be set to, in words. */
export function wantedBy(option: RuleOption): string {
  switch (option.type) {
    case 'integer':
      return `a whole number from ${option.minimum} to ${option.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'words':
      return 'a list of words in quotes';
    default:
      return option satisfies never;
  }
}
