import type { Severity } from '../core/rule/rule.ts';
import { visibleOf } from '../core/octets/visible.ts';
import type { Counts, FileFindings, ReportedFinding } from './lintReport.ts';
import type { Paint, Style } from './style.ts';

/** What a rule says beside its message. */
export type Explain = (
  rule: string,
) => { readonly why: string; readonly advice: string } | undefined;

/**
 * A file's findings for a person: what and where, and with the first of each rule why it matters
 * and what to do. Empty without findings.
 */
export function renderFindings(file: FileFindings, style: Style, explain: Explain): string {
  if (file.findings.length === 0) return '';
  const explained = new Set<string>();
  const lines: string[] = [];
  for (const finding of file.findings) {
    lines.push(renderFinding(file.file, finding, style));
    const texts = explained.has(finding.rule) ? undefined : explain(finding.rule);
    if (texts) lines.push(style.dim(`    ${texts.why}`), `    ${texts.advice}`);
    explained.add(finding.rule);
  }
  if (file.omitted !== undefined) {
    lines.push(style.dim(`${visibleOf(file.file)}: … and ${file.omitted} more, none more severe`));
  }
  return `${lines.join('\n')}\n`;
}

function renderFinding(file: string, finding: ReportedFinding, style: Style): string {
  const { line, column, severity, message, rule } = finding;
  const place = `${visibleOf(file)}:${line}:${column}`;
  const label = paintOf(style, severity)(severity);
  const fix = finding.fix === undefined ? '' : style.dim(` (${finding.fix} fix)`);
  return `${style.bold(place)}: ${label}: ${message} ${style.dim(`[${rule}]`)}${fix}`;
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
