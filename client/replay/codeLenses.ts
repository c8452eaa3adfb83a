import { CodeLens, languages, Range } from 'vscode';
import type { CancellationToken, Disposable, Event, TextDocument } from 'vscode';
import type { SessionItem } from '../../server/protocol/lsp.ts';
import type { Language } from '../languageClient/language.ts';
import { LANGUAGE_ID } from '../parts.ts';

/** Sessions with a lens; a log can hold thousands. */
const MOST = 500;

/** "Replay" above each session, and "Replay all" above the first of several. */
export function registerCodeLenses(language: Language): Disposable {
  const selector = ['file', 'untitled'].map(scheme => ({ language: LANGUAGE_ID, scheme }));
  const onDidChangeCodeLenses: Event<void> = language.onReady;
  return languages.registerCodeLensProvider(selector, {
    onDidChangeCodeLenses,
    provideCodeLenses: async (document: TextDocument, token: CancellationToken) => {
      try {
        const { sessions } = await language.sessions(document);
        return token.isCancellationRequested ? [] : lensesOf(document, sessions);
      } catch {
        // The client tells once that the server does not answer; lenses come when it does.
        return [];
      }
    },
  });
}

function lensesOf(document: TextDocument, sessions: readonly SessionItem[]): CodeLens[] {
  const uri = document.uri;
  const lenses = sessions
    .slice(0, MOST)
    .map(({ startLine, index }) => lensAt(startLine, '▶ Replay', { uri, session: index }));
  const [first] = sessions;
  if (first === undefined || sessions.length < 2) return lenses;
  const title = `▶ Replay all ${String(sessions.length)} sessions`;
  return [...lenses, lensAt(first.startLine, title, { uri, session: 'all' })];
}

function lensAt(line: number, title: string, argument: object): CodeLens {
  const command = { title, command: 'smtpTranscript.replay', arguments: [argument] };
  return new CodeLens(new Range(line, 0, line, 0), command);
}
