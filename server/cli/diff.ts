import { sessionNameOf } from '../core/feature/sessionTitle.ts';
import type { Chunk } from '../core/transcript/model.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { diffTranscripts } from '../diff/diffTranscripts.ts';
import type { DiffSide } from '../diff/model.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { diffJson } from '../report/diffJson.ts';
import { diffMarkdown } from '../report/diffMarkdown.ts';
import { DiffTally } from '../report/diffReport.ts';
import type { DiffSetup, DiffWriter } from '../report/diffReport.ts';
import { diffText } from '../report/diffText.ts';
import { secretsIn } from '../report/excerpt/secretsIn.ts';
import type { Secrets } from '../report/excerpt/secretsIn.ts';
import { styleFor } from '../report/style.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { choiceOf, formatOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { Input } from './inputs.ts';

/** `diff`: two transcripts of any tools by meaning. */
export const diffCommand: Command = {
  name: 'diff',
  usage:
    'diff [--session N|NAME [--session N|NAME]] [--match POLICY] [--format FORMAT] FIRST SECOND',
  summary: 'compare two transcripts by meaning',
  help: [
    '--session N|NAME     only this session, by number or name; given twice: of the first, of the second',
    '--match POLICY       compare replies by exact text (default), enhanced, code or class',
    '--format FORMAT      text (default), json or markdown',
    '--dialect ID         how the tools print sessions (default: detected, file by file)',
    '',
    'Sessions are compared in order. Queue ids, dates, host names, sizes and the like never differ,',
    'nor does the order of extensions, nor what one of the tools does not print.',
    'FIRST or SECOND may be - for standard input. Exit status: 0 the same, 1 different.',
  ],
  options: {
    session: { type: 'string', multiple: true },
    match: { type: 'string' },
    format: { type: 'string' },
    dialect: { type: 'string' },
  },
  async run(invocation, terminal) {
    const match = choiceOf(invocation, 'match', ['exact', 'enhanced', 'code', 'class']);
    const format = formatOf(invocation, ['text', 'json', 'markdown']);
    const inputs = await twoInputs(invocation, terminal);
    if (inputs === undefined) return EXIT.usage;
    const [first, second] = inputs;
    const setup = { first: named(first), second: named(second), match };
    const writer = writerOf(format, setup, terminal);
    const [one, other = one] = invocation.values('session');
    const tally = new DiffTally();
    let text = writer.begin();
    const diffs = diffTranscripts(sides(first, one), sides(second, other), match);
    for (const diff of diffs) {
      // The first says whether both can be read: nothing is printed before.
      terminal.out(text);
      text = writer.add(tally.add(diff));
      await terminal.flushed();
    }
    terminal.out(text + writer.end(tally.totals));
    return tally.totals.differences > 0 ? EXIT.findings : EXIT.fine;
  },
};

/** Undefined where one cannot be read, which has been told. */
async function twoInputs(
  invocation: Invocation,
  terminal: Terminal,
): Promise<readonly [Input, Input] | undefined> {
  const { operands } = invocation;
  if (operands.length !== 2) throw new UsageError('diff takes two transcripts');
  if (operands.every(operand => operand === '-')) {
    throw new UsageError('only one of the two can be standard input');
  }
  const inputs: Input[] = [];
  const reader = new Inputs(invocation, terminal);
  for await (const input of reader.read()) {
    inputs.push(input);
    if (inputs.length > 2) throw new UsageError('diff takes two transcripts, not folders');
  }
  const [first, second] = inputs;
  if (reader.unread.length > 0) return undefined;
  if (first === undefined || second === undefined)
    throw new UsageError('diff takes two transcripts');
  return [first, second];
}

function named({ file, dialect }: Input): DiffSetup['first'] {
  return { file, dialect: dialect.id };
}

function writerOf(
  format: 'text' | 'json' | 'markdown',
  setup: DiffSetup,
  terminal: Terminal,
): DiffWriter {
  switch (format) {
    case 'json':
      return diffJson(setup);
    case 'markdown':
      return diffMarkdown(setup);
    case 'text':
      return diffText(setup, styleFor(terminal.color ? 'color' : 'plain'));
  }
}

/** Looks for secrets when the first difference is to be shown. */
function cleanerOf(chunk: Chunk): DiffSide['clean'] {
  let secrets: Secrets | undefined;
  return text => {
    secrets ??= secretsIn(chunk);
    return secrets.cleaned(text);
  };
}

/** The sessions that are wanted, one at a time. Throws a UsageError where there is none. */
function* sides({ file, octets, dialect }: Input, wanted: string | undefined): Generator<DiffSide> {
  let [number, found, firstLine] = [0, 0, 1];
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    const clean = cleanerOf(chunk);
    for (const session of chunk.sessions) {
      number++;
      const isWanted =
        wanted === undefined ||
        wanted === String(number) ||
        wanted === sessionNameOf(session, number);
      if (!isWanted) continue;
      found++;
      yield { chunk, session, number, firstLine, clean };
    }
    firstLine += chunk.sourceLines.count - 1;
  }
  if (found > 0) return;
  throw new UsageError(
    wanted === undefined
      ? `there is no SMTP session in "${file}"`
      : `there is no session "${wanted}" in "${file}"; it has ${String(number)}`,
  );
}
