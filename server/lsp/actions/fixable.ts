import type { Finding } from '../../core/rule/finding.ts';
import type { ReadPiece } from '../piece.ts';
import type { OpenDocument } from '../documentStore.ts';

/** How many findings of a document can be fixed. */
export interface Fixable {
  readonly safe: number;
  readonly byRule: ReadonlyMap<string, FixableRule>;
}

/** The same of one rule. */
export interface FixableRule {
  readonly safe: number;
  readonly unsafe: number;
}

const NONE: Fixable = { safe: 0, byRule: new Map() };

const known = new WeakMap<
  OpenDocument['lint'],
  { readonly serial: number; readonly it: Fixable }
>();

/** Counted once for each state of the document; nothing in a log, which is never changed in bulk. */
export function fixableIn({ document, lint }: OpenDocument): Fixable {
  if (document.dialect.dialect.id !== 'smtp') return NONE;
  const { serial } = lint;
  const last = known.get(lint);
  if (last?.serial === serial) return last.it;
  const it = countIn(document.pieces().flatMap(piece => fixesIn(piece, lint.findingsOf(piece))));
  known.set(lint, { serial, it });
  return it;
}

/** The findings of a piece that an edit of the document can fix. */
export function fixesIn({ chunk }: ReadPiece, findings: readonly Finding[]): readonly Finding[] {
  // What was decoded is not what stands in the file.
  if (chunk.origin !== undefined) return [];
  return findings.filter(({ fix }) => fix !== undefined && fix.edits.length > 0);
}

function countIn(findings: readonly Finding[]): Fixable {
  const byRule = new Map<string, { safe: number; unsafe: number }>();
  let safe = 0;
  for (const { rule, fix } of findings) {
    const count = byRule.get(rule) ?? { safe: 0, unsafe: 0 };
    byRule.set(rule, count);
    if (fix?.safe === true) count.safe++;
    else count.unsafe++;
    if (fix?.safe === true) safe++;
  }
  return { safe, byRule };
}
