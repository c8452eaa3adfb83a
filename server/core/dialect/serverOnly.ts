import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE, bareEvidence, linesOf } from './evidence.ts';
import { lineDialect } from './lineDialect.ts';
import { terminalTalk } from './terminalTalk.ts';

const REPLY = /^\d{3}(?:[ -]|$)/;

/** Only what the server said: a client's input was piped into nc, or a server ran with -bs. */
export const serverOnly: Dialect = lineDialect({
  id: 'server-only',
  label: "The server's lines only",
  description: 'Replies alone, as from nc or "sendmail -bs" with piped input; no commands.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    const { replies, commands } = bareEvidence(sample);
    if (!replies || commands) return NO_EVIDENCE;
    const lines = linesOf(sample, 400);
    const told = lines.filter(line => REPLY.test(line)).length;
    const own = told + lines.filter(line => terminalTalk(line) !== undefined).length;
    if (told < 4 || own < lines.length * 0.95) return NO_EVIDENCE;
    return { certainty: 0.6, why: 'replies and nothing else' };
  },
  judge:
    () =>
    ({ head }) => {
      if (REPLY.test(head)) return { kind: 'server' };
      return head === '' ? undefined : { kind: terminalTalk(head) ?? 'note' };
    },
});
