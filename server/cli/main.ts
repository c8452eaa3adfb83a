import { isMainThread } from 'node:worker_threads';
import { EXIT, RunError, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { argumentFault, readArguments } from './arguments.ts';
import { complain, terminalOf } from './terminal.ts';
import { VERSION } from './version.ts';

/** A command is loaded when it is asked for: most of them need what others do not. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['parse', async () => (await import('./parse.ts')).parseCommand],
  ['lint', async () => (await import('./lint.ts')).lintCommand],
  ['replay', async () => (await import('./replay.ts')).replayCommand],
  ['receive', async () => (await import('./receive.ts')).receiveCommand],
  ['convert', async () => (await import('./convert.ts')).convertCommand],
  ['diff', async () => (await import('./diff.ts')).diffCommand],
  ['explain', async () => (await import('./explain.ts')).explainCommand],
  ['lsp', async () => (await import('./lsp.ts')).lspCommand],
]);

if (isMainThread) {
  void main(process.argv.slice(2)).then(status => {
    process.exitCode = status;
  });
} else {
  void import('./segments/worker.ts').then(({ serveSegment }) => serveSegment());
}

async function main(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  const interrupt = new AbortController();
  const command = await COMMANDS.get(first)?.();
  const readers = watchReaders(command, interrupt);
  if (command === undefined) return withoutCommand(first, rest);
  try {
    const status = await run(command, rest, interrupt);
    return readers.gone() ? EXIT.fine : status;
  } catch (error) {
    return statusOf(error, command);
  }
}

/** Whoever read the output has gone: nothing is left to say, so the command may end early. */
function watchReaders(
  command: Command | undefined,
  interrupt: AbortController,
): { gone(): boolean } {
  let gone = false;
  const closed = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') process.exit(EXIT.failure);
    if (command?.interruptible !== true) process.exit(EXIT.fine);
    gone = true;
    interrupt.abort();
  };
  process.stdout.on('error', closed);
  process.stderr.on('error', closed);
  return { gone: () => gone };
}

async function run(
  command: Command,
  argv: readonly string[],
  interrupt: AbortController,
): Promise<number> {
  const invocation = readArguments(command, argv);
  if (invocation.flag('help')) return say(helpOf(command));
  if (invocation.flag('version')) return say(`${VERSION}\n`);
  if (command.interruptible === true) {
    // A second one finds no handler any more and ends the process at once.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        interrupt.abort();
      });
    }
  }
  return command.run(invocation, terminalOf(invocation, interrupt.signal));
}

async function withoutCommand(first: string, rest: readonly string[]): Promise<number> {
  if (first === '--version') return say(`${VERSION}\n`);
  if (first === '--help' || first === '-h') return say(await overview());
  const about = await COMMANDS.get(rest[0] ?? '')?.();
  if (first === 'help') return say(about === undefined ? await overview() : helpOf(about));
  if (first === '') process.stderr.write(await overview());
  else complain(`there is no command "${first}"\n(smtp-transcript --help tells more)`);
  return EXIT.usage;
}

function statusOf(error: unknown, command: Command): number {
  const fault = error instanceof UsageError ? error.message : argumentFault(error);
  if (fault !== undefined) {
    complain(`${fault}\n(smtp-transcript ${command.name} --help tells more)`);
    return EXIT.usage;
  }
  if (error instanceof RunError) complain(error.message);
  else complain(`this is a bug: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
  return EXIT.failure;
}

async function overview(): Promise<string> {
  const commands = await Promise.all([...COMMANDS.values()].map(load => load()));
  const width = Math.max(...commands.map(command => command.name.length));
  const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
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
  const lines = [...command.help, ...common].map(line => `  ${line}`.trimEnd());
  return [`usage: smtp-transcript ${command.usage}`, '', ...lines, ''].join('\n');
}

function say(text: string): number {
  process.stdout.write(text);
  return EXIT.fine;
}
