import { resolve } from 'node:path';
import { visibleOf } from '../core/octets/visible.ts';
import type { Severity } from '../core/rule/rule.ts';
import { pathWithin } from './artifactUri.ts';
import type { LintedFile, LintFormat, LintSetup } from './lintFormat.ts';
import type { ReportedFinding } from './lintReport.ts';
import { renderStatistics, renderSummary } from './lintText.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import { styleFor } from './style.ts';

/** Annotations of GitHub Actions: a workflow command for each finding. */
export const lintGithub: LintFormat = {
  id: 'github',
  detail: 'place',
  writer: setup => ({
    add: file =>
      [...file.findings.map(one => annotation(file, one, setup)), ...rest(file)].join(''),
    end: ({ statistics, counts, files, unread }) => {
      const errors = unread.map(message => `::error::${escapedData(visibleOf(message))}\n`);
      const summary = renderSummary(counts, files, styleFor('plain'));
      return `${errors.join('')}${renderStatistics(statistics)}${summary}\n`;
    },
  }),
};

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

function annotation({ file }: LintedFile, finding: ReportedFinding, setup: LintSetup): string {
  const { rule, severity, message, line, endLine, column, endColumn } = finding;
  const properties: [string, string | number][] = [
    ['file', visibleOf(pathWithin(file, setup.folder) ?? resolve(setup.folder, file))],
    ['line', line],
    ['endLine', endLine],
  ];
  // Columns are taken only where the finding begins and ends on one line.
  if (line === endLine) properties.push(['col', column], ['endColumn', endColumn]);
  properties.push(['title', `${rule} (${severity})`]);
  const head = properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  const advice = ruleOf(rule)?.advice;
  const text = advice === undefined ? message : `${message} ${advice}`;
  return `::${COMMANDS[severity]} ${head.join(',')}::${escapedData(visibleOf(text))}\n`;
}

/** No annotation, of which only a few are shown; and nothing that the runner takes for a command. */
function rest({ file, omitted }: LintedFile): string[] {
  if (omitted === undefined) return [];
  const name = visibleOf(file).replaceAll('##[', '#\\x23[');
  return [`smtp-transcript: ${name}: … and ${omitted} more, none more severe\n`];
}

/** What would end the message, or begin another line. */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
