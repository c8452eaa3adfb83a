import { jsonText } from './jsonText.ts';
import type { LintedFile, LintFormat } from './lintFormat.ts';
import type { FileFindings, ReportedFinding } from './lintReport.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';

/** One JSON document for programs: all files with their findings, then the counts. */
export const lintJson: LintFormat = {
  id: 'json',
  detail: 'place',
  writer: ({ statistics: counted }) => {
    const files: FileFindings[] = [];
    return {
      add: file => {
        files.push(rowOf(file));
        return '';
      },
      end: ({ counts, statistics, unread }) => {
        const report = {
          version: 1,
          files,
          summary: counts,
          ...(unread.length > 0 && { unread }),
          ...(counted && { statistics: Object.fromEntries(statistics) }),
        };
        return `${jsonText(report, 2)}\n`;
      },
    };
  },
};

function rowOf({ file, dialect, findings, omitted }: LintedFile): FileFindings {
  return {
    file,
    dialect,
    findings: findings.map(findingOf),
    ...(omitted !== undefined && { omitted }),
  };
}

function findingOf(finding: ReportedFinding): ReportedFinding {
  const { rule, severity, line, column, endLine, endColumn, fix } = finding;
  const place = { line, column, endLine, endColumn };
  return { rule, severity, ...place, message: messageInFull(finding), ...(fix && { fix }) };
}

/** A program prints the message alone, so it says why and what to do as well. */
function messageInFull({ rule, message }: ReportedFinding): string {
  const texts = ruleOf(rule);
  return texts === undefined ? message : `${message} ${texts.why} ${texts.advice}`;
}
