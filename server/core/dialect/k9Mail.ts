import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const MARK = /^(.{0,120}?)\bSMTP (<<<|>>>)(?: |$)/;

/** K-9 Mail and Thunderbird for Android: `SMTP >>> ` client, `SMTP <<< ` server. */
export const k9Mail: Dialect = lineDialect({
  id: 'k9-mail',
  label: 'K-9 Mail / Thunderbird for Android log',
  description:
    'The debug log of K-9 Mail and Thunderbird for Android: "SMTP >>> " and "SMTP <<< ".',
  hides: ['content', 'tls'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

function probe(sample: string): Evidence {
  const client = /^.{0,120}\bSMTP >>> (?:EHLO|HELO|MAIL|RCPT|DATA|QUIT|STARTTLS|AUTH)\b/im;
  if (!/^.{0,120}\bSMTP <<< [2-5]\d\d(?:[ -]|\r?$)/m.test(sample)) return { certainty: 0, why: '' };
  return { certainty: client.test(sample) ? 1 : 0.8, why: '"SMTP <<< " before replies' };
}

function makeJudge(): Judge {
  let after354 = false;
  return ({ head, from, to }, context) => {
    const mark = MARK.exec(head);
    if (mark === null) {
      if (to === from) return undefined;
      return { kind: after354 && head === '.' ? 'hidden-content' : 'unknown' };
    }
    const [all, prefix = '', arrow] = mark;
    const payload = head.slice(all.length);
    const at = all.length;
    const stamp = prefix.search(/\d\d:\d\d:\d\d/);
    const time = stamp < 0 ? -1 : timeStampAt(prefix, stamp).time;
    if (arrow === '<<<') {
      after354 = payload.startsWith('354');
      return { kind: 'server', at, time };
    }
    if (after354 && /^\.?$/.test(payload)) return { kind: 'hidden-content', at, time };
    if (!/\*sensitive\*/.test(payload)) return { kind: 'client', at, time };
    // An answer to a challenge, or a command that nobody can tell.
    return { kind: context.inAuth ? 'client' : 'gap', at, time, masked: true };
  };
}
