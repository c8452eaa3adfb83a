import type { CodeAction, CodeActionParams } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import { authActions } from '../actions/authActions.ts';
import type { FixAllAction } from '../actions/fixAllActions.ts';
import { FIX_ALL, parseFixAllData, quickFixAll, sourceFixAll } from '../actions/fixAllActions.ts';
import { fixAllEdits } from '../actions/fixAllEdits.ts';
import type { ActionSupport } from '../actions/quickFixes.ts';
import { quickFixes } from '../actions/quickFixes.ts';
import { workspaceEditOf } from '../actions/workspaceEdit.ts';
import { diagnosticSupportOf } from '../diagnosticSupport.ts';
import type { OpenDocument } from '../documentStore.ts';
import type { ServerContext } from '../serverContext.ts';
import { guarded, request } from '../serverContext.ts';
import type { Feature } from './feature.ts';

/** Of longer documents a client that wants edits at once gets quick fixes of one finding only. */
const MOST_OCTETS = 256 * 1024;

/** `textDocument/codeAction`: fixes one by one, suppressions, many fixes together, AUTH rewritten. */
export const codeAction: Feature = context => {
  const { client, connection } = context;
  const support: ActionSupport = { client, diagnostics: diagnosticSupportOf(client) };
  const resolves =
    client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;
  const ready = (open: OpenDocument, actions: readonly FixAllAction[]): CodeAction[] =>
    resolves ? [...actions] : actions.flatMap(action => withEdits(open, action, support) ?? []);
  connection.onCodeAction(
    request<CodeActionParams, CodeAction[]>(context, 'codeAction', [], (open, params) => {
      const only = params.context.only;
      const wants = (kind: string): boolean =>
        only === undefined || only.some(k => covers(k, kind));
      const actions: CodeAction[] = [];
      if (wants(CodeActionKind.QuickFix)) {
        const found = quickFixes(open, params.range, support);
        const many = resolves || lengthOf(open) <= MOST_OCTETS;
        const together = many ? ready(open, quickFixAll(open, found.rules)) : [];
        actions.push(...found.fixes, ...together, ...found.suppressions);
      }
      if (wants(CodeActionKind.RefactorRewrite)) {
        actions.push(...authActions(open, params.range, client));
      }
      // A source action is for whoever asks for it: it does not belong to a line.
      if (only !== undefined && wants(FIX_ALL)) actions.push(...ready(open, sourceFixAll(open)));
      return actions;
    }),
  );
  connection.onCodeActionResolve(action => resolved(context, action, support));
  return {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL],
      resolveProvider: true,
    },
  };
};

/** The action with its edits; as it is where the document is another one meanwhile. */
function resolved(context: ServerContext, action: CodeAction, support: ActionSupport): CodeAction {
  const data = parseFixAllData(action.data);
  const open = data && context.store.get(data.uri);
  if (data?.version !== open?.document.version || data === undefined) return action;
  return guarded(context, 'codeAction/resolve', action, () => {
    return (open && withEdits(open, { ...action, data }, support)) ?? action;
  });
}

function withEdits(
  open: OpenDocument,
  action: FixAllAction,
  { client }: ActionSupport,
): CodeAction | undefined {
  const edits = fixAllEdits(open, action.data);
  return edits.length === 0
    ? undefined
    : { ...action, edit: workspaceEditOf(open.document, edits, client) };
}

function lengthOf({ document }: OpenDocument): number {
  return document.pieces().reduce((sum, { octets }) => sum + octets.length, 0);
}

/** `source` covers `source.fixAll`. */
function covers(wanted: string, kind: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`);
}
