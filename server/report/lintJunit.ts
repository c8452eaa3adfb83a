import { groupBy } from '../core/octets/groupBy.ts';
import type { Severity } from '../core/rule/rule.ts';
import { visibleOf } from '../core/octets/visible.ts';
import { pathWithin } from './artifactUri.ts';
import { frequentFirst } from './fileTotals.ts';
import type { LintedFile, LintFormat, LintSetup } from './lintFormat.ts';
import type { ReportedFinding } from './lintReport.ts';
import { renderFindings } from './lintText.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import { bySeverity, rankOf } from './severityOrder.ts';
import { styleFor } from './style.ts';
import { xmlAttributes, xmlText } from './xmlText.ts';

/**
 * JUnit XML for the test reports of Jenkins and GitLab: a suite for each file, in it a case for each
 * rule that was found. A case fails where a finding is as severe as `failOn`, as the exit status
 * does. A file that could not be read is a case with an error.
 */
export const lintJunit: LintFormat = {
  id: 'junit',
  detail: 'lines',
  writer: setup => {
    const suites: Suite[] = [];
    return {
      add: file => {
        suites.push(suiteOf(file, setup));
        return '';
      },
      end: ({ unread }) => {
        suites.push(...unreadSuites(unread));
        const tests = sumOf(suites, 'tests');
        const [failures, errors] = [sumOf(suites, 'failures'), unread.length];
        const totals = { name: 'smtp-transcript lint', tests, failures, errors };
        const root = xmlAttributes({ ...totals, skipped: 0, time: 0 });
        const all = suites.map(({ xml }) => xml).join('');
        return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${root}>\n${all}</testsuites>\n`;
      },
    };
  },
};

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
}

function sumOf(suites: readonly Suite[], what: 'tests' | 'failures'): number {
  return suites.reduce((sum, suite) => sum + suite[what], 0);
}

function suiteOf(file: LintedFile, setup: LintSetup): Suite {
  const name = visibleOf(pathWithin(file.file, setup.folder) ?? file.file);
  const rules = groupBy(file.findings, ({ rule }) => rule);
  const cases = [...rules].map(([rule, findings]) => caseOf(rule, { file, name, findings, setup }));
  if (cases.length === 0) cases.push({ xml: passed('no findings', name), fails: false });
  const tests = cases.length;
  const failures = cases.filter(({ fails }) => fails).length;
  const attributes = { name, tests, failures, errors: 0, skipped: 0, time: 0 };
  const body = [
    setup.statistics ? statisticsOf(file) : '',
    ...cases.map(({ xml }) => xml),
    omittedOf(file),
  ];
  const xml = `  <testsuite${xmlAttributes(attributes)}>\n${body.join('')}  </testsuite>\n`;
  return { xml, tests, failures };
}

interface Case {
  readonly file: LintedFile;
  readonly name: string;
  readonly findings: readonly ReportedFinding[];
  readonly setup: LintSetup;
}

function caseOf(
  rule: string,
  { file, name, findings, setup }: Case,
): { readonly xml: string; readonly fails: boolean } {
  const [worst] = bySeverity(findings);
  const severity: Severity = worst?.severity ?? 'hint';
  const text = renderFindings(
    { file: name, dialect: file.dialect, findings },
    styleFor('plain'),
    ruleOf,
  );
  const fails = rankOf(severity) <= rankOf(setup.failOn);
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  const message = `line ${worst?.line ?? 1}: ${worst?.message ?? ''}${more}`;
  const inner = fails
    ? `      <failure${xmlAttributes({ message, type: severity })}>${xmlText(text)}</failure>\n`
    : `      <system-out>${xmlText(text)}</system-out>\n`;
  const attributes = xmlAttributes({ name: rule, classname: name, file: name, time: 0 });
  return { xml: `    <testcase${attributes}>\n${inner}    </testcase>\n`, fails };
}

/** Of files that could not be read nothing is known but why. */
function unreadSuites(unread: readonly string[]): Suite[] {
  if (unread.length === 0) return [];
  const [name, tests] = ['unread files', unread.length];
  const cases = unread.map(message => {
    const attributes = xmlAttributes({ name: message, classname: name, time: 0 });
    const error = xmlAttributes({ message, type: 'unread' });
    return `    <testcase${attributes}>\n      <error${error}/>\n    </testcase>\n`;
  });
  const attributes = { name, tests, failures: 0, errors: tests, skipped: 0, time: 0 };
  const xml = `  <testsuite${xmlAttributes(attributes)}>\n${cases.join('')}  </testsuite>\n`;
  return [{ xml, tests, failures: 0 }];
}

function passed(what: string, name: string): string {
  return `    <testcase${xmlAttributes({ name: what, classname: name, file: name, time: 0 })}/>\n`;
}

function statisticsOf({ byRule }: LintedFile): string {
  const rows = frequentFirst(byRule).map(
    ([rule, value]) => `      <property${xmlAttributes({ name: `rule.${rule}`, value })}/>\n`,
  );
  return rows.length === 0 ? '' : `    <properties>\n${rows.join('')}    </properties>\n`;
}

function omittedOf({ omitted }: LintedFile): string {
  if (omitted === undefined) return '';
  return `    <system-out>${omitted} more findings, none more severe, are left out</system-out>\n`;
}
