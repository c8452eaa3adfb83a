import { sourceLineOf } from '../core/transcript/sourcePlace.ts';
import type { Session } from '../core/transcript/model.ts';
import { readWindows } from '../host/transcriptWindows.ts';
import type { PlacedChunk } from '../host/transcriptWindows.ts';
import { InOrder } from '../report/inOrder.ts';
import { jsonText } from '../report/jsonText.ts';
import { FactsText } from '../report/parseText.ts';
import { messagesAccepted, sessionFactsOf } from '../report/sessionFacts.ts';
import type { SessionFacts } from '../report/sessionFacts.ts';
import { styleFor } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command, Terminal } from './command.ts';
import { formatOf } from './format.ts';
import { Inputs } from './inputs.ts';
import type { OpenInput } from './inputs.ts';
import { Progress } from './progress.ts';

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
    const report = json ? new JsonReport(terminal) : new TextReport(terminal);
    for await (const input of inputs.open()) {
      report.begin(input);
      await inputs.attempt(() => parseInput(input, terminal, report));
      report.endFile();
    }
    report.end();
    return inputs.unread > 0 ? EXIT.usage : EXIT.fine;
  },
};

/** Sessions that begin before one which is still open wait for it; no more than these. */
const MOST_WAITING = 50_000;

async function parseInput(input: OpenInput, terminal: Terminal, report: Report): Promise<void> {
  const { file, source, dialect } = input;
  const onRead = new Progress(terminal, file, source.size).at;
  const waiting = new InOrder<SessionFacts>(MOST_WAITING);
  const numbered = (): boolean => report.wantsMore;
  for await (const window of readWindows(source, { dialect, onRead, numbered })) {
    for (const placed of window.chunks()) {
      for (const session of placed.chunk.sessions) {
        if (!report.wantsMore) report.count(session);
        else {
          const facts = factsOf(placed, session);
          waiting.add(facts.firstLine, facts);
        }
      }
      if (!dialect.interleaves) report.add(waiting.release(Infinity));
    }
    if (dialect.interleaves) report.add(waiting.release(window.openFrom()));
    await terminal.flushed();
  }
  report.add(waiting.release(Infinity));
}

function factsOf(placed: PlacedChunk, session: Session): SessionFacts {
  const { chunk } = placed;
  const { start, end } = session.span;
  return sessionFactsOf(chunk, session, {
    first: placed.fileLine(sourceLineOf(chunk, start)),
    // A session that breaks off inside content reaches to the beginning of the line after it.
    last: placed.fileLine(sourceLineOf(chunk, Math.max(start, end - 1))),
  });
}

/** Where the facts go. */
interface Report {
  /** False where sessions from here on only count. */
  readonly wantsMore: boolean;
  begin(input: OpenInput): void;
  add(facts: readonly SessionFacts[]): void;
  count(session: Session): void;
  endFile(): void;
  end(): void;
}

class TextReport implements Report {
  readonly #terminal: Terminal;
  #text: FactsText | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get wantsMore(): boolean {
    return this.#text?.isFull === false;
  }

  begin({ file, dialect }: OpenInput): void {
    const style = styleFor(this.#terminal.color ? 'color' : 'plain');
    this.#text = new FactsText({ file, dialect: dialect.id }, style);
  }

  add(facts: readonly SessionFacts[]): void {
    for (const one of facts) this.#text?.add(one);
  }

  count(session: Session): void {
    this.#text?.count(messagesAccepted(session));
  }

  endFile(): void {
    this.#terminal.out(this.#text?.render() ?? '');
  }

  end(): void {
    this.#text = undefined;
  }
}

/** Written while it is read: the sessions of a long log are too many to hold. */
class JsonReport implements Report {
  readonly wantsMore = true;
  readonly #terminal: Terminal;
  #files = 0;
  #sessions = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.out('{\n  "version": 1,\n  "files": [');
  }

  begin({ file, dialect }: OpenInput): void {
    const head = `      "file": ${jsonText(file)},\n      "dialect": ${jsonText(dialect.id)},`;
    this.#terminal.out(`${this.#files > 0 ? ',' : ''}\n    {\n${head}\n      "sessions": [`);
    this.#files++;
    this.#sessions = 0;
  }

  add(facts: readonly SessionFacts[]): void {
    if (facts.length === 0) return;
    const rows = facts.map(one => `        ${jsonText(one)}`).join(',\n');
    this.#terminal.out(`${this.#sessions > 0 ? ',' : ''}\n${rows}`);
    this.#sessions += facts.length;
  }

  count(): void {
    // Every session is written.
  }

  endFile(): void {
    this.#terminal.out(`${this.#sessions > 0 ? '\n      ' : ''}]\n    }`);
  }

  end(): void {
    this.#terminal.out(`${this.#files > 0 ? '\n  ' : ''}]\n}\n`);
  }
}
