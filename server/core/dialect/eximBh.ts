import { verbOf } from '../smtp/verbs.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judged, JudgedLine } from './lineDialect.ts';
import type { Dialect, LineContext } from './dialect.ts';

const OPENING = '**** SMTP testing session as if from host ';
const REPLY = /^[2-5]\d\d(?:[ -]|$)/;

/**
 * Exim -bh: a session that somebody types. The server's lines are bare, `>>> ` is debug output, and
 * the client's lines are there only as a terminal echoes them.
 */
export const eximBh: Dialect = lineDialect({
  id: 'exim-bh',
  aliases: ['exim-bh-terminal'],
  label: 'Exim -bh',
  description:
    'A session that was tried out with exim -bh: bare replies between ">>> " debug lines.',
  hides: ['tls'],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (/^\*\*\*\* SMTP testing session as if from host /m.test(sample)) {
      return { certainty: 1, why: 'the opening of exim -bh' };
    }
    const debug = /^>>> (?:host in [\w+]{1,60}\? |using ACL |check |processing ")/m.test(sample);
    if (debug && /^[2-5]\d\d[ -]/m.test(sample)) {
      return { certainty: 0.9, why: 'debug lines of exim -bh' };
    }
    return { certainty: 0, why: '' };
  },
  judge() {
    /** The client's lines are there. */
    let echoes = false;
    /** Between the greeting and the goodbye: what stands around the session is prose. */
    let talks = false;
    return ({ head }: JudgedLine, context: LineContext): Judged | undefined => {
      if (head.startsWith('>>> ') || head.startsWith('LOG: ')) return undefined;
      if (head.startsWith('**** ')) {
        if (!head.startsWith(OPENING)) return undefined;
        echoes = false;
        talks = false;
        return { kind: 'boundary' };
      }
      if (context.inContent) return echoes ? { kind: 'client', marked: false } : undefined;
      if (REPLY.test(head)) {
        talks = !/^(?:221|421)(?: |$)/.test(head);
        return { kind: 'server', marked: false };
      }
      if (!talks || head === '' || /^\s/.test(head)) return undefined;
      if (!echoes && !isCommand(head)) return undefined;
      echoes = true;
      return { kind: 'client', marked: false };
    };
  },
});

function isCommand(head: string): boolean {
  const word = /^[A-Za-z]{4,8}(?= |:|$)/.exec(head)?.[0].toUpperCase();
  return word !== undefined && verbOf(word) !== undefined;
}
