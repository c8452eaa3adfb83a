import { sourceLineOf } from '../../core/transcript/sourcePlace.ts';
import type { CodeAction, CodeActionParams, TextEdit } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import { suppressHere } from '../../core/feature/suppressHere.ts';
import type { Finding } from '../../core/rule/finding.ts';
import type { Edit } from '../../core/rule/rule.ts';
import type { DiagnosticSupport, Showing } from '../diagnostics.ts';
import { diagnosticOf } from '../diagnostics.ts';
import type { OpenDocument } from '../documentStore.ts';
import { request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** Applies every safe fix of a document at once, as an editor may do on saving. */
const FIX_ALL = 'source.fixAll.smtpTranscript';

/** Actions for one place; an editor shows them in a menu. */
const LIMIT = 50;

/** `textDocument/codeAction`: fixes, suppressions, and all safe fixes together. */
export const codeAction: Feature = context => {
  const { publishDiagnostics } = context.client.textDocument ?? {};
  const support: DiagnosticSupport = {
    related: publishDiagnostics?.relatedInformation ?? false,
    codeDescription: publishDiagnostics?.codeDescriptionSupport ?? false,
  };
  context.connection.onCodeAction(
    request<CodeActionParams, CodeAction[]>(context, 'codeAction', [], (open, params) => {
      const only = params.context.only;
      const wants = (kind: string): boolean =>
        only === undefined || only.some(k => covers(k, kind));
      return [
        ...(wants(CodeActionKind.QuickFix) ? quickFixes(open, params, support) : []),
        // A source action is for whoever asks for it: it does not belong to a line.
        ...(only !== undefined && wants(FIX_ALL) ? fixAll(open) : []),
      ];
    }),
  );
  return {
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
  };
};

/** `source` covers `source.fixAll`. */
function covers(wanted: string, kind: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}

function quickFixes(
  open: OpenDocument,
  { range }: CodeActionParams,
  support: DiagnosticSupport,
): CodeAction[] {
  const actions: CodeAction[] = [];
  for (const { showing, finding } of findingsIn(open, range, support)) {
    if (actions.length >= LIMIT) break;
    actions.push(...actionsFor(showing, finding));
  }
  return actions;
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

function actionsFor(showing: Showing, finding: Finding): CodeAction[] {
  const { fix } = finding;
  const diagnostics = [diagnosticOf(showing, finding)];
  const actions: CodeAction[] = [];
  // What would be edited is not what stands in the file.
  const decoded = showing.piece.chunk.origin !== undefined;
  if (fix !== undefined && fix.edits.length > 0 && !decoded) {
    const harmless = fix.safe && showing.piece.chunk.dialect === 'smtp';
    actions.push({
      title: harmless ? fix.title : `${fix.title} (changes the record)`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      ...(harmless ? { isPreferred: true } : {}),
      edit: { changes: { [showing.document.uri]: textEdits(showing, fix.edits) } },
    });
  }
  const suppression = decoded ? undefined : suppressHere(showing.piece.chunk, finding);
  if (suppression !== undefined) {
    actions.push({
      title: `Suppress ${finding.rule} here`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      edit: { changes: { [showing.document.uri]: textEdits(showing, [suppression]) } },
    });
  }
  return actions;
}

function textEdits(
  { document, index }: Pick<Showing, 'document' | 'index'>,
  edits: readonly Edit[],
): TextEdit[] {
  return edits.map(({ at, text }) => ({ range: document.rangeOf(index, at), newText: text }));
}

/** All safe fixes that do not touch each other; nothing for a log, which is evidence. */
function fixAll({ document, lint }: OpenDocument): CodeAction[] {
  if (document.dialect.dialect.id !== 'smtp') return [];
  const edits: TextEdit[] = [];
  for (const [index, piece] of document.pieces().entries()) {
    const fixes = lint.findingsOf(piece).flatMap(({ fix }) => (fix?.safe === true ? [fix] : []));
    const taken: Edit[] = [];
    for (const fix of fixes) {
      if (fix.edits.some(edit => taken.some(other => touches(edit, other)))) continue;
      taken.push(...fix.edits);
    }
    edits.push(...textEdits({ document, index }, taken));
  }
  if (edits.length === 0) return [];
  const title = 'Fix all safe SMTP findings';
  return [{ title, kind: FIX_ALL, edit: { changes: { [document.uri]: edits } } }];
}

function touches(a: Edit, b: Edit): boolean {
  return a.at.start <= b.at.end && b.at.start <= a.at.end;
}
