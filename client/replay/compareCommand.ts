import { env, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocument, Uri } from 'vscode';
import type { Language } from '../languageClient/language.ts';
import { CONVERSATION_SCHEME, LANGUAGE_ID } from '../parts.ts';
import { showComparison } from './compareTexts.ts';
import type { ComparedSide } from './compareTexts.ts';
import type { LiveDocuments } from './liveDocuments.ts';
import { conversationUri } from './liveDocuments.ts';

/** What the command works with. */
export interface CompareParts {
  readonly language: Language;
  readonly documents: LiveDocuments;
}

interface SideItem extends QuickPickItem {
  readonly side: () => ComparedSide | undefined | Promise<ComparedSide | undefined>;
}

/**
 * Compares the two files that are given, or the one, or the active one, with what the user picks.
 * Rejects in words.
 */
export async function compareTranscripts(
  parts: CompareParts,
  given: readonly Uri[],
): Promise<void> {
  const [first, second] = given;
  const left = first === undefined ? activeSide() : await fileSide(first);
  const right = second === undefined ? await pickSide(parts, left) : await fileSide(second);
  if (right !== undefined) await showComparison(parts, { left, right });
}

function activeSide(): Extract<ComparedSide, { document: TextDocument }> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) throw new Error('open a transcript first.');
  return sideOf(document);
}

async function fileSide(uri: Uri): Promise<Extract<ComparedSide, { document: TextDocument }>> {
  return sideOf(await workspace.openTextDocument(uri));
}

function sideOf(document: TextDocument): Extract<ComparedSide, { document: TextDocument }> {
  return { name: fileName(document.uri), document };
}

async function pickSide(
  { documents }: CompareParts,
  left: Extract<ComparedSide, { document: TextDocument }>,
): Promise<ComparedSide | undefined> {
  const lastRun = documents.provideTextDocumentContent(conversationUri(left.document.uri));
  const open = workspace.textDocuments.filter(document => {
    return document.languageId === LANGUAGE_ID && document !== left.document && isOwn(document);
  });
  const items: SideItem[] = [
    ...(lastRun === ''
      ? []
      : [
          {
            label: '$(history) Its last run',
            side: () => ({ name: 'last run', text: lastRun }),
          },
        ]),
    { label: '$(clippy) The clipboard', side: clipboardSide },
    { label: '$(folder-opened) Another file…', side: askForFile },
    ...open.map(document => ({
      label: `$(file) ${fileName(document.uri)}`,
      side: () => sideOf(document),
    })),
  ];
  const title = `Compare ${left.name} with what?`;
  return (await window.showQuickPick(items, { title }))?.side();
}

function isOwn({ uri }: TextDocument): boolean {
  return uri.scheme !== CONVERSATION_SCHEME && uri.scheme !== 'git';
}

async function clipboardSide(): Promise<ComparedSide> {
  return { name: 'clipboard', text: await env.clipboard.readText() };
}

async function askForFile(): Promise<ComparedSide | undefined> {
  const picked = await window.showOpenDialog({ title: 'Compare with which transcript?' });
  const [uri] = picked ?? [];
  return uri && fileSide(uri);
}

function fileName(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
