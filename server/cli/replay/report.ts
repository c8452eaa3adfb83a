import type { ReplayEvent } from '../../protocol/replay.ts';
import type {
  EventExtras,
  ReplayFormat,
  ReplaySetup,
  ReplayWriter,
} from '../../report/replayFormat.ts';
import { REPLAY_FORMATS } from '../../report/replayFormats.ts';
import type { ReplayCase, ReplayRun } from '../../report/replayRun.ts';
import { replayText } from '../../report/replayText.ts';
import { styleFor } from '../../report/style.ts';
import type { Invocation, Terminal } from '../command.ts';
import { formatOf } from '../format.ts';
import type { ReportOutput } from '../reportOutput.ts';
import { VERSION } from '../version.ts';

/** The report on the terminal, and the one that `--output` asks for. */
export class ReplayReport {
  readonly #terminal: Terminal;
  readonly #output: ReportOutput | undefined;
  readonly #shown: ReplayWriter;
  readonly #written: ReplayWriter | undefined;
  readonly #runs: ReplayRun[] = [];
  /** Nothing is told of a single run: what is seen meanwhile is how far the whole has come. */
  readonly #isQuiet: boolean;
  readonly #all: number;
  #unwritten = '';

  constructor(
    format: ReplayFormat,
    to: {
      readonly terminal: Terminal;
      readonly output: ReportOutput | undefined;
      readonly setup: Pick<ReplaySetup, 'places' | 'runs'>;
    },
  ) {
    const { terminal, output } = to;
    const setup = { ...to.setup, folder: process.cwd(), version: VERSION };
    this.#terminal = terminal;
    this.#all = setup.runs;
    this.#isQuiet = setup.places.length > 1 || (output === undefined && format !== replayText);
    this.#output = output;
    this.#shown = (output === undefined ? format : replayText).writer({
      ...setup,
      style: styleFor(terminal.color ? 'color' : 'plain'),
      columns: process.stdout.isTTY ? process.stdout.columns : 120,
    });
    this.#written = output && format.writer({ ...setup, style: styleFor('plain'), columns: 120 });
  }

  /** Everything that was told, in its order. */
  get runs(): readonly ReplayRun[] {
    return this.#runs;
  }

  begin(): void {
    this.#tell(writer => writer.begin());
  }

  starts(of: ReplayCase): void {
    this.#tell(writer => writer.starts(of));
  }

  event(of: ReplayCase, event: ReplayEvent, more: EventExtras): void {
    this.#tell(writer => writer.event(of, event, more));
  }

  ended(run: ReplayRun): void {
    this.#runs.push(run);
    this.#tell(writer => writer.ended(run));
    if (this.#isQuiet) this.#terminal.progress(`${this.#runs.length} of ${this.#all} runs`);
  }

  /** The end of the report. */
  async end(): Promise<void> {
    this.#tell(writer => writer.end(this.#runs));
    await this.flush();
  }

  /** Resolves when what was told is on its way. */
  async flush(): Promise<void> {
    const text = this.#unwritten;
    this.#unwritten = '';
    if (text !== '') await this.#output?.write(text);
    await this.#terminal.flushed();
  }

  #tell(told: (writer: ReplayWriter) => string): void {
    const text = told(this.#shown);
    if (text !== '') this.#terminal.out(text);
    if (this.#written) this.#unwritten += told(this.#written);
  }
}

/** The format that was asked for; throws a UsageError for one that is not there. */
export function replayFormatOf(invocation: Invocation): ReplayFormat {
  const [usual, ...others] = REPLAY_FORMATS;
  const id = formatOf(invocation, [usual.id, ...others.map(format => format.id)]);
  return others.find(format => format.id === id) ?? usual;
}
