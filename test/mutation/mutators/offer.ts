import { replaced, withText, without } from '../edits.ts';
import type { Line } from '../line.ts';
import { inLine, mutator, newLine, quietMoments } from '../mutator.ts';
import type { Mutant, Mutator } from '../mutator.ts';
import { isIdle, isPlain, ofVerb } from '../pick.ts';
import { isAccepted } from '../session.ts';
import type { Exchange, Session } from '../session.ts';

/** Replies to EHLO or LHLO that list extensions. */
function offers(session: Session): readonly (readonly Line[])[] {
  return ofVerb(session, 'EHLO', 'LHLO')
    .filter(isAccepted)
    .flatMap(({ replies }) => replies)
    .filter(reply => reply.length > 1);
}

/** Adds a line to a list of extensions, last or in between; the finding has to be there. */
function offering(
  rule: string,
  what: string,
  lines: readonly string[],
  applies: (exchange: Exchange) => boolean = () => true,
): Mutator {
  return mutator(
    rule,
    what,
    session => ofVerb(session, 'EHLO').filter(exchange => isPlain(exchange) && applies(exchange)),
    ({ replies }, session, random) => offered(session, replies[0] ?? [], random.pick(lines) ?? ''),
  );
}

/** The last line becomes one that goes on, and another follows. */
export function offered(
  session: Session,
  reply: readonly Line[],
  text: string,
): Mutant | undefined {
  const last = reply.at(-1);
  if (last === undefined) return undefined;
  const at = newLine(session, 'S', `250 ${text}`);
  const more = withText(last, last.text.replace(/^(\d{3}) ?/, '$1-'));
  return { lines: replaced(session.lines, last, more, at), at };
}

/** Ways to break the greeting and the reply to a hello. */
export const OFFER: readonly Mutator[] = [
  inLine(
    'internal-name-disclosed',
    'greets with an internal name',
    ({ greeting }) => (greeting.length === 1 ? greeting : []),
    (_, random) =>
      `220 ${random.pick(['mx1.corp.local', 'mail.internal', 'smtp.lan']) ?? ''} ESMTP ready`,
  ),

  mutator(
    'multiline-code-mismatch',
    'changes the code of one line',
    session => offers(session).flatMap(reply => reply.slice(1)),
    (line, session, random) => {
      const at = withText(
        line,
        line.text.replace(/^\d{3}/, random.pick(['251', '220', '550', '251']) ?? ''),
      );
      return { lines: replaced(session.lines, line, at), at };
    },
  ),
  mutator(
    'multiline-unterminated',
    'lets the last line go on',
    session => [
      ...offers(session),
      ...ofVerb(session, 'NOOP', 'RSET', 'VRFY')
        .filter(isPlain)
        .flatMap(({ replies }) => replies),
    ],
    (reply, session) => {
      const last = reply.at(-1);
      if (last === undefined) return undefined;
      const at = withText(last, last.text.replace(/^(\d{3}) ?/, '$1-'));
      return { lines: replaced(session.lines, last, at), at };
    },
  ),
  mutator(
    'multiline-not-marked',
    'ends the reply too early',
    session =>
      offers(session).flatMap(reply =>
        reply.slice(1).map((next, at) => [reply[at], next] as const),
      ),
    ([line, next], session) => {
      if (line === undefined) return undefined;
      const ended = withText(line, line.text.replace('-', ' '));
      return { lines: replaced(session.lines, line, ended), at: next };
    },
  ),
  inLine(
    'greeting-without-domain',
    'drops the name from the greeting',
    ({ greeting, dialect }) => (greeting.length === 1 && dialect === 'smtp' ? greeting : []),
    (_, random) =>
      `220 ${random.pick(['Welcome!', 'ESMTP ready', '*** hello ***', 'ESMTP']) ?? ''}`,
  ),
  mutator(
    'ehlo-reply-without-domain',
    'drops the first line of the reply to EHLO',
    session =>
      ofVerb(session, 'EHLO')
        .filter(isPlain)
        .flatMap(({ replies }) => replies)
        .filter(reply => {
          return (
            reply.length > 2 &&
            /^250-(?:SIZE|PIPELINING|8BITMIME|CHUNKING|DSN|AUTH|STARTTLS|ETRN|ENHANCEDSTATUSCODES|SMTPUTF8)\b/.test(
              reply[1]?.text ?? '',
            )
          );
        }),
    ([first, second], session) =>
      first && second && { lines: without(session.lines, [first]), at: second },
    {
      'param-not-advertised': 'a first line is no keyword',
      'verb-not-advertised': 'a first line is no keyword',
      'reply-not-awaited': 'a first line is no keyword',
      'stale-capability': 'a first line is no keyword',
    },
  ),
  offering('ehlo-keyword-malformed', 'offers what is no keyword', [
    'SIZE=1000',
    '!WHAT',
    'X_FOO',
    '=AUTH',
    'DSN: yes',
    'W*',
  ]),
  mutator(
    'ehlo-keyword-duplicate',
    'offers an extension twice',
    offers,
    (reply, session, random) => {
      const line = random.pick(reply.slice(1).filter(({ text }) => !/AUTH/.test(text)));
      return line && offered(session, reply, line.text.slice(4));
    },
  ),
  offering('ehlo-keyword-unknown', 'offers what no registry has', [
    'FROBNICATE',
    'SUPERMAIL 2',
    'TELEPATHY',
    'QUANTUM',
  ]),
  mutator(
    'extended-reply-to-helo',
    'answers HELO with a list of extensions',
    session =>
      ofVerb(session, 'HELO')
        .filter(({ replies }) => replies[0]?.length === 1)
        .filter(isPlain),
    ({ replies }, session, random) =>
      offered(
        session,
        replies[0] ?? [],
        random.pick(['SIZE 1000', 'PIPELINING', '8BITMIME', 'AUTH PLAIN']) ?? '',
      ),
  ),
  mutator(
    'advertised-but-refused',
    'refuses what is offered',
    session =>
      quietMoments(session).filter(({ next }) => {
        return isIdle(next.before) && next.before.offers.has('ETRN') && next.verb !== 'ETRN';
      }),
    ({ next }, session) => {
      const at = newLine(session, 'S', '502 5.5.1 Not implemented');
      const ask = newLine(session, 'C', 'ETRN client.example');
      return { lines: replaced(session.lines, next.command, ask, at, next.command), at };
    },
  ),
  mutator(
    'advertised-but-refused',
    'refuses an offered VRFY',
    session =>
      ofVerb(session, 'VRFY').filter(
        ({ before, alone, replies }) =>
          alone && before.offers.has('VRFY') && replies[0]?.length === 1,
      ),
    ({ replies }, session) => {
      const line = replies[0]?.[0];
      if (line === undefined) return undefined;
      const at = withText(line, '502 Not implemented');
      return { lines: replaced(session.lines, line, at), at };
    },
  ),
];
