import { writeFile } from 'node:fs/promises';
import { RULES } from '../core/rule/registry.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { LintOptions, Profile } from '../core/rule/run.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { applyFixes } from '../report/applyFixes.ts';
import { lintFile } from '../report/lintFile.ts';
import { capped, countsOf } from '../report/lintReport.ts';
import type { Counts, FileFindings } from '../report/lintReport.ts';
import { renderFindings, renderSummary } from '../report/lintText.ts';
import { rankOf } from '../report/severityOrder.ts';
import { styleFor } from '../report/style.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { choiceOf, formatOf } from './format.ts';
import { readInputs } from './inputs.ts';
import type { Input } from './inputs.ts';

/** `lint`: what is wrong, why, and what to do. */
export const lintCommand: Command = {
  name: 'lint',
  usage: 'lint [--profile NAME] [--fail-on SEVERITY] [--fix[=all]] [--format text|json] FILE…|DIR|-',
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
    const format = formatOf(invocation, ['text', 'json']);
    const failOn = choiceOf(invocation, 'fail-on', ['error', 'warning', 'information', 'hint']);
    const severities = severitiesOf(invocation);
    const run = new LintRun(terminal);
    for await (const input of readInputs(invocation.operands, invocation.value('dialect'))) {
      const options = { profile: profileOf(invocation, input), severities };
      const octets = await fixed(input, options, invocation, terminal);
      run.add({ ...input, octets }, options, format);
    }
    if (format === 'json') run.printJson();
    else run.printSummary();
    if (invocation.flag('statistics')) run.printStatistics();
    return run.fails(failOn) ? EXIT.findings : EXIT.fine;
  },
};

class LintRun {
  readonly #terminal: Terminal;
  readonly #files: FileFindings[] = [];
  readonly #byRule = new Map<string, number>();
  #counts: Counts = countsOf([]);

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  add(input: Input, options: LintOptions, format: 'text' | 'json'): void {
    const found = lintFile({ ...input, scanner: bufferScanner }, options).map(f => f.reported);
    for (const { rule } of found) this.#byRule.set(rule, (this.#byRule.get(rule) ?? 0) + 1);
    const own = countsOf(found);
    this.#counts = {
      error: this.#counts.error + own.error,
      warning: this.#counts.warning + own.warning,
      information: this.#counts.information + own.information,
      hint: this.#counts.hint + own.hint,
    };
    const file = { file: input.file, dialect: input.dialect.id, ...capped(found) };
    this.#files.push(format === 'json' ? file : { ...file, findings: [] });
    if (format === 'text') this.#terminal.out(renderFindings(file, this.#style(), explain));
  }

  printJson(): void {
    const report = { version: 1, files: this.#files, summary: this.#counts };
    this.#terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  }

  printSummary(): void {
    this.#terminal.out(`${renderSummary(this.#counts, this.#files.length, this.#style())}\n`);
  }

  printStatistics(): void {
    const rows = [...this.#byRule].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    for (const [rule, count] of rows) this.#terminal.note(`${String(count).padStart(8)}  ${rule}\n`);
  }

  fails(failOn: Severity): boolean {
    return (['error', 'warning', 'information', 'hint'] as const).some(
      severity => rankOf(severity) <= rankOf(failOn) && this.#counts[severity] > 0,
    );
  }

  #style(): ReturnType<typeof styleFor> {
    return styleFor(this.#terminal.color ? 'color' : 'plain');
  }
}

const TEXTS = new Map(RULES.map(rule => [rule.id, { why: rule.why, advice: rule.advice }]));

function explain(rule: string): { why: string; advice: string } | undefined {
  return TEXTS.get(rule);
}

function profileOf(invocation: Invocation, input: Input): Profile {
  if (invocation.value('profile') === undefined) return input.dialect.whole ? 'default' : 'capture';
  return choiceOf(invocation, 'profile', ['default', 'capture', 'strict']);
}

function severitiesOf(invocation: Invocation): Record<string, Severity | 'off'> {
  const set: Record<string, Severity | 'off'> = {};
  for (const pair of invocation.values('rule')) {
    const match = /^([a-z0-9-]+)=(error|warning|information|hint|off)$/.exec(pair);
    if (match === null) throw new UsageError(`--rule takes RULE=SEVERITY or RULE=off, not "${pair}"`);
    const [, id = '', severity = ''] = match;
    if (!TEXTS.has(id)) throw new UsageError(`there is no rule "${id}"`);
    set[id] = severity as Severity | 'off';
  }
  return set;
}

const MOST_PASSES = 10;

/** Fixes the file on disk where that was asked for; a captured log is never changed. */
async function fixed(
  input: Input,
  options: LintOptions,
  invocation: Invocation,
  terminal: Terminal,
): Promise<Uint8Array> {
  const asked = invocation.value('fix');
  if (asked === undefined) return input.octets;
  if (asked !== 'safe' && asked !== 'all') throw new UsageError(`--fix takes nothing or =all, not "${asked}"`);
  if (input.dialect.id !== 'smtp' || input.file === '<stdin>') {
    const why = input.file === '<stdin>' ? 'standard input' : `a captured log (${input.dialect.id})`;
    terminal.note(`${input.file}: not fixed: this is ${why}\n`);
    return input.octets;
  }
  let { octets } = input;
  let total = 0;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const result = applyFixes(octets, lintFile({ ...input, octets, scanner: bufferScanner }, options), asked);
    octets = result.octets;
    total += result.applied;
    if (result.applied === 0) break;
  }
  if (total > 0) await writeFile(input.file, octets);
  if (total > 0 && !terminal.quiet) terminal.note(`${input.file}: ${total} fixed\n`);
  return octets;
}
