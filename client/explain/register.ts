import { commands, Disposable, EventEmitter, Uri, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocumentContentProvider } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Language } from '../languageClient/language.ts';
import { EXPLAIN_SCHEME, LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';

/** "SMTP: Explain…": what a word of the protocol, a rule or a whole reply means. */
export function register({ language, output }: Parts): Disposable {
  const page = new ExplanationPage();
  const explain = guarded(output, 'The explanation could not be shown', async (given?: unknown) => {
    const asked = typeof given === 'string' ? given : await ask(language);
    if (asked === undefined) return;
    const markdown = await language.explain(asked);
    if (markdown !== undefined) await page.show(markdown);
    else void window.showInformationMessage('Nothing is known about that.');
  });
  return Disposable.from(
    page,
    workspace.registerTextDocumentContentProvider(EXPLAIN_SCHEME, page),
    commands.registerCommand('smtpTranscript.explain', explain),
  );
}

/** Lets the user choose a word, or type or paste a reply. */
async function ask(language: Language): Promise<string | undefined> {
  const words = await language.explainable();
  const known = words.map(({ word, kind, meaning }): QuickPickItem => {
    return { label: word, description: kind, detail: meaning };
  });
  const pick = window.createQuickPick();
  pick.title = 'What is to be explained?';
  pick.placeholder = 'A rule, verb, extension, parameter or code, or a whole reply';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const offer = (typed: string): void => {
    const isWord = known.some(({ label }) => label.toLowerCase() === typed.toLowerCase());
    const own = { label: typed, description: 'as typed', alwaysShow: true };
    pick.items = typed === '' || isWord ? known : [own, ...known];
  };
  pick.onDidChangeValue(offer);
  pick.value = wordAtCursor();
  offer(pick.value);
  const chosen = new Promise<string | undefined>(resolve => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
    });
  });
  pick.show();
  try {
    return await chosen;
  } finally {
    pick.dispose();
  }
}

/** What is selected on one line, else the word at the cursor of a transcript. */
function wordAtCursor(): string {
  const editor = window.activeTextEditor;
  if (editor === undefined) return '';
  const { document, selection } = editor;
  if (!selection.isEmpty) return selection.isSingleLine ? document.getText(selection).trim() : '';
  if (document.languageId !== LANGUAGE_ID) return '';
  const range = document.getWordRangeAtPosition(selection.active, /\d\.\d{1,3}\.\d{1,3}|[\w-]+/);
  return range === undefined ? '' : document.getText(range);
}

/** One readonly page, shown as a preview of Markdown. */
class ExplanationPage implements TextDocumentContentProvider, Disposable {
  readonly #changed = new EventEmitter<Uri>();
  readonly #uri = Uri.from({ scheme: EXPLAIN_SCHEME, path: '/Explanation.md' });
  readonly onDidChange = this.#changed.event;
  #markdown = '';

  provideTextDocumentContent(): string {
    return this.#markdown;
  }

  async show(markdown: string): Promise<void> {
    this.#markdown = markdown;
    this.#changed.fire(this.#uri);
    await commands.executeCommand('markdown.showPreviewToSide', this.#uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
