import { DocumentDropOrPasteEditKind, DocumentPasteEdit, languages, Range } from 'vscode';
import type { Disposable, DocumentPasteEditProvider, TextDocument } from 'vscode';
import type { Conversion, Language } from '../languageClient/language.ts';
import { LANGUAGE_ID } from '../parts.ts';
import { insertionOf } from './insertion.ts';

/** From here on the text is a tool's output and nothing else. */
const CERTAIN = 0.8;
/** More is not looked at while somebody pastes. */
const MOST_CHARACTERS = 4_000_000;

const KIND_NAME = 'smtp-transcript';

/** Offers to paste what a tool printed as `.smtp`, beside the text as it is. */
export function registerPaste(language: Language): Disposable {
  const kind = DocumentDropOrPasteEditKind.Text.append(KIND_NAME);
  const provider: DocumentPasteEditProvider = {
    async provideDocumentPasteEdits(document, ranges, data, _context, token) {
      const text = await data.get('text/plain')?.asString();
      const range = ranges[0];
      if (text === undefined || range === undefined || ranges.length > 1) return undefined;
      if (text.length > MOST_CHARACTERS || token.isCancellationRequested) return undefined;
      if (!/[\r\n]/.test(text)) return undefined;
      const [sessions] = await foreignSessions(language, text);
      if (sessions === undefined) return undefined;
      const inserted = insertionOf(sessions, surroundingsOf(document, range));
      const edit = new DocumentPasteEdit(inserted, 'Paste as SMTP transcript', kind);
      edit.yieldTo = [DocumentDropOrPasteEditKind.Text];
      return [edit];
    },
  };
  return languages.registerDocumentPasteEditProvider({ language: LANGUAGE_ID }, provider, {
    providedPasteEditKinds: [kind],
    pasteMimeTypes: ['text/plain'],
  });
}

/** The sessions of a text that is certainly another tool's output; else nothing. */
async function foreignSessions(language: Language, text: string): Promise<Conversion['texts']> {
  // Pasting goes on whatever the server does.
  const answer = await language.convertText({ text }).catch(() => undefined);
  if (answer === undefined || answer.sessions === 0) return [];
  const { id, certainty } = answer.dialect;
  return id !== 'smtp' && certainty >= CERTAIN ? answer.texts : [];
}

/** What stands before and after a place of a document. */
export function surroundingsOf(
  document: TextDocument,
  { start, end }: Range,
): { readonly before: string; readonly after: string } {
  const last = document.lineAt(document.lineCount - 1).range.end;
  return {
    before: document.getText(new Range(0, 0, start.line, start.character)),
    after: document.getText(new Range(end, last)),
  };
}
