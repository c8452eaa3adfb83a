import type { CodeAction, Diagnostic } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { FixOrder } from '../../report/fixRounds.ts';
import type { OpenDocument } from '../documentStore.ts';
import type { Fixable } from './fixable.ts';
import { fixableIn } from './fixable.ts';
import type { DiagnosticsByRule } from './quickFixes.ts';
import { unsafeTitle } from './unsafeTitle.ts';

/** Applies every safe fix of a document at once, as an editor may do on saving. */
export const FIX_ALL = 'source.fixAll.smtpTranscript';

/** What a client sends back when it wants the edits of an action. */
export interface FixAllData {
  readonly uri: string;
  readonly version: number;
  readonly fix: FixOrder['fix'];
  readonly rule?: string;
}

/** A title, a kind, and `data` from which the edits are made: they cost a reading of the file. */
export type FixAllAction = Omit<CodeAction, 'data'> & { readonly data: FixAllData };

/** The action for `source.fixAll`: safe fixes only; none where there is none. */
export function sourceFixAll(open: OpenDocument): FixAllAction[] {
  if (fixableIn(open).safe === 0) return [];
  const data = dataFor(open, { fix: 'safe' });
  return [{ title: 'Fix all safe SMTP findings', kind: FIX_ALL, data }];
}

/**
 * Quick fixes that go beyond one finding, for the rules of the findings at a place. They name those
 * findings: VS Code puts what is about none to the end of its menu.
 */
export function quickFixAll(open: OpenDocument, rules: DiagnosticsByRule): FixAllAction[] {
  const fixable = fixableIn(open);
  const actions = [...rules].flatMap(([rule, diagnostics]) =>
    ofRule(open, fixable, rule).map(action => ({ ...action, diagnostics: [...diagnostics] })),
  );
  const concerned = [...rules].flatMap(([rule, diagnostics]): readonly Diagnostic[] =>
    (fixable.byRule.get(rule)?.safe ?? 0) > 0 ? diagnostics : [],
  );
  if (concerned.length > 0 && fixable.safe > 1) {
    actions.push({
      title: 'Fix all safe findings in this file',
      kind: CodeActionKind.QuickFix,
      diagnostics: concerned,
      data: dataFor(open, { fix: 'safe' }),
    });
  }
  return actions;
}

function ofRule(open: OpenDocument, { byRule }: Fixable, rule: string): FixAllAction[] {
  const { safe = 0, unsafe = 0 } = byRule.get(rule) ?? {};
  const kind = CodeActionKind.QuickFix;
  const title = `Fix all ${rule} in this file`;
  const actions: FixAllAction[] = [];
  if (safe > 1) actions.push({ title, kind, data: dataFor(open, { fix: 'safe', rule }) });
  if (unsafe > 0 && safe + unsafe > 1) {
    const data = dataFor(open, { fix: 'all', rule });
    const all = safe > 1 ? `Fix all ${rule} in this file, unsafe ones too` : title;
    actions.push({ title: unsafeTitle(all, rule), kind, data });
  }
  return actions;
}

function dataFor({ document }: OpenDocument, order: FixOrder): FixAllData {
  const { uri, version } = document;
  return { uri, version, fix: order.fix, ...(order.rule !== undefined && { rule: order.rule }) };
}

/** Reads what a client sent back; undefined where it is nothing of ours. */
export function parseFixAllData(value: unknown): FixAllData | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, version, fix, rule } = value as Readonly<Record<string, unknown>>;
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (fix !== 'safe' && fix !== 'all') return undefined;
  return { uri, version, fix, ...(typeof rule === 'string' && { rule }) };
}
