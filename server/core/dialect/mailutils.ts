import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';

const MARK = /^(?:[\w.+/-]{1,60}: )([CS]): ?/;

/** GNU Mailutils with debugging of the mailer: `prog: S: ` server, `prog: C: ` client. */
export const mailutils: Dialect = lineDialect({
  id: 'mailutils-trace',
  label: 'GNU Mailutils trace',
  description: 'What GNU Mailutils prints with --debug-level=mailer.trace7 or so.',
  hides: [],
  interleaves: false,
  whole: false,
  probe,
  judge:
    () =>
    ({ head }, context) => {
      const mark = MARK.exec(head);
      if (mark === null) return undefined;
      const payload = head.slice(mark[0].length);
      const at = mark[0].length;
      if (mark[1] === 'S') return { kind: 'server', at };
      if (payload === '(data...)' && (context.inContent || context.inChunk)) {
        return { kind: 'hidden-content', at };
      }
      // A secret that the library keeps out of its trace.
      const masked = !context.inContent && /(?:^| )\*\*\*$/.test(payload);
      return { kind: 'client', at, masked };
    },
});

function probe(sample: string): Evidence {
  const server = /^([\w.+/-]{1,60}): S: [2-5]\d\d(?:[ -]|\r?$)/m.exec(sample);
  if (server === null) return { certainty: 0, why: '' };
  const both = /^[\w.+/-]{1,60}: C: (?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|QUIT|RSET|AUTH)\b/im;
  return { certainty: both.test(sample) ? 0.95 : 0.6, why: 'a program name before S: and C:' };
}
