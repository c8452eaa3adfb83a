import type { CodeAction } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { FixOrder } from '../../report/fixRounds.ts';
import type { OpenDocument } from '../documentStore.ts';
import type { Fixable } from './fixable.ts';
import { fixableIn } from './fixable.ts';

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

/** Quick fixes that go beyond one finding, for the rules of the findings at a place. */
export function quickFixAll(open: OpenDocument, rules: ReadonlySet<string>): FixAllAction[] {
  const fixable = fixableIn(open);
  const actions = [...rules].flatMap(rule => ofRule(open, fixable, rule));
  const concerned = [...rules].some(rule => (fixable.byRule.get(rule)?.safe ?? 0) > 0);
  if (concerned && fixable.safe > 1) {
    actions.push({
      title: 'Fix all safe findings in this file',
      kind: CodeActionKind.QuickFix,
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
    actions.push({ title: `${title} (changes the record)`, kind, data });
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
