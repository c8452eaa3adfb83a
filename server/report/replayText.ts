import type { ReplayEvent, Verdict } from '../protocol/replay.ts';
import { codePaint } from './style.ts';
import type { Style } from './style.ts';

/** Content lines of one send that are shown; the rest is counted. */
const SHOWN_CONTENT = 6;

/** How a run ended, and how the transcript says it should. */
export interface RunOutcome {
  readonly verdict: Verdict;
  readonly expected: Verdict;
}

/** A replay event as lines for a terminal; '' for those that say nothing by themselves. */
export function renderEvent(event: ReplayEvent, style: Style): string {
  switch (event.kind) {
    case 'opened': {
      const where = event.address.includes(':') ? `[${event.address}]` : event.address;
      return line(
        style.dim(`· connected to ${where}:${event.port}${named(event.host, event.address)}`),
      );
    }
    case 'secured': {
      const trust = event.authorized ? 'certificate trusted' : 'certificate not verified';
      return line(
        style.dim(
          `· TLS ${event.protocol}, ${event.cipher}, ${trust}, SHA-256 ${event.fingerprint}`,
        ),
      );
    }
    case 'sent':
      return renderSent(event, style);
    case 'received': {
      const paint = codePaint(style, event.code);
      return event.lines.map(text => line(`${style.dim('S:')} ${paint(text)}`)).join('');
    }
    case 'matched':
      return '';
    case 'differed':
      return [
        line(style.red(`✗ line ${event.line}: ${event.message}`)),
        line(`    recorded  ${event.expected}`),
        line(`    live      ${event.actual}`),
      ].join('');
    case 'failed': {
      const where = event.line > 0 ? `line ${event.line}: ` : '';
      return line(style.red(`✗ ${where}${event.message} [${event.reason}]`));
    }
    case 'done':
      return renderDone(event, style);
  }
}

function renderSent(event: Extract<ReplayEvent, { kind: 'sent' }>, style: Style): string {
  const isContent = event.purpose === 'content' || event.purpose === 'chunk';
  const shown = isContent ? event.lines.slice(0, SHOWN_CONTENT) : event.lines;
  const rest = event.lines.length - shown.length;
  const paint = isContent ? style.dim : style.blue;
  const lines = shown.map(text => line(`${style.dim('C:')} ${paint(text)}`));
  if (rest > 0) {
    const more = `${rest} more ${rest === 1 ? 'line' : 'lines'}`;
    lines.push(line(style.dim(`C: … ${more}, ${event.octets} octets in all`)));
  }
  return lines.join('');
}

function renderDone(event: Extract<ReplayEvent, { kind: 'done' }>, style: Style): string {
  const paint = event.verdict === 'passed' ? style.green : style.red;
  const parts = [
    `${event.matched} ${event.matched === 1 ? 'reply' : 'replies'} as recorded`,
    event.differed > 0 ? `${event.differed} different` : '',
    event.skipped > 0 ? `${event.skipped} ${event.skipped === 1 ? 'step' : 'steps'} skipped` : '',
    `${Math.round(event.duration.total)} ms`,
  ].filter(part => part !== '');
  return line(`${paint(style.bold(event.verdict))}  ${style.dim(parts.join(', '))}`);
}

/** What the verdict means where the transcript names another one than passed; else ''. */
export function renderExpectation({ verdict, expected }: RunOutcome, style: Style): string {
  if (expected === 'passed') return '';
  const fine = verdict === expected;
  return line(fine ? style.green(`as expected: ${verdict}`) : style.red(`expected: ${expected}`));
}

/** How many sessions ended how; '' for a single one. */
export function renderTotals(outcomes: readonly RunOutcome[], style: Style): string {
  if (outcomes.length < 2) return '';
  const parts = (['passed', 'differed', 'failed'] as const).flatMap(verdict => {
    const ended = outcomes.filter(outcome => outcome.verdict === verdict);
    const right = ended.filter(outcome => outcome.expected === verdict).length;
    const wrong = ended.length - right;
    const note = verdict === 'passed' ? '' : ' as expected';
    return [
      right > 0 ? style.green(`${right} ${verdict}${note}`) : '',
      wrong > 0
        ? style.red(`${wrong} ${verdict}${verdict === 'passed' ? ' unexpectedly' : ''}`)
        : '',
    ];
  });
  return `${outcomes.length} sessions: ${parts.filter(part => part !== '').join(', ')}\n`;
}

function named(host: string, address: string): string {
  return host === address ? '' : ` (${host})`;
}

function line(text: string): string {
  return `  ${text}\n`;
}
