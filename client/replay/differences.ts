import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, workspace } from 'vscode';
import type { TextDocument, Uri } from 'vscode';
import type { WirePlanProblem } from '../../server/protocol/lsp.ts';
import type { ReplayEvent, Verdict } from '../../server/protocol/replay.ts';

/** Diagnostics of one file; more would only hide the first, which explains the others. */
const MOST = 200;

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

/** The diagnostics of one session's events; `expected` is the verdict that counts as right. */
export function diagnosticsOf(
  document: TextDocument,
  events: readonly ReplayEvent[],
  expected: Verdict,
): readonly Diagnostic[] {
  return events.flatMap(event => {
    if (event.kind === 'differed') {
      const message = `${event.message}\nExpected: ${event.expected}\nActual: ${event.actual}`;
      const severity = severityOf(expected === 'differed');
      return [diagnostic(rangeOf(document, event.line, event.endLine), message, severity)];
    }
    if (event.kind === 'failed' && event.reason !== 'cancelled') {
      const severity = severityOf(expected === 'failed');
      return [diagnostic(rangeOf(document, event.line, event.line), event.message, severity)];
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
    return diagnostic(rangeOf(document, line, line), message, severity);
  });
}

/** What the transcript itself announces is a fact worth seeing, but nothing to correct. */
function severityOf(isExpected: boolean): DiagnosticSeverity {
  return isExpected ? DiagnosticSeverity.Information : DiagnosticSeverity.Error;
}

function diagnostic(range: Range, message: string, severity: DiagnosticSeverity): Diagnostic {
  const made = new Diagnostic(range, message, severity);
  made.source = 'smtp-replay';
  return made;
}

/** Whole lines, 1-based; what lies outside the document is moved to its nearest line. */
function rangeOf(document: TextDocument, line: number, endLine: number): Range {
  const inside = (at: number): number => Math.min(Math.max(at - 1, 0), document.lineCount - 1);
  const last = document.lineAt(inside(endLine)).range.end;
  return new Range(document.lineAt(inside(line)).range.start, last);
}
