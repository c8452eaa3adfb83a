import { CodeAction, CodeActionKind, languages, Position, WorkspaceEdit } from 'vscode';
import type { CodeActionContext, Diagnostic, Disposable, Range, TextDocument } from 'vscode';
import type { WirePlanProblem } from '../../server/protocol/lsp.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { REPLAY_SOURCE } from './differences.ts';
import type { PlanProblems } from './planProblems.ts';

/** Quick fixes for what keeps a session from being replayed: the line to write, or a `.smtp` file. */
export function registerPlanActions(
  { language }: Pick<Parts, 'language'>,
  problems: PlanProblems,
): Disposable {
  const selector = ['file', 'untitled'].map(scheme => ({ language: LANGUAGE_ID, scheme }));
  const provideCodeActions = async (
    document: TextDocument,
    _range: Range,
    { diagnostics }: CodeActionContext,
  ): Promise<CodeAction[]> => {
    const known = problems.of(document);
    const found = diagnostics.flatMap(diagnostic => {
      const problem = known.find(each => isAbout(diagnostic, each));
      return problem === undefined ? [] : [{ diagnostic, problem }];
    });
    if (found.length === 0) return [];
    const { dialect } = await language.sessions(document);
    const isOwn = dialect?.id === 'smtp';
    return found.flatMap(({ diagnostic, problem }) => {
      const action = isOwn ? writeAction(document, problem) : convertAction();
      if (action === undefined) return [];
      action.diagnostics = [diagnostic];
      action.isPreferred = true;
      return [action];
    });
  };
  const kinds = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  return languages.registerCodeActionsProvider(selector, { provideCodeActions }, kinds);
}

/** The edit that writes the line which mends a problem; undefined where none does. */
export function writeEdit(
  document: TextDocument,
  { write }: WirePlanProblem,
): WorkspaceEdit | undefined {
  if (write === undefined) return undefined;
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(write.above - 1, 0), `${write.text}\n`);
  return edit;
}

function writeAction(document: TextDocument, problem: WirePlanProblem): CodeAction | undefined {
  const edit = writeEdit(document, problem);
  if (edit === undefined) return undefined;
  const { text = '', title = `Write "${text}"` } = problem.write ?? {};
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.edit = edit;
  return action;
}

function convertAction(): CodeAction {
  const title = 'Convert to .smtp Transcript';
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command: 'smtpTranscript.convert' };
  return action;
}

function isAbout({ source, message, range }: Diagnostic, problem: WirePlanProblem): boolean {
  const isHere = range.start.line === problem.line - 1;
  return source === REPLAY_SOURCE && isHere && message === problem.message;
}
