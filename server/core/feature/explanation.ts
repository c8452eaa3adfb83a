import type { Span } from '../octets/span.ts';
import { visible } from '../rule/finding.ts';

/**
 * A piece of a text: words of ours, code, which may come from a transcript nobody trusts, or a page
 * on the web that our own tables name.
 */
export type Run = string | { readonly code: string } | { readonly link: string };

/** What is to say about a place, without markup. */
export interface Explanation {
  readonly at: Span;
  readonly title: readonly Run[];
  readonly paragraphs: readonly (readonly Run[])[];
}

/** The explanation as Markdown; nothing in it can become a link, an image or HTML. */
export function renderMarkdown(explanation: Explanation): string {
  const title = `**${markdownOf(explanation.title)}**`;
  return [title, ...explanation.paragraphs.map(markdownOf)].join('\n\n');
}

/** The explanation as plain text. */
export function renderPlain(explanation: Explanation): string {
  return [explanation.title, ...explanation.paragraphs].map(plainOf).join('\n\n');
}

function plainOf(runs: readonly Run[]): string {
  return runs.map(plainRun).join('');
}

function plainRun(run: Run): string {
  if (typeof run === 'string') return run;
  return 'link' in run ? run.link : visible(run.code);
}

function markdownOf(runs: readonly Run[]): string {
  return runs.map(markdownRun).join('');
}

function markdownRun(run: Run): string {
  if (typeof run === 'string') return escapeMarkdown(run);
  return 'link' in run ? `<${run.link}>` : codeSpan(run.code);
}

/** ASCII punctuation can be escaped anywhere (CommonMark §2.4). */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A code span whose fence is longer than any run of backticks inside (CommonMark §6.1). */
function codeSpan(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return '` `';
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
