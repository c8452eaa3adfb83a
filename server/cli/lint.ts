import { mergedLayers, optionsFrom } from '../core/config/lintLayer.ts';
import type { LintLayer } from '../core/config/lintLayer.ts';
import { RULES } from '../core/rule/registry.ts';
import type { Severity } from '../core/rule/rule.ts';
import type { Dialect } from '../core/dialect/dialect.ts';
import type { LintOptions, Profile } from '../core/rule/run.ts';
import { suggestName } from '../core/smtp/suggest.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { dateFieldOf } from '../host/dateField.ts';
import { lintedFile } from '../report/fileLinter.ts';
import type { LintedChunks, LintedStretch } from '../report/fileLinter.ts';
import { lintOctets } from '../report/lintOctets.ts';
import type { LintFormat } from '../report/lintFormat.ts';
import { LINT_FORMATS } from '../report/lintFormats.ts';
import type { Detail } from '../report/placeFinding.ts';
import { ruleOf } from '../core/rule/ruleOf.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { fixFile } from './fixFile.ts';
import { choiceOf, formatOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { OpenInput } from './inputs.ts';
import { CONFIG_HELP, CONFIG_OPTIONS, configSourceOf } from './lintConfig.ts';
import { LintReporter } from './lintReporter.ts';
import { reportOutput } from './reportOutput.ts';
import type { ReportOutput } from './reportOutput.ts';
import { readInput } from './segments/readInput.ts';
import { VERSION } from './version.ts';

/** `lint`: what is wrong, why, and what to do. */
export const lintCommand: Command = {
  name: 'lint',
  usage: 'lint [--profile NAME] [--fail-on SEVERITY] [--fix[=all]] [--format NAME] FILE…|DIR|-',
  summary: 'check transcripts against the RFCs',
  help: [
    '--profile NAME       capture, default or strict (default: capture for logs, else default)',
    '--fail-on SEVERITY   error, warning, information or hint: exit 1 from here on (default error)',
    '--rule ID=SEVERITY   set the severity of a rule, or off; may be repeated',
    ...CONFIG_HELP,
    '--fix[=all]          apply safe fixes to .smtp files; all: also those that change the record',
    '--statistics         how often each rule was found',
    '--format NAME        text (default), json, sarif, junit or github',
    '--output FILE        write the report there; the terminal shows text',
    '--dialect ID         how the tool prints sessions (default: detected)',
  ],
  options: {
    format: { type: 'string' },
    output: { type: 'string' },
    dialect: { type: 'string' },
    profile: { type: 'string' },
    'fail-on': { type: 'string' },
    rule: { type: 'string', multiple: true },
    ...CONFIG_OPTIONS,
    fix: { type: 'string' },
    statistics: { type: 'boolean' },
  },
  async run(invocation, terminal) {
    const failOn = choiceOf(invocation, 'fail-on', ['error', 'warning', 'information', 'hint']);
    const commandLine: LintLayer = {
      profile: profileOf(invocation),
      severities: severitiesOf(invocation),
      ruleOptions: {},
    };
    const config = await configSourceOf(invocation);
    const fix = fixesOf(invocation);
    const format = lintFormatOf(invocation);
    const inputs = new Inputs(invocation, terminal);
    const date = dateFieldOf(new Date());
    const optionsFor = async (file: string, dialect: Dialect): Promise<LintOptions> => {
      const layer = mergedLayers(await config.layerFor(file), commandLine);
      return { ...optionsFrom(layer, dialect), date, fileOctets: true };
    };
    const output = await outputOf(invocation);
    try {
      const setup = { folder: process.cwd(), version: VERSION, failOn };
      const statistics = invocation.flag('statistics');
      const report = new LintReporter({ ...setup, statistics, format, output, terminal });
      const { detail } = report;
      if (fix === undefined) {
        for await (const input of inputs.open()) {
          const options = await optionsFor(input.file, input.dialect);
          const linted = await inputs.attempt(() =>
            lintInput(input, { options, detail }, terminal),
          );
          if (linted !== undefined) await report.add(input, linted);
        }
      } else {
        for await (const input of inputs.read()) {
          const options = await optionsFor(input.file, input.dialect);
          const octets = await inputs.attempt(() => fixFile(input, { ...options, fix, terminal }));
          const fixed = { ...input, octets: octets ?? input.octets, scanner: bufferScanner };
          await report.add(input, lintOctets(fixed, options, { detail }));
        }
      }
      await report.end(inputs.unread);
      if (inputs.unread.length > 0) return EXIT.usage;
      return report.reaches(failOn) ? EXIT.findings : EXIT.fine;
    } finally {
      await output?.close();
    }
  },
};

async function lintInput(
  input: OpenInput,
  how: { readonly options: LintOptions; readonly detail: Detail },
  terminal: Terminal,
): Promise<LintedChunks> {
  const order = { kind: 'lint', ...how } as const;
  const stretches: { linted: LintedStretch; lines: number }[] = [];
  let lines = 0;
  for (const segment of await readInput(input, order, terminal)) {
    if (segment.result.kind === 'lint') stretches.push({ linted: segment.result.linted, lines });
    lines += segment.lines;
  }
  return lintedFile(stretches);
}

function lintFormatOf(invocation: Invocation): LintFormat {
  const [usual, ...others] = LINT_FORMATS;
  const id = formatOf(invocation, [usual.id, ...others.map(format => format.id)]);
  return others.find(format => format.id === id) ?? usual;
}

async function outputOf(invocation: Invocation): Promise<ReportOutput | undefined> {
  const file = invocation.value('output');
  return file === undefined ? undefined : reportOutput(file, invocation.operands);
}

function profileOf(invocation: Invocation): Profile | undefined {
  if (invocation.value('profile') === undefined) return undefined;
  return choiceOf<Profile>(invocation, 'profile', ['default', 'capture', 'strict']);
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
    if (ruleOf(id) === undefined) throw new UsageError(noRule(id));
    set[id] = severity as Severity | 'off';
  }
  return set;
}

function noRule(id: string): string {
  const near = suggestName(
    id,
    RULES.map(rule => rule.id),
  );
  return `there is no rule "${id}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
}
