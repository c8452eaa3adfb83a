import { visibleOf } from '../core/octets/visible.ts';

/**
 * Untrusted text as plain text of Markdown (CommonMark, and the tables of GitHub) in one line:
 * nothing in it is markup, HTML, a link, a mention or the end of a cell.
 */
export function markdownText(text: string): string {
  return visibleOf(text)
    .replace(/[\\`*_{}[\]|~<>]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/^(\s*)(\d{1,9})([.)])/, '$1$2\\$3')
    .replace(/^\s*[-+=]/, '\\$&')
    .replace(/:\/\/|\bwww\./gi, link => link.replace(/[:.]/, '\\$&'))
    .replace(/[@#]/g, '$&<!-- -->');
}

/** Untrusted text as a code span in one line, also inside a cell of a table. */
export function markdownCode(text: string): string {
  // In a cell GitHub takes `\\|` for a backslash and the end of the cell, whatever it stands in.
  if (/\\\|/.test(text)) return markdownText(text);
  const shown = visibleOf(text).replace(/\|/g, '\\|');
  const runs = shown.match(/`+/g) ?? [];
  const longest = Math.max(0, ...runs.map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  if (shown === '') return '';
  // A blank on both sides is taken off again, and keeps a backtick from becoming part of the fence.
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
