import type { Excerpt, SessionDiff } from '../diff/model.ts';
import { counted } from './diffReport.ts';
import type { DiffSetup, DiffTotals, DiffWriter } from './diffReport.ts';
import { markdownCode, markdownText } from './markdownText.ts';

/** A comparison as a table for an issue or a wiki; nothing in it is markup but ours. */
export function diffMarkdown({ first, second, match }: DiffSetup): DiffWriter {
  return {
    begin: () =>
      `**First:** ${markdownCode(first.file)} (${markdownText(first.dialect)})  \n` +
      `**Second:** ${markdownCode(second.file)} (${markdownText(second.dialect)})  \n` +
      `**Replies compared:** ${markdownText(match)}\n`,
    add: renderSession,
    end: renderTotals,
  };
}

function renderSession(diff: SessionDiff): string {
  if (diff.differences.length + diff.omitted === 0) return '';
  const names = [diff.first, diff.second].flatMap(session => session?.name ?? []);
  const rows = diff.differences.map(({ kind, message, first, second }) =>
    row([kind, markdownText(message), cell(first), cell(second)]),
  );
  const more = diff.omitted > 0 ? `\n… and ${counted(diff.omitted, 'more difference')}\n` : '';
  return [
    `\n### ${[...new Set(names)].map(markdownText).join(' ↔ ')}\n\n`,
    row(['', 'Difference', 'First', 'Second']),
    row(['---', '---', '---', '---']),
    ...rows,
    more,
  ].join('');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function cell(excerpt: Excerpt | null): string {
  return excerpt === null ? '' : `${String(excerpt.line)}: ${markdownCode(excerpt.text)}`;
}

function renderTotals({ sessions, differing, differences, folded }: DiffTotals): string {
  const verdict =
    differences === 0
      ? 'The same by meaning.'
      : `${counted(differences, 'difference')} in ${String(differing)} of ${counted(sessions, 'session')}.`;
  const aside = folded > 0 ? ` Volatile places that were not compared: ${String(folded)}.` : '';
  return `\n${verdict}${aside}\n`;
}
