import type { LintOptions } from '../core/rule/run.ts';
import { applyFixes } from './applyFixes.ts';
import type { ChunkFinding } from './findingsIn.ts';
import { findingsIn } from './findingsIn.ts';
import type { LintInput } from './lintOctets.ts';
import type { OctetChange } from './octetChanges.ts';
import { OctetChanges } from './octetChanges.ts';

/** A fix can make room for another one; that many rounds are always enough. */
const MOST_ROUNDS = 10;

/** Which fixes to apply. */
export interface FixOrder {
  /** 'all': also those that change the record. */
  readonly fix: 'safe' | 'all';
  /** Only those of this rule. */
  readonly rule?: string;
  /** The findings, where somebody knows them already. */
  readonly found?: readonly ChunkFinding[];
  /** No more rounds than this, for who cannot wait. */
  readonly rounds?: number;
}

/** A text with its fixes applied. */
export interface FixedText {
  readonly octets: Uint8Array;
  readonly applied: number;
  /** What is new, in places of the text as it was; in order, apart from each other. */
  readonly changes: readonly OctetChange[];
}

/** Fixes a transcript, and what that makes room for, until nothing is left to fix. */
export function fixRounds(input: LintInput, options: LintOptions, order: FixOrder): FixedText {
  const all = new OctetChanges(input.octets);
  const rounds = Math.min(order.rounds ?? MOST_ROUNDS, MOST_ROUNDS);
  let { octets } = input;
  let applied = 0;
  for (let round = 0; round < rounds; round++) {
    const known = round === 0 ? order.found : undefined;
    const found = known ?? findingsIn({ ...input, octets }, options);
    const result = applyFixes(octets, chosen(found, order), order.fix);
    if (result.applied === 0) break;
    all.add(result.changes);
    octets = result.octets;
    applied += result.applied;
  }
  return { octets, applied, changes: all.total() };
}

function chosen(found: readonly ChunkFinding[], { rule }: FixOrder): readonly ChunkFinding[] {
  return rule === undefined ? found : found.filter(({ finding }) => finding.rule === rule);
}
