import { visibleOf } from '../octets/visible.ts';
import type { Span } from '../octets/span.ts';
import type { Fix, MessageValue, Related, Severity } from './rule.ts';

/** Something a rule found. All spans are octets within the chunk. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly at: Span;
  /** The rule's message with its placeholders. */
  readonly template: string;
  readonly values: Readonly<Record<string, MessageValue>>;
  readonly related: readonly Related[];
  readonly fix: Fix | undefined;
}

/** Order of severity, most severe first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * The message with its values. `lineOf` gives the 1-based line of an octet offset, so that a
 * message stays right when lines are added above its chunk.
 */
export function messageOf(
  finding: Pick<Finding, 'template' | 'values'>,
  lineOf: (offset: number) => number,
): string {
  return finding.template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = finding.values[name];
    if (value === undefined) return whole;
    return typeof value === 'object' ? String(lineOf(value.line)) : visible(String(value));
  });
}

const LONGEST_VALUE = 120;

/** Quoted transcript text: control characters made visible, long text cut. */
export function visible(text: string): string {
  const cut = text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
  return visibleOf(cut);
}
