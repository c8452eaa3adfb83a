import { visible } from '../core/rule/finding.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { Counts, FileFindings, ReportedFinding } from './lintReport.ts';
import type { Paint, Style } from './style.ts';

/** What a rule says beside its message. */
export type Explain = (rule: string) => { readonly why: string; readonly advice: string } | undefined;

/** A file's findings for a person: what, where, why, and what to do. Empty without findings. */
export function renderFindings(file: FileFindings, style: Style, explain: Explain): string {
  if (file.findings.length === 0) return '';
  const more = file.omitted === undefined ? [] : [style.dim(`  … and ${file.omitted} more`)];
  const lines = file.findings.map(finding => renderFinding(file.file, finding, style, explain));
  return `${[...lines, ...more].join('\n')}\n`;
}

function renderFinding(
  file: string,
  finding: ReportedFinding,
  style: Style,
  explain: Explain,
): string {
  const place = `${visible(file)}:${finding.line}:${finding.column}`;
  const label = paintOf(style, finding.severity)(finding.severity);
  const texts = explain(finding.rule);
  const fix = finding.fix === undefined ? '' : style.dim(` (${finding.fix} fix)`);
  return [
    `${style.bold(place)}: ${label}: ${finding.message} ${style.dim(`[${finding.rule}]`)}${fix}`,
    ...(texts ? [style.dim(`    ${texts.why}`), `    ${texts.advice}`] : []),
  ].join('\n');
}

/** One line: how many findings of which severity. */
export function renderSummary(counts: Counts, files: number, style: Style): string {
  const parts = (['error', 'warning', 'information', 'hint'] as const)
    .filter(severity => counts[severity] > 0)
    .map(severity => paintOf(style, severity)(counted(counts[severity], severity)));
  const where = `in ${counted(files, 'file')}`;
  return parts.length === 0 ? style.green(`nothing found ${where}`) : `${parts.join(', ')} ${where}`;
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
