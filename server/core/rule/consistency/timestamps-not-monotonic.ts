import { durationText } from '../durationText.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { TimedLine } from '../timedLines.ts';
import { timedLinesOf } from '../timedLines.ts';

const DAY = 86_400_000;
const MOST = 20;

/** A line that is older than the one before it. */
export const timestampsNotMonotonic = defineRule({
  id: 'timestamps-not-monotonic',
  category: 'consistency',
  severity: 'information',
  message: 'Time goes back by {n}.',
  why: 'Where lines do not stand in the order in which they were sent, replies may be taken for those to other commands.',
  advice: 'Sort the lines by time, or look whether two files were put together.',
  refs: ['RFC 5321 §2.1'],
  offWhen: 'The clock was set back, or the log comes from several hosts whose clocks differ.',
  on: 'session',
  clues: ['times'],
  check(session, context) {
    let latest: TimedLine | undefined;
    let left = MOST;
    for (const { time, at } of timedLinesOf(session)) {
      const back = latest === undefined ? 0 : latest.time - time;
      if (latest && back > 0 && !isMidnight(latest.time, back) && left-- > 0) {
        context.report({
          at,
          values: { n: durationText(back) },
          related: [{ at: latest.at, message: 'This line is of a later time.' }],
        });
      }
      latest = { time, at };
    }
  },
  examples: {
    bad: [
      `# 10:00:05
S: 220 mx.example ESMTP ready
# 10:00:01
C: EHLO client.example
#~ ^^^^^^^^^^^^^^^^^^^ timestamps-not-monotonic
S: 250 mx.example
${CLOSING}`,
    ],
    good: [
      `# 10:00:01
S: 220 mx.example ESMTP ready
# 10:00:05
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      // Past midnight.
      `# 23:59:59
S: 220 mx.example ESMTP ready
# 00:00:01
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
  },
});

/** A time of day that begins anew. */
function isMidnight(latest: number, back: number): boolean {
  return latest < DAY && back > DAY / 2;
}
