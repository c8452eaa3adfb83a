import { CodeLens, Disposable, EventEmitter, languages, Range } from 'vscode';
import type { CancellationToken, TextDocument } from 'vscode';
import type { SessionItem } from '../../server/protocol/lsp.ts';
import { LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { resultTitle } from './resultTitle.ts';
import type { RunResults, SessionResult } from './runResults.ts';

/** Sessions with lenses; a log can hold thousands. */
const MOST = 500;

/** Above each session: replay it, replay it elsewhere, and how it went last. */
export function registerCodeLenses(
  { language, environments }: Pick<Parts, 'language' | 'environments'>,
  results: RunResults,
): Disposable {
  const selector = ['file', 'untitled'].map(scheme => ({ language: LANGUAGE_ID, scheme }));
  const changed = new EventEmitter<void>();
  const fire = (): void => changed.fire();
  return Disposable.from(
    changed,
    language.onReady(fire),
    environments.onDidChange(fire),
    results.onDidChange(fire),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document: TextDocument, token: CancellationToken) => {
        try {
          const { sessions } = await language.sessions(document);
          if (token.isCancellationRequested) return [];
          const { name, environment } = environments.current;
          const where = environment === null ? undefined : name;
          return lensesOf({ document, sessions, results: results.of(document), where });
        } catch {
          // The client tells once that the server does not answer; lenses come when it does.
          return [];
        }
      },
    }),
  );
}

interface LensFacts {
  readonly document: TextDocument;
  readonly sessions: readonly SessionItem[];
  readonly results: readonly SessionResult[];
  /** Name of the current environment; undefined for the receiver. */
  readonly where: string | undefined;
}

function lensesOf({ document, sessions, results, where }: LensFacts): CodeLens[] {
  const { uri } = document;
  const to = where === undefined ? '' : ` to ${where}`;
  const [first] = sessions;
  return sessions.slice(0, MOST).flatMap(session => {
    const argument = { uri, session: session.index };
    const at = session.startLine;
    const lenses = [lensAt(at, { title: `▶ Replay${to}`, command: 'replaySession', argument })];
    // How it went comes early: what stands last is cut off where the editor is narrow.
    const last = results.find(each => each.session === session.index);
    if (last) {
      const command = last.report.differed > 0 ? 'replayCompare' : 'replayShowConversation';
      lenses.push(lensAt(at, { title: resultTitle(last.report), command, argument: { uri } }));
    }
    lenses.push(lensAt(at, { title: 'Replay to …', command: 'replay', argument }));
    if (session === first && sessions.length > 1) {
      const title = `▶ Replay all ${String(sessions.length)} sessions`;
      lenses.push(lensAt(at, { title, command: 'replayFile', argument: { uri } }));
    }
    return lenses;
  });
}

function lensAt(
  line: number,
  lens: { readonly title: string; readonly command: string; readonly argument: object },
): CodeLens {
  const { title, argument } = lens;
  const command = { title, command: `smtpTranscript.${lens.command}`, arguments: [argument] };
  return new CodeLens(new Range(line, 0, line, 0), command);
}
