import { SEVERITIES } from '../core/rule/finding.ts';
import type { Severity } from '../core/rule/rule.ts';

/** 0 for an error … 3 for a hint. */
export function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** Most severe first; equal ones keep their order. */
export function bySeverity<T extends { readonly severity: Severity }>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => rankOf(a.severity) - rankOf(b.severity));
}
