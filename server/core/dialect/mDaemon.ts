import type { Dialect } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ';
const STAMP = `${DAY}\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?: `;
/** `Sat 2014-07-26 12:58:47: 03: [514116] --> 250 …`; session and class may be missing. */
const LINE = new RegExp(`^${STAMP}(?:\\d\\d: )?(?:\\[([\\d:]{1,20})\\] )?`);
const SAID = new RegExp(
  `^${STAMP}(?:\\d\\d: )?(?:\\[[\\d:]{1,20}\\] )?(?:-->|<--) (?:[2-5]\\d\\d[ -]|(?:EHLO|HELO|MAIL|RCPT) )`,
  'im',
);
const REPLY = /^[2-5]\d\d(?:[ -]|$)/;

/** MDaemon: `-->` is what it sent, be it the server or the client. */
export const mDaemon: Dialect = lineDialect({
  id: 'mdaemon',
  label: 'MDaemon log',
  description: 'The SMTP logs of MDaemon: a time, the session, "-->" sent, "<--" received.',
  hides: ['content', 'tls'],
  interleaves: true,
  whole: false,
  probe(sample) {
    // Its POP and IMAP logs have the same shape.
    return SAID.test(sample)
      ? { certainty: 1, why: 'times, sessions, --> and <-- before SMTP' }
      : { certainty: 0, why: '' };
  },
  judge(): Judge {
    const parts = new Map<string, 'server' | 'client'>();
    return ({ head }): Judged | undefined => {
      const match = LINE.exec(head);
      if (match === null) return undefined;
      const [mark, connection = ''] = match;
      const text = head.slice(mark.length);
      const time = timeStampAt(head, 4).time;
      const sent = text.startsWith('--> ');
      if (!sent && !text.startsWith('<-- ')) return eventOf(parts, text, { connection, time });
      const said = text.slice(4);
      const part = parts.get(connection) ?? (REPLY.test(said) === sent ? 'server' : 'client');
      parts.set(connection, part);
      const kind = sent === (part === 'server') ? 'server' : 'client';
      return { kind, at: mark.length + 4, connection, time };
    };
  },
});

function eventOf(
  parts: Map<string, 'server' | 'client'>,
  text: string,
  { connection, time }: { readonly connection: string; readonly time: number },
): Judged | undefined {
  if (/^Session \d{1,12}; child /.test(text)) {
    parts.delete(connection);
    return { kind: 'connect', connection, time };
  }
  if (/^SMTP session (?:terminated|successful)/.test(text)) {
    parts.delete(connection);
    return { kind: 'close', connection, time };
  }
  if (/^SSL negotiation successful/.test(text)) return { kind: 'tls', connection, time };
  return undefined;
}
