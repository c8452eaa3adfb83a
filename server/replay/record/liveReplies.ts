import type { ReplayEvent, Verdict } from '../../protocol/replay.ts';

/** A line of a live reply as an event shows it. */
export interface LiveLine {
  /** `-`, a blank, or '' where the line ends. */
  readonly separator: string;
  readonly text: string;
}

/** The last reply that a step got. */
export interface LiveReply {
  readonly code: number;
  readonly lines: readonly LiveLine[];
  /** False where the event shows less than came. */
  readonly whole: boolean;
}

/** What a run's events tell of its steps. */
export interface LiveRun {
  readonly replies: ReadonlyMap<number, LiveReply>;
  /** Steps that sent something. */
  readonly sent: ReadonlySet<number>;
  /** Left out on purpose: physical lines, both included. */
  readonly skipped: readonly { readonly line: number; readonly endLine: number }[];
  readonly verdict: Verdict | undefined;
  /** Why it could not go on, '' where it could. */
  readonly failure: string;
}

/** Reads the events of one run; where another host was tried, those of the last. */
export function liveRunOf(events: readonly ReplayEvent[]): LiveRun {
  const from = events.findLastIndex(({ kind }) => kind === 'next-host') + 1;
  const replies = new Map<number, LiveReply>();
  const sent = new Set<number>();
  const skipped: { line: number; endLine: number }[] = [];
  let verdict: Verdict | undefined;
  let failure = '';
  for (const event of events.slice(from)) {
    if (event.kind === 'received') replies.set(event.step, liveReplyOf(event.code, event.lines));
    if (event.kind === 'sent') sent.add(event.step);
    if (event.kind === 'skipped') skipped.push({ line: event.line, endLine: event.endLine });
    if (event.kind === 'failed') failure = event.message;
    if (event.kind === 'done') ({ verdict } = event);
  }
  return { replies, sent, skipped, verdict, failure };
}

/** What an event puts in place of octets or lines that it does not show. */
const REST = /^… \(\d+ more octets\)$/;
const CUT = /… \(\d+ more characters\)$/;

/** The lines of a reply, code included, as an event has them. */
function liveReplyOf(code: number, lines: readonly string[]): LiveReply {
  const shown = lines.filter(line => !REST.test(line));
  return {
    code,
    lines: shown.map(line => ({ separator: line.charAt(3), text: line.slice(4) })),
    whole: shown.length === lines.length && !shown.some(line => CUT.test(line)),
  };
}
