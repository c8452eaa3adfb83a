import { visibleOf } from '../core/octets/visible.ts';
import type { ReplayEvent, Verdict } from '../protocol/replay.ts';
import { optionsFor } from './failureOptions.ts';
import { renderMatrix } from './matrixText.ts';
import type { ReplayFormat, ReplaySetup, ReplayWriter } from './replayFormat.ts';
import type { ReplayPlace, ReplayRun } from './replayRun.ts';
import { caseName, durationText, placeText } from './replayWords.ts';
import { codePaint } from './style.ts';
import type { Style } from './style.ts';

/** Content lines of one send that are shown; the rest is counted. */
const SHOWN_CONTENT = 6;

/** A reply that took so long says how long, in milliseconds. */
const SLOW = 1000;

/** How a run ended, and how the transcript says it should. */
export interface RunOutcome {
  /** Null: it was not run. */
  readonly verdict: Verdict | null;
  readonly expected: Verdict;
}

/** For a person at a terminal: the conversation as it goes, or of several servers a table. */
export const replayText: ReplayFormat = {
  id: 'text',
  writer: setup => (setup.places.length > 1 ? tableWriter(setup) : conversationWriter(setup)),
};

function conversationWriter(setup: ReplaySetup): ReplayWriter {
  const { style } = setup;
  let file: string | undefined;
  return {
    begin: () => setup.places.map(place => renderPlace(place, style)).join(''),
    starts: of => {
      const head = of.file === file ? '' : `${style.bold(visibleOf(of.file))}\n`;
      file = of.file;
      return `${head}  ${style.dim('──')} ${caseName(of)}\n`;
    },
    event: (_of, event) => renderEvent(event, style),
    ended: run => renderEnded(run, style),
    end: runs => renderEnd(runs, style),
  };
}

function tableWriter(setup: ReplaySetup): ReplayWriter {
  const { style } = setup;
  return {
    begin: () => setup.places.map(place => renderPlace(place, style)).join(''),
    starts: () => '',
    event: () => '',
    ended: () => '',
    end: runs => `\n${renderMatrix(runs, setup)}\n${renderEnd(runs, style)}`,
  };
}

function renderEnd(runs: readonly ReplayRun[], style: Style): string {
  const outcomes = runs.map(({ verdict, case: { expected } }) => ({ verdict, expected }));
  const totals = renderTotals(outcomes, style);
  if (totals === '') return '';
  const time = runs.reduce((sum, run) => sum + run.duration.total, 0);
  return `${totals}${style.dim(`${durationText(time)} in all`)}\n`;
}

/** Says what is not obvious: a name that stands for a server, and that its mail is real. */
function renderPlace({ name, where, production }: ReplayPlace, style: Style): string {
  if (where === '' && !production) return '';
  const at = where === '' ? '' : style.dim(` ${visibleOf(where)}`);
  const warning = production ? ` ${style.bold(style.red('PRODUCTION'))}` : '';
  return `${style.bold(visibleOf(name))}${at}${warning}\n`;
}

function renderEnded(run: ReplayRun, style: Style): string {
  // How many were not run stands at the end: the first may be followed by hundreds.
  if (run.verdict === null) return '';
  return renderExpectation({ verdict: run.verdict, expected: run.case.expected }, style);
}

/** A replay event as lines for a terminal; '' for those that say nothing by themselves. */
export function renderEvent(event: ReplayEvent, style: Style): string {
  switch (event.kind) {
    case 'opened':
      return renderOpened(event, style);
    case 'secured':
      return renderSecured(event, style);
    case 'sent':
      return renderSent(event, style);
    case 'received':
      return renderReceived(event, style);
    case 'matched':
      return renderFolded(event, style);
    case 'captured':
      return line(style.dim(`· ${visibleOf(event.name)} = ${event.value}`));
    case 'skipped':
      return line(style.dim(`· ${linesText(event)} skipped: ${event.message}`));
    case 'waiting': {
      const why = event.line > 0 ? WHY[event.why] : 'the server put it off: it begins again';
      return line(style.dim(`· waiting ${durationText(event.ms)} (${why})`));
    }
    case 'next-host':
      return renderNextHost(event, style);
    case 'differed':
      return [
        line(style.red(`✗ line ${event.line}: ${event.message}`)),
        line(`    recorded  ${event.expected}`),
        line(`    live      ${event.actual}`),
      ].join('');
    case 'failed':
      return renderFailed(event, style);
    case 'done':
      return renderDone(event, style);
  }
}

