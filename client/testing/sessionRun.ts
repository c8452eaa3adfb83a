import { env, Location, Range, TestMessage, Uri } from 'vscode';
import type { TestItem, TestRun } from 'vscode';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { Conversation } from '../replay/conversation.ts';
import type { RunningSession } from '../replay/replayRequest.ts';
import type { SessionReport } from '../replay/runReport.ts';
import { verdictLines } from '../replay/summaryText.ts';
import { outcomeOf } from './outcome.ts';
import type { Outcome, OutcomeMessage } from './outcome.ts';
import type { RunOutput } from './runOutput.ts';

/** Differences of one session that are kept; no more of them are shown anyway. */
const MOST_KEPT = 200;

/** One session of a test run: its events become output, its report the result of its item. */
export class SessionRun {
  readonly #run: TestRun;
  readonly #item: TestItem;
  readonly #output: RunOutput;
  readonly #conversation = new Conversation(
    env.remoteName === undefined ? {} : { remoteName: env.remoteName },
  );
  readonly #told: ReplayEvent[] = [];
  #written = 0;

  constructor(run: TestRun, item: TestItem, output: RunOutput) {
    this.#run = run;
    this.#item = item;
    this.#output = output;
  }

  /** It begins now. */
  begin({ plan }: RunningSession): void {
    this.#run.started(this.#item);
    this.#output.begin(this.#item);
    this.#conversation.begin(plan.name, plan.steps);
    this.#write();
  }

  /** Something happened. */
  event(event: ReplayEvent): void {
    const isKept = event.kind === 'differed' && this.#told.length < MOST_KEPT;
    if (isKept || event.kind === 'failed') this.#told.push(event);
    this.#conversation.add(event);
    this.#write();
  }

  /** It is over; returns what became of it. */
  end(report: SessionReport): Outcome {
    for (const line of verdictLines(report)) this.#conversation.note(line);
    this.#write();
    this.#output.add('\n');
    this.#output.begin(undefined);
    const line = (this.#item.range?.start.line ?? 0) + 1;
    const outcome = outcomeOf(report, this.#told, line);
    settle(this.#run, this.#item, outcome, report.duration.total);
    return outcome;
  }

  #write(): void {
    const { text } = this.#conversation;
    this.#output.add(text.slice(this.#written));
    this.#written = text.length;
  }
}

/** Gives an item its result; milliseconds where it took some. */
export function settle(run: TestRun, item: TestItem, outcome: Outcome, took?: number): void {
  switch (outcome.kind) {
    case 'passed':
      run.passed(item, took);
      break;
    case 'skipped':
      run.skipped(item);
      break;
    case 'failed':
      run.failed(item, messagesOf(item, outcome.messages), took);
      break;
    case 'errored':
      run.errored(item, messagesOf(item, outcome.messages), took);
      break;
    default:
      outcome satisfies never;
  }
}

function messagesOf({ uri }: TestItem, messages: readonly OutcomeMessage[]): TestMessage[] {
  return messages.map(({ text, line, endLine, sides }) => {
    // As plain text: a server's words are no Markdown.
    const message = sides
      ? TestMessage.diff(text, sides.expected, sides.actual)
      : new TestMessage(text);
    const range = new Range(line - 1, 0, endLine - 1, Number.MAX_SAFE_INTEGER);
    message.location = new Location(uri ?? Uri.parse('untitled:'), range);
    return message;
  });
}
