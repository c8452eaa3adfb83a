import type { Severity } from '../core/rule/rule.ts';
import type { ExcerptRow } from './excerpt/excerptOf.ts';
import type { LintFormat } from './lintFormat.ts';
import type { Counts, FileFindings, RelatedPlace, ReportedFinding } from './lintReport.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import { shownName } from './shownName.ts';
import type { Paint, Style } from './style.ts';

/** For a person: each finding with its line, file by file, and a summary. */
export const lintText: LintFormat = {
  id: 'text',
  detail: 'lines',
  writer: ({ style }) => ({
    add: file => renderFindings(file, style, ruleOf),
    end: ({ statistics, counts, files }) =>
      `${renderStatistics(statistics)}${renderSummary(counts, files, style)}\n`,
  }),
};

/** What a rule says beside its message. */
export type Explain = (
  rule: string,
) => { readonly why: string; readonly advice: string } | undefined;

/**
 * A file's findings for a person: what and where, the line with a mark under the place, and with
 * the first of each rule why it matters and what to do. Empty without findings.
 *
 * The first line of a finding is `file:line:column: severity: message [rule]`; those that follow
 * begin with a blank, so that programs can tell them apart.
 */
export function renderFindings(file: FileFindings, style: Style, explain: Explain): string {
  if (file.findings.length === 0) return '';
  const name = shownName(file.file);
  const explained = new Set<string>();
  const lines: string[] = [];
  for (const finding of file.findings) {
    lines.push(renderFinding(name, finding, style), ...renderLines(finding, style));
    const texts = explained.has(finding.rule) ? undefined : explain(finding.rule);
    if (texts) lines.push(style.dim(`    ${texts.why}`), `    ${texts.advice}`);
    explained.add(finding.rule);
  }
  if (file.omitted !== undefined) {
    lines.push(style.dim(`${name}: … and ${file.omitted} more, none more severe`));
  }
  return `${lines.join('\n')}\n`;
}

function renderFinding(name: string, finding: ReportedFinding, style: Style): string {
  const { line, column, severity, message, rule } = finding;
  const place = `${name}:${line}:${column}`;
  const label = paintOf(style, severity)(severity);
  const fix = finding.fix === undefined ? '' : style.dim(` (${finding.fix} fix)`);
  return `${style.bold(place)}: ${label}: ${message} ${style.dim(`[${rule}]`)}${fix}`;
}

function renderLines(finding: ReportedFinding, style: Style): string[] {
  const { excerpt = [], related = [], severity } = finding;
  const lines = [...excerpt, ...related].map(({ line }) => String(line).length);
  const width = Math.max(3, ...lines);
  const rows = excerpt.flatMap((row, at) => [
    ...(row.line > (excerpt[at - 1]?.line ?? row.line) + 1
      ? [style.dim(` ${'⋮'.padStart(width)}`)]
      : []),
    ...renderRow(row, { width, style, severity }),
  ]);
  return [...rows, ...related.map(place => renderRelated(place, width, style))];
}

interface Look {
  readonly width: number;
  readonly style: Style;
  readonly severity: Severity;
}

function renderRow(row: ExcerptRow, { width, style, severity }: Look): [string, string] {
  const { line, text, from, to } = row;
  const marks = paintOf(style, severity)('^'.repeat(to - from));
  const gutter = (what: string): string => style.dim(` ${what.padStart(width)} |`);
  return [`${gutter(String(line))} ${text}`.trimEnd(), `${gutter('')} ${' '.repeat(from)}${marks}`];
}

function renderRelated({ line, message }: RelatedPlace, width: number, style: Style): string {
  return style.dim(` ${String(line).padStart(width)} = ${message}`);
}

/** How often each rule was found, a line each. */
export function renderStatistics(
  rows: readonly (readonly [rule: string, count: number])[],
): string {
  return rows.map(([rule, count]) => `${String(count).padStart(8)}  ${rule}\n`).join('');
}

/** One line: how many findings of which severity. */
export function renderSummary(counts: Counts, files: number, style: Style): string {
  const parts = (['error', 'warning', 'information', 'hint'] as const)
    .filter(severity => counts[severity] > 0)
    .map(severity => paintOf(style, severity)(counted(counts[severity], severity)));
  if (files === 0) return 'nothing checked';
  const where = `in ${counted(files, 'file')}`;
  return parts.length === 0
    ? style.green(`nothing found ${where}`)
    : `${parts.join(', ')} ${where}`;
}

function counted(count: number, what: string): string {
  const plural = what === 'information' ? what : `${what}s`;
  return `${count} ${count === 1 ? what : plural}`;
}

function paintOf(style: Style, severity: Severity): Paint {
  switch (severity) {
    case 'error':
      return style.red;
    case 'warning':
      return style.yellow;
    case 'information':
      return style.blue;
    case 'hint':
      return style.dim;
  }
}
