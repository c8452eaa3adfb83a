import { inserted, replaced, without } from '../edits.ts';
import { insertion, mutator, newLine, quietMoments } from '../mutator.ts';
import type { Mutator, Quiet } from '../mutator.ts';
import { isIdle, isPlain, linesOf, neighbour, quitOf } from '../pick.ts';
import { lastLineOf, verdictOf } from '../session.ts';

const idle = ({ next }: Quiet): boolean => isIdle(next.before);

/** Ways to break the order of the dialogue. */
export const ORDER: readonly Mutator[] = [
  mutator(
    'command-after-quit',
    'says more after the goodbye',
    session => [quitOf(session)].filter(quit => quit !== undefined),
    (quit, session, random) => {
      const text = random.pick(['NOOP', 'RSET', 'MAIL FROM:<alice@client.example>']) ?? 'NOOP';
      const at = newLine(session, 'C', text);
      return {
        lines: inserted(session.lines, lastLineOf(quit), at, newLine(session, 'S', '250 2.0.0 OK')),
        at,
      };
    },
  ),
  mutator(
    'quit-missing',
    'drops QUIT',
    session => [quitOf(session)].filter(quit => quit !== undefined && session.exchanges.length > 1),
    (quit, session) => {
      if (quit === undefined) return undefined;
      const lines = without(session.lines, linesOf(quit));
      const at = lines.findLast(({ kind }) => kind !== 'note');
      return at && { lines, at };
    },
  ),
  mutator(
    'quit-reply-missing',
    'drops the reply to QUIT',
    session => [quitOf(session)].filter(quit => quit !== undefined),
    (quit, session) => ({ lines: without(session.lines, quit.replies.flat()), at: quit.command }),
  ),
  mutator(
    'server-talks-after-close',
    'lets the server talk after its goodbye',
    session => [quitOf(session)].filter(quit => quit !== undefined),
    (quit, session, random) => {
      const at = newLine(
        session,
        'S',
        random.pick(['250 2.0.0 OK', '500 5.5.1 What?', '221 Bye']) ?? '',
      );
      return { lines: inserted(session.lines, lastLineOf(quit), at), at };
    },
  ),
  mutator(
    'command-after-421',
    'goes on after 421',
    session => {
      const last = session.exchanges.at(-1);
      return last !== undefined && verdictOf(last) === 421 && last.verb !== 'QUIT' ? [last] : [];
    },
    (last, session, random) => {
      const text = random.pick(['NOOP', 'RSET', 'HELP', 'VRFY bob']) ?? 'NOOP';
      const at = newLine(session, 'C', text);
      return { lines: inserted(session.lines, lastLineOf(last), at), at };
    },
  ),
  mutator(
    'command-after-421',
    'lets the server close, the client goes on',
    session =>
      quietMoments(session).filter(
        ({ next, index }) =>
          index > 1 && next.alone && ['MAIL', 'RCPT', 'NOOP', 'RSET', 'VRFY'].includes(next.verb),
      ),
    ({ next, index }, session) => {
      const at = session.lines.indexOf(next.command);
      const previous = session.exchanges[index - 1];
      if (
        previous === undefined ||
        !isPlain(previous) ||
        previous.finals.length > 0 ||
        previous.responses.length > 0
      )
        return undefined;
      const lines = without(session.lines.slice(0, at + 1), previous.replies.flat());
      return {
        lines: inserted(
          lines,
          previous.command,
          newLine(session, 'S', '421 4.3.2 mx.example shutting down'),
        ),
        at: next.command,
      };
    },
  ),
  mutator(
    'reply-not-awaited',
    'sends a command before the reply to the one before',
    session =>
      session.exchanges.filter(next => {
        const previous = neighbour(session, next, -1);
        const verbs = ['MAIL', 'RCPT', 'RSET'];
        return (
          next.alone &&
          previous?.alone === true &&
          !next.before.offers.has('PIPELINING') &&
          next.before.hello !== '' &&
          verbs.includes(next.verb) &&
          verbs.includes(previous.verb)
        );
      }),
    (next, session) => {
      const previous = neighbour(session, next, -1);
      if (previous === undefined) return undefined;
      const rest = without(session.lines, [next.command]);
      return { lines: inserted(rest, previous.command, next.command), at: next.command };
    },
  ),
  mutator(
    'pipelining-order',
    'sends NOOP, VRFY or HELP at the head of a group',
    session =>
      quietMoments(session)
        .map(({ next }) => next)
        .filter(next => {
          return (
            ['MAIL', 'RCPT'].includes(next.verb) &&
            next.before.offers.has('PIPELINING') &&
            next.before.hello !== 'HELO'
          );
        }),
    (next, session, random) => {
      const text = random.pick(['NOOP', 'VRFY bob', 'EXPN list']) ?? '';
      const at = newLine(session, 'C', text);
      const first = next.replies[0]?.[0];
      if (first === undefined) return undefined;
      const reply = newLine(session, 'S', text === 'NOOP' ? '250 2.0.0 OK' : '252 2.5.0 Perhaps');
      const lines = replaced(session.lines, next.command, at, next.command);
      return { lines: replaced(lines, first, reply, first), at };
    },
  ),
  mutator(
    'permanent-failure-retried',
    'tries again what was refused for good',
    session =>
      session.exchanges.filter(exchange => {
        const code = verdictOf(exchange);
        return (
          ['RCPT', 'MAIL', 'VRFY'].includes(exchange.verb) &&
          exchange.alone &&
          (code === 550 || code === 553)
        );
      }),
    (exchange, session) => {
      const copies = linesOf(exchange).map(line => ({ ...line, origin: -1 }));
      const [at] = copies;
      return at && { lines: inserted(session.lines, lastLineOf(exchange), ...copies), at };
    },
  ),
  insertion('obsolete-command', 'says an obsolete command', idle, (_, random) => [
    [
      'C',
      random.pick([
        'SEND FROM:<alice@client.example>',
        'SOML FROM:<alice@client.example>',
        'SAML FROM:<alice@client.example>',
      ]) ?? '',
    ],
    ['S', '502 5.5.1 Not implemented'],
  ]),
];
