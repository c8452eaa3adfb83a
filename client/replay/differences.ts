import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Disposable } from 'vscode';
import { languages, Location, Range, workspace } from 'vscode';
import type { TextDocument, Uri } from 'vscode';
import type { WirePlanProblem } from '../../server/protocol/lsp.ts';
import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import { sentBefore } from './sentBefore.ts';

/** Diagnostics of one file; more would only hide the first, which explains the others. */
const MOST = 200;

/** Who says it. */
export const REPLAY_SOURCE = 'smtp-replay';

/** What a replay found, as diagnostics on the transcript until it changes or is run again. */
export class Differences {
  readonly #collection = languages.createDiagnosticCollection('smtp replay');
  readonly #disposable: Disposable;

  constructor() {
    const forget = ({ uri }: TextDocument): void => this.#collection.delete(uri);
    this.#disposable = Disposable.from(
      this.#collection,
      workspace.onDidCloseTextDocument(forget),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) forget(document);
      }),
    );
  }

  clear(uri: Uri): void {
    this.#collection.delete(uri);
  }

  /**
   * Adds what these events say about the document; nothing where it is no longer of this version,
   * since the lines would be others.
   */
  add(document: TextDocument, version: number, found: readonly Diagnostic[]): void {
    if (found.length === 0 || document.isClosed || document.version !== version) return;
    const all = [...(this.#collection.get(document.uri) ?? []), ...found];
    this.#collection.set(document.uri, all.slice(0, MOST));
  }

  dispose(): void {
    this.#disposable.dispose();
  }
}

/** The diagnostics of one session's events. */
export function diagnosticsOf(
  document: TextDocument,
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
): readonly Diagnostic[] {
  const expected = plan.expectedVerdict;
  return events.flatMap(event => {
    if (event.kind === 'differed') {
      const message = `${event.message}\nExpected: ${event.expected}\nActual: ${event.actual}`;
      const severity = severityOf(expected === 'differed');
      const range = linesRange(document, event.line, event.endLine);
      const made = diagnostic(range, message, severity);
      made.code = 'differs';
      made.relatedInformation = relatedTo(document, sentBefore(plan, events, event.step));
      return [made];
    }
    if (event.kind === 'failed' && event.reason !== 'cancelled') {
      const severity = severityOf(expected === 'failed');
      const made = diagnostic(
        linesRange(document, event.line, event.line),
        event.message,
        severity,
      );
      made.code = event.reason;
      return [made];
    }
    return [];
  });
}

/** The diagnostics of what keeps a session from being replayed. */
export function problemDiagnostics(
  document: TextDocument,
  problems: readonly WirePlanProblem[],
): readonly Diagnostic[] {
  return problems.map(({ line, message, fatal }) => {
    const severity = fatal ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
    return diagnostic(linesRange(document, line, line), message, severity);
  });
}

/** Whole lines, 1-based; what lies outside the document is moved to its nearest line. */
export function linesRange(document: TextDocument, line: number, endLine: number): Range {
  const inside = (at: number): number => Math.min(Math.max(at - 1, 0), document.lineCount - 1);
  const last = document.lineAt(inside(endLine)).range.end;
  return new Range(document.lineAt(inside(line)).range.start, last);
}

/** What the transcript itself announces is a fact worth seeing, but nothing to correct. */
function severityOf(isExpected: boolean): DiagnosticSeverity {
  return isExpected ? DiagnosticSeverity.Information : DiagnosticSeverity.Error;
}

function diagnostic(range: Range, message: string, severity: DiagnosticSeverity): Diagnostic {
  const made = new Diagnostic(range, message, severity);
  made.source = REPLAY_SOURCE;
  return made;
}

function relatedTo(
  document: TextDocument,
  sent: { readonly line: number; readonly text: string } | undefined,
): DiagnosticRelatedInformation[] {
  if (sent === undefined) return [];
  const place = new Location(document.uri, linesRange(document, sent.line, sent.line));
  return [new DiagnosticRelatedInformation(place, `sent before: ${sent.text}`)];
}
