import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

/** `mailnews.smtp: S: ` of the console, `SMTP Send: ` and `SMTP Response: ` of MOZ_LOG. */
const CONSOLE = /^(.{0,80}?)mailnews\.smtp(?:\.\d{1,6})?:? (?:([CS]): ?)?/;
const LEGACY = /^(.{0,120}?)\bSMTP (?:(Send|Response): ?|(?=Connecting to: ))/;
const SUPPRESSED = /^Logging suppressed /;

/** Thunderbird: the first line of a reply has a mark, the rest has none; no message, no secrets. */
export const thunderbird: Dialect = lineDialect({
  id: 'thunderbird',
  label: 'Thunderbird SMTP log',
  description: 'The log of mailnews.smtp in Thunderbird, or of MOZ_LOG=SMTP:5 in older ones.',
  hides: ['content', 'tls'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

function probe(sample: string): Evidence {
  if (/^.{0,80}mailnews\.smtp(?:\.\d{1,6})?:? S: [2-5]\d\d(?:[ -]|\r?$)/m.test(sample)) {
    return { certainty: 1, why: 'mailnews.smtp before S:' };
  }
  if (/^.{0,120}\bSMTP Response: [2-5]\d\d(?:[ -]|\r?$)/m.test(sample)) {
    return { certainty: 0.95, why: 'SMTP Response: as Thunderbird logs it' };
  }
  return { certainty: 0, why: '' };
}

function makeJudge(): Judge {
  let inReply = false;
  let after354 = false;
  return ({ head, from, to }, context) => {
    const mark = CONSOLE.exec(head) ?? LEGACY.exec(head);
    if (mark === null) {
      if (to === from) return undefined;
      const reply = inReply && /^[2-5]\d\d(?:[ -]|$)/.test(head);
      return { kind: reply ? 'server' : 'unknown' };
    }
    const at = mark[0].length;
    const payload = head.slice(at);
    const time = stampIn(mark[1] ?? '');
    inReply = mark[2] === 'S' || mark[2] === 'Response';
    if (mark[2] === undefined) return { kind: noteKind(payload), at, time };
    if (inReply) {
      after354 = payload.startsWith('354');
      return { kind: 'server', at, time };
    }
    if (after354 && payload === '.') return { kind: 'hidden-content', at, time };
    if (!SUPPRESSED.test(payload)) return { kind: 'client', at, time };
    // An answer to a challenge, or a command that nobody can tell.
    return { kind: context.inAuth ? 'client' : 'gap', at, time, masked: true };
  };
}

/** The time in what stands before the logger's name. */
function stampIn(prefix: string): number {
  const at = prefix.search(/\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d/);
  return at < 0 ? -1 : timeStampAt(prefix, at).time;
}

function noteKind(note: string): Judged['kind'] {
  if (/^Connecting to/.test(note)) return 'boundary';
  if (/^Connected/.test(note)) return 'connect';
  if (/^(?:Closing connection|Connection closed|Socket closed)/.test(note)) return 'close';
  return 'note';
}
