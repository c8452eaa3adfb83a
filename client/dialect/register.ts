import { commands, Disposable, languages, QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocument } from 'vscode';
import type { DialectCandidate } from '../../server/protocol/lsp.ts';
import { guarded } from '../guarded.ts';
import { LANGUAGE_ID, SECTION } from '../parts.ts';
import type { Parts } from '../parts.ts';

/** Which dialect a document is read in: detected, chosen once, or set in the settings. */
export function register({ language, output }: Parts): Disposable {
  const choose = async (document: TextDocument): Promise<void> => {
    const candidates = await language.dialects(document);
    const picked = await window.showQuickPick(itemsOf(candidates), {
      title: 'Which program wrote this?',
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) return;
    await language.readAs(document, picked.dialect);
    drawOutlineAnew(document);
  };
  const readAsTranscript = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (document === undefined) {
      tellWhatIsMissing();
      return;
    }
    const transcript =
      document.languageId === LANGUAGE_ID
        ? document
        : await languages.setTextDocumentLanguage(document, LANGUAGE_ID);
    const { dialect } = await language.sessions(transcript);
    // Nothing in the text tells: the user may know.
    if (dialect?.recognised !== true) await choose(transcript);
  };
  const chooseDialect = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (document?.languageId === LANGUAGE_ID) await choose(document);
    else tellWhatIsMissing();
  };
  const applySetting = (document: TextDocument): void => {
    if (document.languageId !== LANGUAGE_ID) return;
    const id = workspace.getConfiguration(SECTION, document).get<string>('dialect', 'auto');
    if (id === 'auto' || id === '') return;
    language.readAs(document, id).catch((error: unknown) => output.warn(String(error)));
  };
  workspace.textDocuments.forEach(applySetting);
  return Disposable.from(
    commands.registerCommand(
      'smtpTranscript.readAsTranscript',
      guarded(output, 'The text could not be read as a transcript', readAsTranscript),
    ),
    commands.registerCommand(
      'smtpTranscript.chooseDialect',
      guarded(output, 'The dialect could not be chosen', chooseDialect),
    ),
    workspace.onDidOpenTextDocument(applySetting),
  );
}

/** An editor asks for the outline again when another one can give it, and has no other reason to. */
function drawOutlineAnew({ uri }: TextDocument): void {
  const nothing = { provideDocumentSymbols: () => [] };
  const selector = { language: LANGUAGE_ID, scheme: uri.scheme };
  languages.registerDocumentSymbolProvider(selector, nothing).dispose();
}

interface DialectItem extends QuickPickItem {
  readonly dialect: string | null;
}

/** The automatic choice, what the text looks like, then all others. */
function itemsOf(candidates: readonly DialectCandidate[]): DialectItem[] {
  const likely = candidates.filter(({ recognised }) => recognised);
  const others = candidates.filter(({ recognised }) => !recognised);
  return [
    { label: 'Detect automatically', dialect: null },
    ...(likely.length > 0 ? [separator('The text looks like')] : []),
    ...likely.map(one => ({ ...itemOf(one), description: `${one.id}: ${one.why}` })),
    separator('Others'),
    ...others.map(itemOf),
  ];
}

function itemOf({ id, label, description }: DialectCandidate): DialectItem {
  return { label, description: id, detail: description, dialect: id };
}

function separator(label: string): DialectItem {
  return { label, kind: QuickPickItemKind.Separator, dialect: null };
}

function tellWhatIsMissing(): void {
  void window.showInformationMessage('Open the text in an editor first.');
}
