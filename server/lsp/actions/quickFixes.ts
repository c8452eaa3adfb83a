import type {
  ClientCapabilities,
  CodeAction,
  CodeActionParams,
  Diagnostic,
} from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { Finding } from '../../core/rule/finding.ts';
import { sourceLineOf } from '../../core/transcript/sourcePlace.ts';
import type { Showing } from '../diagnostics.ts';
import { diagnosticOf } from '../diagnostics.ts';
import type { DiagnosticSupport } from '../diagnosticSupport.ts';
import type { OpenDocument } from '../documentStore.ts';
import { suppressions } from './suppressions.ts';
import { unsafeTitle } from './unsafeTitle.ts';
import type { EditOf } from './workspaceEdit.ts';
import { pieceEditsFor } from './workspaceEdit.ts';

/** Actions for one place; an editor shows them in a menu. */
const LIMIT = 50;

/** What a client can show and take. */
export interface ActionSupport {
  readonly client: ClientCapabilities;
  readonly diagnostics: DiagnosticSupport;
}

/** The diagnostics at a place, by rule. */
export type DiagnosticsByRule = ReadonlyMap<string, readonly Diagnostic[]>;

/** What can be done about the findings on some lines. */
export interface QuickFixes {
  /** A way out of each. */
  readonly fixes: readonly CodeAction[];
  /** Ways to keep each quiet. */
  readonly suppressions: readonly CodeAction[];
  /** What they are about, by rule. */
  readonly rules: DiagnosticsByRule;
}

/** What can be done about the findings on the lines of the range, one by one. */
export function quickFixes(
  open: OpenDocument,
  range: CodeActionParams['range'],
  support: ActionSupport,
): QuickFixes {
  const editOf = pieceEditsFor(support.client);
  const fixes: CodeAction[] = [];
  const quiet: CodeAction[] = [];
  const rules = new Map<string, readonly Diagnostic[]>();
  for (const { showing, finding } of findingsIn(open, range, support.diagnostics)) {
    if (fixes.length + quiet.length >= LIMIT) break;
    // What would be edited is not what stands in the file.
    if (showing.piece.chunk.origin !== undefined) continue;
    fixes.push(...fixOf(showing, finding, editOf));
    quiet.push(...suppressions(showing, finding, editOf));
    const known = rules.get(finding.rule) ?? [];
    rules.set(finding.rule, [...known, diagnosticOf(showing, finding)]);
  }
  return { fixes, suppressions: quiet, rules };
}

interface Found {
  readonly showing: Showing;
  readonly finding: Finding;
}

/** Findings whose marked text touches the lines of the range. */
function* findingsIn(
  { document, lint }: OpenDocument,
  range: CodeActionParams['range'],
  support: DiagnosticSupport,
): Generator<Found> {
  for (const [index, piece] of document.pieces().entries()) {
    const base = document.lineBase(index);
    if (base > range.end.line) break;
    if (base + piece.lines.count <= range.start.line) continue;
    for (const finding of lint.findingsOf(piece)) {
      const line = base + sourceLineOf(piece.chunk, finding.at.start);
      if (line < range.start.line || line > range.end.line) continue;
      yield { showing: { document, index, piece, support }, finding };
    }
  }
}

function fixOf(showing: Showing, finding: Finding, editOf: EditOf): CodeAction[] {
  const { fix } = finding;
  if (fix === undefined || fix.edits.length === 0) return [];
  const harmless = fix.safe && showing.piece.chunk.dialect === 'smtp';
  return [
    {
      title: harmless ? fix.title : unsafeTitle(fix.title, finding.rule),
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(showing, finding)],
      ...(harmless ? { isPreferred: true } : {}),
      edit: editOf(showing, fix.edits),
    },
  ];
}
