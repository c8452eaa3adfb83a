import type { Severity } from '../core/rule/rule.ts';
import type { LintedChunks } from '../report/fileLinter.ts';
import { FileTotals, lintedFileOf } from '../report/fileTotals.ts';
import type { LintFormat, LintSetup, LintWriter } from '../report/lintFormat.ts';
import { totalOf } from '../report/lintReport.ts';
import { lintText } from '../report/lintText.ts';
import type { Detail } from '../report/placeFinding.ts';
import { rankOf } from '../report/severityOrder.ts';
import { shownName } from '../report/shownName.ts';
import { styleFor } from '../report/style.ts';
import type { Terminal } from './command.ts';
import type { Input } from './inputs.ts';
import type { ReportOutput } from './reportOutput.ts';

/** What a report is and where it goes. */
export interface ReporterOptions extends Omit<LintSetup, 'style'> {
  readonly format: LintFormat;
  /** The report goes there, and to the terminal goes what a person reads. */
  readonly output: ReportOutput | undefined;
  readonly terminal: Terminal;
}

/** Tells what was found, file by file. */
export class LintReporter {
  /** What the report wants to know of each finding. */
  readonly detail: Detail;
  readonly #options: ReporterOptions;
  readonly #shown: LintWriter;
  readonly #written: LintWriter | undefined;
  readonly #totals = new FileTotals();

  constructor(options: ReporterOptions) {
    const { format, output, terminal } = options;
    this.#options = options;
    this.detail = output !== undefined && format.detail === 'place' ? 'lines' : format.detail;
    const setup = { ...options, style: styleFor(terminal.color ? 'color' : 'plain') };
    this.#shown = (output === undefined ? format : lintText).writer(setup);
    this.#written = output && format.writer({ ...options, style: styleFor('plain') });
  }

  async add(input: Pick<Input, 'file' | 'dialect'>, found: LintedChunks): Promise<void> {
    const { file, dialect } = input;
    const { terminal } = this.#options;
    this.#totals.add(found);
    if (totalOf(found.counts) === 0 && found.sessions === 0) {
      terminal.note(`${shownName(file)}: no SMTP session in it\n`);
    }
    const row = lintedFileOf({ file, dialect: dialect.id }, found);
    await this.#tell(writer => writer.add(row));
    await terminal.flushed();
  }

  /** The end of the report; `unread` tells what could not be read. */
  async end(unread: readonly string[]): Promise<void> {
    const { statistics } = this.#options;
    const totals = this.#totals.totals({ unread, statistics });
    await this.#tell(writer => writer.end(totals));
  }

  async #tell(told: (writer: LintWriter) => string): Promise<void> {
    this.#options.terminal.out(told(this.#shown));
    if (this.#written) await this.#options.output?.write(told(this.#written));
  }

  /** Is there a finding at least as severe? */
  reaches(severity: Severity): boolean {
    const { counts } = this.#totals.totals({ unread: [], statistics: false });
    return (['error', 'warning', 'information', 'hint'] as const).some(
      one => rankOf(one) <= rankOf(severity) && counts[one] > 0,
    );
  }
}
