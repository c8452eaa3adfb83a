import { inserted, replaced, withText, without } from '../edits.ts';
import type { Line } from '../line.ts';
import { insertion, mutator, newLine, quietMoments } from '../mutator.ts';
import type { Mutator } from '../mutator.ts';
import { isIdle, isPlain, linesOf, neighbour, ofVerb } from '../pick.ts';
import { lastLineOf } from '../session.ts';
import { cutTo } from './stretches.ts';

const AUTH_LINES = [
  ['C', 'AUTH PLAIN ***'],
  ['S', '503 5.5.1 Not now'],
] as const;

/** Ways to say AUTH or STARTTLS at the wrong time. */
export const AUTH_TLS: readonly Mutator[] = [
  mutator(
    'auth-in-transaction',
    'moves AUTH into the transaction',
    session =>
      ofVerb(session, 'AUTH').filter(auth => {
        const mail = neighbour(session, auth, 1);
        return (
          isPlain(auth) &&
          mail?.verb === 'MAIL' &&
          isPlain(mail) &&
          !/AUTH=/.test(mail.argument) &&
          auth.replies.length === 1
        );
      }),
    (auth, session) => {
      const mail = neighbour(session, auth, 1);
      const reply = auth.replies[0]?.[0];
      if (mail === undefined || reply === undefined) return undefined;
      const moved = linesOf(auth).map(line =>
        line === reply ? withText(line, '503 5.5.1 Not now') : line,
      );
      return {
        lines: inserted(without(session.lines, linesOf(auth)), lastLineOf(mail), ...moved),
        at: auth.command,
      };
    },
  ),
  insertion(
    'auth-repeated',
    'repeats AUTH',
    ({ next }) =>
      next.before.authenticated &&
      isIdle(next.before) &&
      /\bPLAIN\b/.test(next.before.offers.get('AUTH') ?? ''),
    () => AUTH_LINES,
  ),
  insertion(
    'auth-before-ehlo',
    'says AUTH before the hello',
    ({ next, index }) => index === 0 && next.before.tls,
    () => AUTH_LINES,
  ),
  insertion(
    'auth-before-ehlo',
    'says AUTH before the hello, without TLS',
    ({ index, next }, session) => index === 0 && !next.before.tls && session.protocol === 'SMTP',
    () => AUTH_LINES,
    { 'plaintext-auth-without-tls': 'nothing hides the password' },
  ),
  mutator(
    'auth-demand-ignored',
    'tries again what the server wants authentication for',
    session =>
      quietMoments(session).filter(
        ({ next }) =>
          isIdle(next.before) &&
          !next.before.authenticated &&
          next.before.offers.has('AUTH') &&
          next.before.tls,
      ),
    ({ next }, session, random) => {
      const command = random.pick(['MAIL FROM:<alice@client.example>', 'VRFY bob']) ?? '';
      const pair = (): Line[] => [
        newLine(session, 'C', command),
        newLine(session, 'S', '530 5.7.0 Authentication required'),
      ];
      const [first, again] = [pair(), pair()];
      const [at] = again;
      return (
        at && { lines: replaced(session.lines, next.command, ...first, ...again, next.command), at }
      );
    },
  ),
  insertion(
    'starttls-when-active',
    'says STARTTLS again',
    ({ next }) => isIdle(next.before) && next.before.tls && !next.before.offers.has('STARTTLS'),
    () => [
      ['C', 'STARTTLS'],
      ['S', '503 5.5.1 TLS is active'],
    ],
  ),
  mutator(
    'starttls-in-transaction',
    'says STARTTLS in a transaction',
    session =>
      quietMoments(session).filter(
        ({ next }) =>
          next.before.mail !== undefined &&
          !next.before.offers.has('STARTTLS') &&
          next.before.chunks === 0 &&
          next.before.hello === 'EHLO' &&
          !next.before.tls,
      ),
    ({ next }, session) => {
      const hello = session.exchanges.find(
        ({ verb, after }) => verb === 'EHLO' && after.offers === next.before.offers,
      );
      const reply = hello?.replies.at(-1)?.at(-1);
      if (reply === undefined) return undefined;
      const at = newLine(session, 'C', 'STARTTLS');
      const note: Line = { kind: 'note', mark: '', text: '# <TLS established>', origin: -1 };
      const cut = cutTo(session, next, [at, newLine(session, 'S', '220 Ready'), note]);
      const more = withText(reply, reply.text.replace(/^250 /, '250-'));
      const lines = cut && replaced(cut, reply, more, newLine(session, 'S', '250 STARTTLS'));
      return lines && { lines, at };
    },
  ),
];
