import type { Session } from '../../core/transcript/model.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Pauses shorter than this are the time that programs and networks take, not a client that waits. */
const SHORTEST = 1;

interface Moment {
  readonly at: number;
  readonly time: number;
  /** The client line, undefined for a reply. */
  readonly node?: object;
}

/**
 * How long the recorded client waited before it sent each line, in milliseconds, divided by `speed`:
 * from the line before it in the transcript, where both have a time.
 */
export function pausesOf(session: Session, speed: number): ReadonlyMap<object, number> {
  const pauses = new Map<object, number>();
  let last: number | undefined;
  for (const { time, node } of momentsOf(session)) {
    if (time < 0) continue;
    const pause = last === undefined ? 0 : Math.round(elapsed(last, time) / speed);
    if (node !== undefined && pause >= SHORTEST) pauses.set(node, pause);
    last = time;
  }
  return pauses;
}

/** Clocks without a date begin again at midnight; one that was set back says nothing. */
function elapsed(from: number, to: number): number {
  const ms = to - from;
  if (ms >= 0) return Math.min(ms, DAY);
  return from < DAY && ms < -DAY / 2 ? ms + DAY : 0;
}

function momentsOf(session: Session): readonly Moment[] {
  const moments: Moment[] = [];
  const replies = session.exchanges.flatMap(({ replies: own, content }) => [
    ...own,
    ...(content?.replies ?? []),
  ]);
  const greeting = session.greeting ? [session.greeting.reply] : [];
  for (const reply of [...greeting, ...replies]) {
    const line = reply.lines.at(-1);
    if (line) moments.push({ at: line.line.start, time: line.time });
  }
  for (const { command, responses, content } of session.exchanges) {
    for (const line of [command, ...responses]) {
      moments.push({ at: line.line.start, time: line.time, node: line });
    }
    const end = content?.terminator;
    if (end) moments.push({ at: end.line.start, time: end.time });
  }
  return moments.sort((one, other) => one.at - other.at);
}
