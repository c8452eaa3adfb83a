import { commands } from 'vscode';
import type { TextDocument } from 'vscode';
import type { RunTextSession } from '../../server/protocol/lsp.ts';
import type { Language } from '../languageClient/language.ts';
import { nameOf } from './liveDocuments.ts';
import type { LiveDocuments } from './liveDocuments.ts';

/** Shows what was recorded beside what happened, by meaning. Rejects in words where it cannot. */
export async function showRunDiff(
  language: Language,
  documents: LiveDocuments,
  run: { readonly document: TextDocument; readonly sessions: readonly RunTextSession[] },
): Promise<void> {
  const { document, sessions } = run;
  const { recorded, actual } = await language.runText(document, sessions);
  const source = document.uri.toString();
  const name = nameOf(document.uri);
  const left = documents.put(recorded, { name: `${name} (recorded)`, kind: 'recorded', source });
  const right = documents.put(actual, { name: `${name} (actual)`, kind: 'actual', source });
  await commands.executeCommand('vscode.diff', left, right, `${name}: recorded ↔ actual`, {
    preview: true,
  });
}
