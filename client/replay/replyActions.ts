import { CodeAction, CodeActionKind, languages, Range, WorkspaceEdit } from 'vscode';
import type { CodeActionContext, CodeActionProvider, Diagnostic, Disposable } from 'vscode';
import type { TextDocument } from 'vscode';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { linesRange, REPLAY_SOURCE } from './differences.ts';
import { recordingEdit } from './recording.ts';
import { replyDirective } from './replyDirective.ts';
import type { ReplyWord } from './replyDirective.ts';
import type { RunResults, SessionResult } from './runResults.ts';

/** A reply that differed, and what came instead. */
interface Differed {
  readonly diagnostic: Diagnostic;
  readonly result: SessionResult;
  readonly event: ReplayEvent & { readonly kind: 'differed' };
}

/** Quick fixes for replies that differ: take the reply over, or ask for less. */
export function registerReplyActions(parts: Parts, results: RunResults): Disposable {
  const selector = ['file', 'untitled'].map(scheme => ({ language: LANGUAGE_ID, scheme }));
  const kinds = [CodeActionKind.QuickFix];
  return languages.registerCodeActionsProvider(selector, new ReplyActions(parts, results), {
    providedCodeActionKinds: kinds,
  });
}

/** Taking over costs a question to the server, which is asked when the action is chosen. */
class AcceptAction extends CodeAction {
  readonly edits: () => Promise<WorkspaceEdit | undefined>;

  constructor(title: string, edits: () => Promise<WorkspaceEdit | undefined>) {
    super(title, CodeActionKind.QuickFix);
    this.edits = edits;
  }
}

class ReplyActions implements CodeActionProvider {
  readonly #parts: Parts;
  readonly #results: RunResults;

  constructor(parts: Parts, results: RunResults) {
    this.#parts = parts;
    this.#results = results;
  }

  async provideCodeActions(
    document: TextDocument,
    _range: Range,
    context: CodeActionContext,
  ): Promise<CodeAction[]> {
    const results = this.#results.of(document);
    const found = context.diagnostics.flatMap(diagnostic =>
      differedAt(document, results, diagnostic),
    );
    if (found.length === 0) return [];
    const { dialect } = await this.#parts.language.sessions(document);
    // A log that another program wrote stays as it is.
    if (dialect?.id !== 'smtp') return [compareAction(document)];
    const actions = found.flatMap(differed => [
      this.#acceptOne(document, differed),
      ...directiveActions(document, differed),
    ]);
    return [...actions, this.#acceptAll(document, results), compareAction(document)];
  }

  async resolveCodeAction(action: CodeAction): Promise<CodeAction> {
    if (!(action instanceof AcceptAction)) return action;
    const edit = await action.edits();
    if (edit !== undefined) action.edit = edit;
    return action;
  }

  #acceptOne(document: TextDocument, { result, event, diagnostic }: Differed): CodeAction {
    const only = { from: event.line, to: event.endLine };
    const action = new AcceptAction('Accept this reply: record what the server answered', () =>
      recordingEdit(this.#parts.language, { document, sessions: [result], only }),
    );
    action.diagnostics = [diagnostic];
    return action;
  }

  #acceptAll(document: TextDocument, sessions: readonly SessionResult[]): CodeAction {
    return new AcceptAction('Accept all replies of the last replay as the new recording', () =>
      recordingEdit(this.#parts.language, { document, sessions }),
    );
  }
}

function differedAt(
  document: TextDocument,
  results: readonly SessionResult[],
  diagnostic: Diagnostic,
): Differed[] {
  if (diagnostic.source !== REPLAY_SOURCE) return [];
  for (const result of results) {
    for (const event of result.events) {
      if (event.kind !== 'differed') continue;
      const range = linesRange(document, event.line, event.endLine);
      if (range.isEqual(diagnostic.range)) return [{ diagnostic, result, event }];
    }
  }
  return [];
}

function directiveActions(document: TextDocument, differed: Differed): CodeAction[] {
  const { result, event } = differed;
  const step = result.plan.steps[event.step];
  if (step?.kind !== 'expect' || step.recorded === null) return [];
  const recorded = step.recorded.code;
  const received = result.events.findLast(each => {
    return each.kind === 'received' && each.step === event.step;
  });
  const live = received?.kind === 'received' ? received.code : undefined;
  const sameClass = live !== undefined && Math.floor(live / 100) === Math.floor(recorded / 100);
  const offers: readonly (readonly [title: string, word: ReplyWord])[] = [
    ...(sameClass ? [['Compare only the class of this reply', 'class'] as const] : []),
    ...(live === undefined || live === recorded
      ? []
      : [
          [
            `Let this reply be ${String(recorded)} or ${String(live)}`,
            { any: [recorded, live] },
          ] as const,
        ]),
    ['This reply may be missing', 'optional'],
  ];
  return offers.flatMap(([title, word]) => directiveAction(document, differed, { title, word }));
}

function directiveAction(
  document: TextDocument,
  { event, diagnostic }: Differed,
  { title, word }: { readonly title: string; readonly word: ReplyWord },
): CodeAction[] {
  const at = event.line - 1;
  const above = at > 0 ? document.lineAt(at - 1).text : '';
  const directive = replyDirective(above, word);
  if (directive === undefined) return [];
  const action = new CodeAction(`${title} (# @reply)`, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new WorkspaceEdit();
  const range = new Range(directive.replaces ? at - 1 : at, 0, at, 0);
  action.edit.replace(document.uri, range, `${directive.text}\n`);
  return [action];
}

function compareAction({ uri }: TextDocument): CodeAction {
  const title = 'Compare recorded and actual';
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { title, command: 'smtpTranscript.replayCompare', arguments: [{ uri }] };
  return action;
}
