import { mutator } from '../mutator.ts';
import type { Mutator } from '../mutator.ts';
import { isAccepted } from '../session.ts';

/** Ways to break a capture off: a file of the format is taken as whole. */
export const CUT: readonly Mutator[] = [
  mutator(
    'transcript-truncated',
    'ends where a reply is due',
    session => {
      if (session.dialect === 'smtp') return [];
      return session.exchanges.filter(({ alone, verb }) => {
        return alone && ['EHLO', 'MAIL', 'RCPT', 'RSET', 'NOOP'].includes(verb);
      });
    },
    ({ command }, session) => {
      const lines = session.lines.slice(0, session.lines.indexOf(command) + 1);
      return { lines, at: command };
    },
  ),
  mutator(
    'transcript-truncated',
    'ends within the content',
    session => {
      if (session.dialect === 'smtp') return [];
      return session.exchanges.filter(exchange => {
        const { verb, content, replies } = exchange;
        return verb === 'DATA' && content.length > 2 && replies.length > 0 && !isAccepted(exchange);
      });
    },
    ({ command, content }, session, random) => {
      const last = content[random.below(content.length)];
      if (last === undefined) return undefined;
      return { lines: session.lines.slice(0, session.lines.indexOf(last) + 1), at: command };
    },
  ),
];