const WHY = {
  sleep: 'as the transcript says',
  timing: 'as recorded',
  retry: 'before it is sent again',
} as const;

function renderNextHost(event: Extract<ReplayEvent, { kind: 'next-host' }>, style: Style): string {
  const next = line(style.yellow(`· next host: ${visibleOf(placeText(event.host, event.port))}`));
  return event.message === undefined ? next : line(style.yellow(`· ${event.message}`)) + next;
}

function linesText({ line: from, endLine }: { line: number; endLine: number }): string {
  return endLine > from ? `lines ${from} to ${endLine}` : `line ${from}`;
}

function renderOpened(event: Extract<ReplayEvent, { kind: 'opened' }>, style: Style): string {
  const { host, address, port, machine, localAddress } = event;
  const named = host === address || port === 0 ? '' : ` (${visibleOf(host)})`;
  // Which machine connects is worth a word only where the way leads out of it.
  const from = isNear(address) || machine === '' ? '' : ` from ${machine} ${localAddress}`;
  return line(
    style.dim(`· connected to ${visibleOf(placeText(address, port))}${named}${visibleOf(from)}`),
  );
}

function isNear(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('/');
}

function renderSecured(event: Extract<ReplayEvent, { kind: 'secured' }>, style: Style): string {
  const { protocol, cipher, authorized, fingerprint, certificate } = event;
  const trust = authorized ? 'certificate trusted' : 'certificate not verified';
  const tls = style.dim(
    `· TLS ${visibleOf(`${protocol}, ${cipher}, ${trust}, SHA-256 ${fingerprint}`)}`,
  );
  if (certificate === null) return line(tls);
  const { subject, issuer, validTo } = certificate;
  const by = issuer === subject ? 'self-signed' : `by ${issuer}`;
  const until = validTo.slice(0, 10);
  return (
    line(tls) + line(style.dim(`· certificate of ${subject}, ${by}, valid to ${visibleOf(until)}`))
  );
}

function renderFolded(event: Extract<ReplayEvent, { kind: 'matched' }>, style: Style): string {
  const folded = event.folded ?? 0;
  if (folded === 0) return '';
  const parts = folded === 1 ? '1 part that changes' : `${folded} parts that change`;
  return line(style.dim(`· ${parts} every time not compared`));
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

function renderReceived(event: Extract<ReplayEvent, { kind: 'received' }>, style: Style): string {
  const paint = codePaint(style, event.code);
  const slow = event.took >= SLOW ? ` ${style.yellow(`(${durationText(event.took)})`)}` : '';
  const last = event.lines.length - 1;
  return event.lines
    .map((text, at) => line(`${style.dim('S:')} ${paint(text)}${at === last ? slow : ''}`))
    .join('');
}

function renderFailed(event: Extract<ReplayEvent, { kind: 'failed' }>, style: Style): string {
  const where = event.line > 0 ? `line ${event.line}: ` : '';
  const failed = line(style.red(`✗ ${where}${event.message} [${event.reason}]`));
  const options = optionsFor(event);
  return options === '' ? failed : failed + line(style.dim(`  ${options}`));
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
  if (expected === 'passed' || verdict === null) return '';
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
  const left = outcomes.filter(({ verdict }) => verdict === null).length;
  if (left > 0) parts.push(style.yellow(`${left} not run`));
  return `${outcomes.length} sessions: ${parts.filter(part => part !== '').join(', ')}\n`;
}

function line(text: string): string {
  return `  ${text}\n`;
}
