import { commands, window } from 'vscode';
import type { TextDocument } from 'vscode';
import type { ComparedText } from '../../server/protocol/lsp.ts';
import type { Comparison, Language } from '../languageClient/language.ts';
import { LANGUAGE_ID } from '../parts.ts';
import { countOf } from '../words.ts';
import type { LiveDocuments } from './liveDocuments.ts';

/** One side of a comparison: a document, or text under a name. */
export type ComparedSide =
  | { readonly name: string; readonly document: TextDocument }
  | { readonly name: string; readonly text: string };

/** Differences that the message names. */
const NAMED = 2;

/** Shows two transcripts side by side as they mean, and says what differs. Rejects in words. */
export async function showComparison(
  { language, documents }: { readonly language: Language; readonly documents: LiveDocuments },
  sides: { readonly left: ComparedSide; readonly right: ComparedSide },
): Promise<void> {
  const { left, right } = sides;
  const found = await language.compare({
    left: await comparedText(language, left),
    right: await comparedText(language, right),
  });
  const source = `${left.name}&${right.name}`;
  const one = documents.put(found.left, { name: left.name, kind: 'left', source });
  const other = documents.put(found.right, { name: right.name, kind: 'right', source });
  const title = `${left.name} ↔ ${right.name} (by meaning)`;
  await commands.executeCommand('vscode.diff', one, other, title, { preview: true });
  void window.showInformationMessage(summaryOf(found));
}

function summaryOf({ same, count, summary }: Comparison): string {
  if (same) return 'The transcripts mean the same.';
  const more = count - NAMED;
  const rest = more > 0 ? ` And ${String(more)} more.` : '';
  return `${countOf(count, 'difference')}: ${summary.slice(0, NAMED).join(' ')}${rest}`;
}

async function comparedText(language: Language, side: ComparedSide): Promise<ComparedText> {
  if ('text' in side) return { text: side.text };
  const { document } = side;
  const text = document.getText();
  if (document.languageId !== LANGUAGE_ID) return { text };
  const { dialect } = await language.sessions(document);
  return dialect === null ? { text } : { text, dialect: dialect.id };
}
