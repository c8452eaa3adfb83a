import {
  commands,
  Disposable,
  EventEmitter,
  TabInputWebview,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { QuickPickItem, Tab, TextDocumentContentProvider } from 'vscode';
import { guarded } from '../guarded.ts';
import type { Language } from '../languageClient/language.ts';
import { EXPLAIN_SCHEME, LANGUAGE_ID } from '../parts.ts';
import type { Parts } from '../parts.ts';

/** "SMTP: Explain…": what a word of the protocol, a rule or a whole reply means. */
export function register({ language, output }: Parts): Disposable {
  const page = new ExplanationPage();
  const explain = guarded(output, 'The explanation could not be shown', async (given?: unknown) => {
    const asked = typeof given === 'string' ? given : await ask(language);
    if (asked === undefined || asked.trim() === '') return;
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
    // A part of a word is on the way to it; as it is, it would mean nothing.
    const isPart = known.some(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
    const own = { label: typed, description: 'as typed', alwaysShow: true };
    pick.items = isPart ? known : [own, ...known];
  };
  pick.onDidChangeValue(offer);
  pick.value = wordAtCursor();
  offer(pick.value);
  const chosen = new Promise<string | undefined>(resolve => {
    pick.onDidAccept(() => {
      // Who is quick accepts before the list has followed what was typed.
      resolve(pick.activeItems[0]?.label ?? pick.value);
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

/** What the tab of the page is called. */
const PAGE = 'SMTP explanation.md';

/** One readonly page, shown as a preview of Markdown. */
class ExplanationPage implements TextDocumentContentProvider, Disposable {
  readonly #changed = new EventEmitter<Uri>();
  readonly #uri = Uri.from({ scheme: EXPLAIN_SCHEME, path: `/${PAGE}` });
  readonly onDidChange = this.#changed.event;
  #markdown = '';

  provideTextDocumentContent(): string {
    return this.#markdown;
  }

  async show(markdown: string): Promise<void> {
    this.#markdown = markdown;
    this.#changed.fire(this.#uri);
    // Where the page can be seen it follows by itself; beside the page would be a second one.
    const shown = pageTabs();
    if (shown.some(({ isActive }) => isActive)) return;
    await window.tabGroups.close(shown);
    await commands.executeCommand('markdown.showPreviewToSide', this.#uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** Where the preview of the page is open. */
function pageTabs(): readonly Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input, label }) => input instanceof TabInputWebview && label.endsWith(PAGE));
}
