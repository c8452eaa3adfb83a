import { readWindows } from '../host/transcriptWindows.ts';
import { InOrder } from '../report/inOrder.ts';
import { jsonText } from '../report/jsonText.ts';
import { FactsText } from '../report/parseText.ts';
import type { SessionFacts } from '../report/sessionFacts.ts';
import { styleFor } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command, Terminal } from './command.ts';
import { formatOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { OpenInput } from './inputs.ts';
import { placedFactsOf } from './placedFacts.ts';
import { Progress } from './progress.ts';
import { readInput } from './segments/readInput.ts';

/** `parse`: the session model of each file. */
export const parseCommand: Command = {
  name: 'parse',
  usage: 'parse [--format text|json] [--dialect ID] FILE…|DIR|-',
  summary: 'read transcripts and show their sessions',
  help: [
    '--format text|json   how to print (default text: the first sessions and the totals)',
    '--dialect ID         how the tool prints sessions (default: detected)',
  ],
  options: { format: { type: 'string' }, dialect: { type: 'string' } },
  async run(invocation, terminal) {
    const json = formatOf(invocation, ['text', 'json']) === 'json';
    const inputs = new Inputs(invocation, terminal);
    const report = json ? new JsonReport(terminal) : undefined;
    for await (const input of inputs.open()) {
      if (report === undefined) await inputs.attempt(() => printText(input, terminal));
      else await report.file(input, () => inputs.attempt(() => readAll(input, terminal, report)));
      await terminal.flushed();
    }
    report?.end();
    return inputs.unread.length > 0 ? EXIT.usage : EXIT.fine;
  },
};

async function printText(input: OpenInput, terminal: Terminal): Promise<void> {
  const { file, dialect } = input;
  const style = styleFor(terminal.color ? 'color' : 'plain');
  const text = new FactsText({ file, dialect: dialect.id }, style);
  let before = 0;
  for (const { result, lines } of await readInput(input, { kind: 'parse' }, terminal)) {
    if (result.kind !== 'parse') continue;
    const shown = [...result.shown].sort((a, b) => a.firstLine - b.firstLine);
    for (const facts of shown) text.add(moved(facts, before));
    text.count(result);
    before += lines;
  }
  terminal.out(text.render());
}

function moved(facts: SessionFacts, lines: number): SessionFacts {
  const { firstLine, lastLine } = facts;
  return { ...facts, firstLine: firstLine + lines, lastLine: lastLine + lines };
}

/** Sessions that begin before one which is still open wait for it; no more than these. */
const MOST_WAITING = 50_000;

async function readAll(input: OpenInput, terminal: Terminal, report: JsonReport): Promise<void> {
  const { file, source, dialect } = input;
  const onRead = new Progress(terminal, file, source.size).at;
  const waiting = new InOrder<SessionFacts>(MOST_WAITING);
  for await (const window of readWindows(source, { dialect, onRead })) {
    for (const placed of window.chunks()) {
      for (const session of placed.chunk.sessions) {
        const facts = placedFactsOf(placed, session);
        waiting.add(facts.firstLine, facts);
      }
    }
    report.add(waiting.release(window.openFrom()));
    await terminal.flushed();
  }
  report.add(waiting.release(Infinity));
}

/** Written while it is read: the sessions of a long log are too many to hold. */
class JsonReport {
  readonly #terminal: Terminal;
  #files = 0;
  #sessions = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.out('{\n  "version": 1,\n  "files": [');
  }

  /** Writes a file's facts: those that `add` gets while `read` runs. */
  async file({ file, dialect }: OpenInput, read: () => Promise<void>): Promise<void> {
    const head = `      "file": ${jsonText(file)},\n      "dialect": ${jsonText(dialect.id)},`;
    const before = this.#files > 0 ? ',' : '';
    this.#terminal.out(`${before}\n    {\n${head}\n      "sessions": [`);
    this.#files++;
    this.#sessions = 0;
    await read();
    this.#terminal.out(`${this.#sessions > 0 ? '\n      ' : ''}]\n    }`);
  }

  add(facts: readonly SessionFacts[]): void {
    if (facts.length === 0) return;
    const rows = facts.map(one => `        ${jsonText(one)}`).join(',\n');
    this.#terminal.out(`${this.#sessions > 0 ? ',' : ''}\n${rows}`);
    this.#sessions += facts.length;
  }

  end(): void {
    this.#terminal.out(`${this.#files > 0 ? '\n  ' : ''}]\n}\n`);
  }
}
