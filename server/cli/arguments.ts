import { parseArgs } from 'node:util';
import type { Command, Invocation, OptionTable } from './command.ts';

/** Options that every command takes. */
const COMMON: OptionTable = {
  color: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
};

/** The arguments behind the command's name; throws what `argumentFault` knows. */
export function readArguments(command: Command, argv: readonly string[]): Invocation {
  const { values, positionals } = parseArgs({
    args: command.options['fix'] === undefined ? [...argv] : withBareFix(argv),
    options: { ...COMMON, ...command.options },
    allowPositionals: true,
  });
  return invocationOf(values, positionals);
}

/** `--fix` may stand alone, which parseArgs knows of no option that takes a value. */
function withBareFix(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((argument, at) =>
    argument === '--fix' && (end < 0 || at < end) ? '--fix=safe' : argument,
  );
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

/** What is wrong with the arguments, where that is what the error tells; else undefined. */
export function argumentFault(error: unknown): string | undefined {
  if (!(error instanceof TypeError) || !('code' in error)) return undefined;
  if (!String(error.code).startsWith('ERR_PARSE_ARGS')) return undefined;
  // What follows the first sentence is advice about names that begin with a hyphen.
  const [first = ''] = error.message.split(/\.\s|\n/);
  const [, option] =
    /^Option '(?:-\w, )?(--[\w-]+).*' argument (?:is ambiguous|missing)$/.exec(first) ?? [];
  return option === undefined ? first : `${option} needs a value`;
}
