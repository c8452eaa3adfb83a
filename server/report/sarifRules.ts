import type { ReportingDescriptor, Result } from 'sarif';
import { ruleUrlOf } from '../core/feature/ruleUrl.ts';
import { generalMessage } from '../core/rule/generalMessage.ts';
import type { AnyRule, Severity } from '../core/rule/rule.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';

/** The rules of a SARIF run: those that were found, in the order in which they were. */
export class SarifRules {
  readonly #indices = new Map<string, number>();

  /** The place of a rule among the descriptors; the same each time. */
  indexOf(id: string): number {
    const known = this.#indices.get(id);
    if (known !== undefined) return known;
    this.#indices.set(id, this.#indices.size);
    return this.#indices.size - 1;
  }

  /** All rules that were asked about. */
  descriptors(): ReportingDescriptor[] {
    return [...this.#indices.keys()].map(id => {
      const rule = ruleOf(id);
      return rule === undefined ? { id } : descriptorOf(rule);
    });
  }
}

/** SARIF has three levels. */
export function sarifLevelOf(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'error' || severity === 'warning' ? severity : 'note';
}

/**
 * Plain text as a SARIF message: what would be a placeholder (`{0}`) or a link (`[text](where)`) is
 * escaped.
 */
export function messageText(text: string): string {
  const plain = text.replace(/[{}]/g, '$&$&');
  return plain.includes('](') ? plain.replace(/[[\]\\]/g, '\\$&') : plain;
}

function descriptorOf(rule: AnyRule): ReportingDescriptor {
  const { id, category, severity, message, why, advice, refs } = rule;
  return {
    id,
    name: id.split('-').map(capitalised).join(''),
    shortDescription: { text: generalMessage(message) },
    fullDescription: { text: `${why} ${advice}` },
    help: helpOf(rule),
    helpUri: ruleUrlOf(id),
    defaultConfiguration: {
      level: sarifLevelOf(severity),
      ...(rule.strictOnly === true && { enabled: false }),
    },
    properties: { tags: ['smtp', category], category, refs: [...refs] },
  };
}

function helpOf({ id, why, advice, refs, offWhen }: AnyRule): Result['message'] & { text: string } {
  const text = [why, advice, `See ${refs.join(', ')}.`];
  const markdown = [why, `**What to do:** ${advice}`, `**References:** ${refs.join(', ')}`];
  if (offWhen !== undefined) {
    text.push(`When to switch it off: ${offWhen}`);
    markdown.push(`**When to switch it off:** ${offWhen}`);
  }
  markdown.push(`[${id}](${ruleUrlOf(id)})`);
  return { text: text.join('\n'), markdown: markdown.join('\n\n') };
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
