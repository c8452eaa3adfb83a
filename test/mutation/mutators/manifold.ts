import { replaced, withText } from '../edits.ts';
import type { Line } from '../line.ts';
import { mutator, newLine, quietMoments } from '../mutator.ts';
import type { Mutant, Mutator, Quiet } from '../mutator.ts';
import { isIdle, isPlain, ofVerb } from '../pick.ts';
import { isAccepted } from '../session.ts';
import type { Exchange, Session } from '../session.ts';

const idle = ({ next }: Quiet): boolean => isIdle(next.before);

/** Moments within a transaction before its content. */
function inEnvelope(session: Session): Exchange[] {
  return quietMoments(session)
    .map(({ next }) => next)
    .filter(({ before, verb }) => {
      const { mail, accepted, tried, chunks, offers } = before;
      const plain = chunks === 0 && !offers.has('LIMITS') && verb !== 'BDAT';
      return (
        mail?.argument.startsWith('FROM:<>') === false &&
        accepted.length === tried &&
        tried > 0 &&
        plain &&
        session.protocol === 'SMTP'
      );
    });
}

/** Says the same again and again before a command; the last of them is the place. */
function often(
  session: Session,
  next: Exchange,
  times: number,
  say: (index: number) => readonly [command: string, reply: string],
): Mutant | undefined {
  const pairs = Array.from({ length: times }, (_, index): Line[] => {
    const [command, reply] = say(index);
    return [newLine(session, 'C', command), newLine(session, 'S', reply)];
  });
  const at = pairs.at(-1)?.[0];
  return at && { lines: replaced(session.lines, next.command, ...pairs.flat(), next.command), at };
}

/** Ways to do too much of something. */
export const MANIFOLD: readonly Mutator[] = [
  mutator(
    'address-probing',
    'asks for unknown recipients',
    session => (ofVerb(session, 'RCPT').every(isAccepted) ? inEnvelope(session) : []),
    (next, session, random) => {
      const seed = String(random.below(1000));
      return often(session, next, 21, index => [
        `RCPT TO:<x${seed}.${String(index)}@mx.example>`,
        '550 5.1.1 No such user',
      ]);
    },
  ),
  mutator(
    'too-many-recipients',
    'names more than a thousand recipients',
    inEnvelope,
    (next, session) => {
      return often(session, next, 1001 - next.before.accepted.length, index => [
        `RCPT TO:<m${String(index)}@mx.example>`,
        '250 2.1.5 OK',
      ]);
    },
  ),
  mutator(
    'too-many-errors',
    'says what the server does not know',
    session =>
      quietMoments(session).filter(
        moment =>
          idle(moment) &&
          session.exchanges.every(({ replies }) => !/^5/.test(replies[0]?.[0]?.text ?? '')),
      ),
    ({ next }, session) =>
      often(session, next, 21, index => [`HELP ${String(index)}`, '502 5.5.1 Not here']),
  ),
  mutator(
    'too-many-idle-commands',
    'says NOOP a hundred times',
    session =>
      quietMoments(session).filter(moment => {
        const around = session.exchanges.slice(moment.index - 1, moment.index + 1);
        const busy = around.every(({ verb }) => ['MAIL', 'RCPT', 'DATA'].includes(verb));
        return around.length === 2 && busy && !moment.next.before.offers.has('ENHANCEDSTATUSCODES');
      }),
    ({ next }, session) => often(session, next, 101, () => ['NOOP', '250 OK']),
  ),
  mutator(
    'duplicate-recipient',
    'repeats a recipient',
    session =>
      ofVerb(session, 'RCPT').filter(rcpt => {
        const ascii = /^[ -~]*$/.test(rcpt.argument);
        return (
          isPlain(rcpt) && ascii && !rcpt.before.offers.has('LIMITS') && session.protocol === 'SMTP'
        );
      }),
    ({ command, replies }, session) => {
      const at = { ...command, origin: -1 };
      const copies = (replies[0] ?? []).map(line => ({ ...line, origin: -1 }));
      const last = replies[0]?.at(-1);
      return last && last.text.length > 4
        ? { lines: replaced(session.lines, last, last, at, ...copies), at }
        : undefined;
    },
  ),
  mutator(
    'pipeline-too-long',
    'sends more than a thousand commands at once',
    session => inEnvelope(session).filter(({ before }) => before.offers.has('PIPELINING')),
    (next, session) => {
      const count = 1001;
      const commands = Array.from({ length: count }, (_, index) =>
        newLine(session, 'C', `RCPT TO:<p${String(index)}@mx.example>`),
      );
      const replies = commands.map(() => newLine(session, 'S', '250 2.1.5 OK'));
      const at = commands.at(-1);
      return (
        at && {
          lines: replaced(session.lines, next.command, ...commands, ...replies, next.command),
          at,
        }
      );
    },
    { 'too-many-recipients': 'so many commands are so many recipients' },
  ),
  mutator(
    'bdat-chunk-huge',
    'announces a chunk of some gigabytes',
    session =>
      ofVerb(session, 'BDAT').filter(({ alone, content }) => {
        return alone && content.some(({ text }) => text.startsWith('Message-ID:'));
      }),
    ({ command, content }, session, random) => {
      const last = content.at(-1);
      if (last === undefined) return undefined;
      const at = withText(command, `BDAT ${String(4_000_000_000 + random.below(1000))}`);
      // The rest of the chunk is left out.
      const shown = session.lines.slice(0, session.lines.indexOf(last) + 1);
      return { lines: [note('# @excerpt end'), ...replaced(shown, command, at)], at };
    },
  ),
  mutator(
    'reply-after-timeout',
    'lets the client wait for minutes',
    session =>
      ofVerb(session, 'MAIL', 'RCPT').filter(
        ({ alone }) =>
          alone && session.dialect === 'smtp' && !session.lines.some(({ kind }) => kind === 'note'),
      ),
    ({ replies }, session, random) => {
      const at = replies[0]?.[0];
      const [first] = session.lines;
      if (at === undefined || first === undefined) return undefined;
      const start = note('# 10:00:00');
      const later = note(`# 10:${String(10 + random.below(40))}:00`);
      const lines = replaced(session.lines, at, later, at);
      return { lines: [start, ...lines], at };
    },
  ),
];

/** A note of its own. */
export function note(text: string): Line {
  return { kind: 'note', mark: '', text, origin: -1 };
}
