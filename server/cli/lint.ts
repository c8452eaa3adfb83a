import { RULES } from '../core/rule/registry.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { Dialect } from '../core/dialect/dialect.ts';
import type { LintOptions, Profile } from '../core/rule/run.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { dateFieldOf } from '../host/dateField.ts';
import { visibleOf } from '../core/octets/visible.ts';
import { jsonText } from '../report/jsonText.ts';
import { lintedFile } from '../report/fileLinter.ts';
import type { LintedChunks, LintedStretch } from '../report/fileLinter.ts';
import { lintOctets } from '../report/lintOctets.ts';
import { addedCounts, countsOf, totalOf } from '../report/lintReport.ts';
import type { FileFindings, ReportedFinding } from '../report/lintReport.ts';
import { renderFindings, renderStatistics, renderSummary } from '../report/lintText.ts';
import { rankOf } from '../report/severityOrder.ts';
import { styleFor } from '../report/style.ts';
import type { Style } from '../report/style.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { fixFile } from './fixFile.ts';
import { choiceOf, formatOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { Input, OpenInput } from './inputs.ts';
import { readInput } from './segments/readInput.ts';

/** `lint`: what is wrong, why, and what to do. */
export const lintCommand: Command = {
  name: 'lint',
  usage:
    'lint [--profile NAME] [--fail-on SEVERITY] [--fix[=all]] [--format text|json] FILE…|DIR|-',
  summary: 'check transcripts against the RFCs',
  help: [
    '--profile NAME       capture, default or strict (default: capture for logs, else default)',
    '--fail-on SEVERITY   error, warning, information or hint: exit 1 from here on (default error)',
    '--rule ID=SEVERITY   set the severity of a rule, or off; may be repeated',
    '--fix[=all]          apply safe fixes to .smtp files; all: also those that change the record',
    '--statistics         how often each rule was found',
    '--format text|json   how to print (default text)',
    '--dialect ID         how the tool prints sessions (default: detected)',
  ],
  options: {
    format: { type: 'string' },
    dialect: { type: 'string' },
    profile: { type: 'string' },
    'fail-on': { type: 'string' },
    rule: { type: 'string', multiple: true },
    fix: { type: 'string' },
    statistics: { type: 'boolean' },
  },
  async run(invocation, terminal) {
    const failOn = choiceOf(invocation, 'fail-on', ['error', 'warning', 'information', 'hint']);
    const severities = severitiesOf(invocation);
    const profile = profileOf(invocation);
    const fix = fixesOf(invocation);
    const report = new LintReport(invocation, terminal);
    const inputs = new Inputs(invocation, terminal);
    const date = dateFieldOf(new Date());
    const optionsFor = (dialect: Dialect): LintOptions => {
      return { profile: profile ?? usualProfile(dialect), severities, date, fileOctets: true };
    };
    if (fix === undefined) {
      for await (const input of inputs.open()) {
        const options = optionsFor(input.dialect);
        const linted = await inputs.attempt(() => lintInput(input, options, terminal));
        if (linted !== undefined) report.add(input, linted);
        await terminal.flushed();
      }
    } else {
      for await (const input of inputs.read()) {
        const options = optionsFor(input.dialect);
        const octets = await fixFile(input, { ...options, fix, terminal });
        report.add(input, lintOctets({ ...input, octets, scanner: bufferScanner }, options));
      }
    }
    report.print();
    if (inputs.unread > 0) return EXIT.usage;
    return report.reaches(failOn) ? EXIT.findings : EXIT.fine;
  },
};

async function lintInput(
  input: OpenInput,
  options: LintOptions,
  terminal: Terminal,
): Promise<LintedChunks> {
  const order = { kind: 'lint', options } as const;
  const stretches: { linted: LintedStretch; lines: number }[] = [];
  let lines = 0;
  for (const segment of await readInput(input, order, terminal)) {
    if (segment.result.kind === 'lint') stretches.push({ linted: segment.result.linted, lines });
    lines += segment.lines;
  }
  return lintedFile(stretches);
}

/** Prints findings file by file as text, or all of them at the end as JSON. */
class LintReport {
  readonly #terminal: Terminal;
  readonly #json: boolean;
  readonly #style: Style;
  readonly #files: FileFindings[] = [];
  readonly #byRule: Map<string, number> | undefined;
  #counts = countsOf([]);
  #read = 0;

  constructor(invocation: Invocation, terminal: Terminal) {
    this.#terminal = terminal;
    this.#json = formatOf(invocation, ['text', 'json']) === 'json';
    this.#style = styleFor(terminal.color ? 'color' : 'plain');
    this.#byRule = invocation.flag('statistics') ? new Map() : undefined;
  }

  add({ file, dialect }: Pick<Input, 'file' | 'dialect'>, found: LintedChunks): void {
    this.#read++;
    const { findings, counts, sessions } = found;
    this.#counts = addedCounts(this.#counts, counts);
    const all = this.#byRule;
    if (all) for (const [rule, n] of found.byRule) all.set(rule, (all.get(rule) ?? 0) + n);
    const omitted = totalOf(counts) - findings.length;
    if (omitted + findings.length === 0 && sessions === 0) {
      this.#terminal.note(`${visibleOf(file)}: no SMTP session in it\n`);
    }
    const row = { file, dialect: dialect.id, findings, ...(omitted > 0 && { omitted }) };
    if (this.#json) this.#files.push({ ...row, findings: findings.map(inFull) });
    else this.#terminal.out(renderFindings(row, this.#style, explain));
  }

  print(): void {
    const rows = [...(this.#byRule ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (this.#json) {
      const statistics = this.#byRule && { statistics: Object.fromEntries(rows) };
      const report = { version: 1, files: this.#files, summary: this.#counts, ...statistics };
      this.#terminal.out(`${jsonText(report, 2)}\n`);
      return;
    }
    this.#terminal.out(renderStatistics(rows));
    this.#terminal.out(`${renderSummary(this.#counts, this.#read, this.#style)}\n`);
  }

  /** Is there a finding at least as severe? */
  reaches(severity: Severity): boolean {
    return (['error', 'warning', 'information', 'hint'] as const).some(
      one => rankOf(one) <= rankOf(severity) && this.#counts[one] > 0,
    );
  }
}

const TEXTS = new Map(RULES.map(rule => [rule.id, { why: rule.why, advice: rule.advice }]));

/** A program prints the message alone, so it says why and what to do as well. */
function inFull(finding: ReportedFinding): ReportedFinding {
  const texts = explain(finding.rule);
  if (texts === undefined) return finding;
  return { ...finding, message: `${finding.message} ${texts.why} ${texts.advice}` };
}

function explain(rule: string): { why: string; advice: string } | undefined {
  return TEXTS.get(rule);
}

function profileOf(invocation: Invocation): Profile | undefined {
  if (invocation.value('profile') === undefined) return undefined;
  return choiceOf<Profile>(invocation, 'profile', ['default', 'capture', 'strict']);
}

function usualProfile(dialect: Dialect): Profile {
  return dialect.whole ? 'default' : 'capture';
}

function fixesOf(invocation: Invocation): 'safe' | 'all' | undefined {
  const asked = invocation.value('fix');
  if (asked === undefined || asked === 'safe' || asked === 'all') return asked;
  throw new UsageError(`--fix takes nothing or =all, not "${asked}"`);
}

function severitiesOf(invocation: Invocation): Record<string, Severity | 'off'> {
  const set: Record<string, Severity | 'off'> = {};
  for (const pair of invocation.values('rule')) {
    const match = /^([a-z0-9-]+)=(error|warning|information|hint|off)$/.exec(pair);
    if (match === null) throw new UsageError(`--rule takes ID=SEVERITY or ID=off, not "${pair}"`);
    const [, id = '', severity = ''] = match;
    if (!TEXTS.has(id)) throw new UsageError(`there is no rule "${id}"`);
    set[id] = severity as Severity | 'off';
  }
  return set;
}
