import { parseArgs } from 'node:util';
import { visible } from '../core/rule/finding.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, OptionTable, Terminal } from './command.ts';
import { explainCommand } from './explain.ts';
import { lintCommand } from './lint.ts';
import { lspCommand } from './lsp.ts';
import { parseCommand } from './parse.ts';
import { receiveCommand } from './receive.ts';
import { replayCommand } from './replay.ts';
import { VERSION } from './version.ts';

const COMMANDS: readonly Command[] = [
  parseCommand,
  lintCommand,
  replayCommand,
  receiveCommand,
  explainCommand,
  lspCommand,
];

const COMMON: OptionTable = {
  color: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
};

void main(process.argv.slice(2)).then(status => {
  process.exitCode = status;
});

async function main(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', quietly);
  process.stderr.on('error', quietly);
  const [first = '', ...rest] = argv;
  if (first === '--version') return say(`${VERSION}\n`);
  if (first === '' || first === '--help' || first === '-h' || first === 'help') return say(overview());
  const command = COMMANDS.find(candidate => candidate.name === first);
  if (command === undefined) return complain(`there is no command "${first}"`, 'smtp-transcript --help');
  try {
    return await run(command, rest);
  } catch (error) {
    if (error instanceof UsageError || isArgumentError(error)) {
      return complain(error.message, `smtp-transcript ${command.name} --help`);
    }
    throw error;
  }
}

async function run(command: Command, argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv.map(argument => (argument === '--fix' ? '--fix=safe' : argument)),
    options: { ...COMMON, ...command.options },
    allowPositionals: true,
  });
  if (values['help'] === true) return say(helpOf(command));
  if (values['version'] === true) return say(`${VERSION}\n`);
  const interrupt = new AbortController();
  process.once('SIGINT', () => {
    interrupt.abort();
  });
  const invocation = invocationOf(values, positionals);
  return command.run(invocation, terminalOf(invocation, interrupt.signal));
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function invocationOf(values: Values, operands: readonly string[]): Invocation {
  const all = (name: string): string[] =>
    [values[name] ?? []].flat().filter(value => typeof value === 'string');
  return {
    operands,
    value: name => all(name).at(-1),
    values: all,
    flag: name => values[name] === true,
  };
}

function terminalOf(invocation: Invocation, signal: AbortSignal): Terminal {
  const asked = invocation.value('color') ?? 'auto';
  if (!['auto', 'always', 'never'].includes(asked)) {
    throw new UsageError(`--color takes auto, always or never, not "${asked}"`);
  }
  const wanted = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  return {
    out: text => {
      process.stdout.write(text);
    },
    note: text => {
      process.stderr.write(text);
    },
    color: asked === 'always' || (asked === 'auto' && wanted),
    quiet: invocation.flag('quiet'),
    signal,
  };
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(command => command.name.length));
  const rows = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'smtp-transcript: read, check, explain and replay SMTP sessions',
    '',
    ...rows,
    '',
    'smtp-transcript COMMAND --help tells more. Exit status: 0 fine, 1 findings or differences,',
    '2 usage or unreadable input, 3 network or run-time failure, 130 interrupted.',
    '',
  ].join('\n');
}

function helpOf(command: Command): string {
  const common = [
    '--color WHEN         auto (default), always or never; NO_COLOR is obeyed',
    '--quiet              no progress, no notes',
  ];
  return [
    `usage: smtp-transcript ${command.usage}`,
    '',
    ...[...command.help, ...common].map(line => `  ${line}`),
    '',
  ].join('\n');
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.fine;
}

function complain(message: string, help: string): number {
  process.stderr.write(`smtp-transcript: ${visible(message)}\n  (${help} tells more)\n`);
  return EXIT.usage;
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** Whoever read the output has gone: nothing is left to do, and nothing to complain about. */
function quietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.fine);
}
