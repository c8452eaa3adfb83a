import { replaced, withText, without } from '../edits.ts';
import { insertion, mutator, newLine } from '../mutator.ts';
import type { Mutator, Quiet } from '../mutator.ts';
import { isIdle, isPlain, linesOf, neighbour, ofVerb, quitOf } from '../pick.ts';
import { cutTo, mails, recipientsOf, hasSentBefore, isRightAfterMessage } from './stretches.ts';

const openUnsent = ({ next }: Quiet): boolean => {
  return next.before.mail !== undefined && next.before.chunks === 0;
};
const idle = ({ next }: Quiet): boolean => isIdle(next.before);

/** Ways to break the order of a transaction. */
export const TRANSACTION: readonly Mutator[] = [
  insertion('nested-mail', 'repeats MAIL', openUnsent, (_, random) => [
    ['C', `MAIL FROM:<again${String(random.below(1000))}@client.example>`],
    ['S', '503 5.5.1 Sender already given'],
  ]),
  mutator(
    'nested-mail',
    'drops RSET between two transactions',
    session =>
      ofVerb(session, 'RSET').filter(rset => {
        return (
          isPlain(rset) &&
          rset.before.mail !== undefined &&
          neighbour(session, rset, 1)?.verb === 'MAIL'
        );
      }),
    (rset, session) => {
      const next = neighbour(session, rset, 1);
      return next?.alone
        ? { lines: without(session.lines, linesOf(rset)), at: next.command }
        : undefined;
    },
  ),
  insertion(
    'rcpt-before-mail',
    'adds a RCPT before MAIL',
    (moment, session) => idle(moment) && !hasSentBefore(session, moment),
    (_, random) => [
      ['C', `RCPT TO:<early${String(random.below(1000))}@mx.example>`],
      ['S', '503 5.5.1 MAIL first'],
    ],
  ),
  mutator(
    'rcpt-before-mail',
    'refuses MAIL, though the client waits for its reply',
    session =>
      mails(session).filter(mail => {
        const rcpts = recipientsOf(session, mail);
        return (
          rcpts.length === 1 &&
          !session.exchanges
            .slice(0, session.exchanges.indexOf(mail))
            .some(({ finals, verb }) => finals.length > 0 || verb === 'BDAT')
        );
      }),
    (mail, session) => {
      const [rcpt] = recipientsOf(session, mail);
      const refused = mail.replies.at(-1)?.[0];
      if (rcpt === undefined || refused === undefined || mail.replies.at(-1)?.length !== 1)
        return undefined;
      const no = newLine(session, 'S', '503 5.5.1 MAIL first');
      const short = cutTo(session, rcpt, [rcpt.command, no]);
      return (
        short && {
          lines: replaced(short, refused, withText(refused, '550 5.7.1 Refused')),
          at: rcpt.command,
        }
      );
    },
  ),
  insertion(
    'data-before-rcpt',
    'adds DATA before RCPT',
    ({ next }) =>
      next.before.mail !== undefined &&
      next.before.tried === 0 &&
      !/BINARYMIME/.test(next.before.mail.argument),
    () => [
      ['C', 'DATA'],
      ['S', '503 5.5.1 RCPT first'],
    ],
  ),
  mutator(
    'data-before-rcpt',
    'drops every RCPT',
    session =>
      mails(session).filter(mail => {
        const [first] = recipientsOf(session, mail);
        const after = session.exchanges.find(
          ({ verb, before }) => verb === 'DATA' && before.mail === mail,
        );
        return first !== undefined && after?.alone === true && after.dot === undefined
          ? true
          : after?.alone === true && session.protocol === 'SMTP';
      }),
    (mail, session) => {
      const gone = recipientsOf(session, mail).flatMap(linesOf);
      const data = session.exchanges.find(
        ({ verb, before }) => verb === 'DATA' && before.mail === mail,
      );
      return data && gone.length > 0
        ? { lines: without(session.lines, gone), at: data.command }
        : undefined;
    },
  ),
  mutator(
    'data-without-valid-recipient',
    'refuses every recipient',
    session => mails(session).filter(mail => recipientsOf(session, mail).length > 0),
    (mail, session) => {
      const data = session.exchanges.find(
        ({ verb, before }) => verb === 'DATA' && before.mail === mail,
      );
      if (!data?.alone) return undefined;
      const no = newLine(session, 'S', '554 5.5.1 No valid recipients');
      const cut = cutTo(session, data, [data.command, no]);
      if (cut === undefined) return undefined;
      const replies = new Set(
        recipientsOf(session, mail).flatMap(({ replies: all }) => all.flat()),
      );
      const lines = cut.map(line =>
        replies.has(line) ? withText(line, `550${line.text[3] ?? ' '}5.1.1 No such user`) : line,
      );
      return { lines, at: data.command };
    },
  ),
  insertion(
    'data-without-valid-recipient',
    'adds DATA after refused recipients',
    ({ next }) =>
      next.before.mail !== undefined &&
      next.before.tried > 0 &&
      next.before.accepted.length === 0 &&
      next.verb !== 'RCPT' &&
      !/BINARYMIME/.test(next.before.mail.argument),
    () => [
      ['C', 'DATA'],
      ['S', '554 5.5.1 No valid recipients'],
    ],
  ),
  insertion(
    'transaction-not-restarted',
    'adds a RCPT after the message',
    (moment, session) => idle(moment) && isRightAfterMessage(session, moment),
    (_, random) => [
      ['C', `RCPT TO:<late${String(random.below(1000))}@mx.example>`],
      ['S', '503 5.5.1 MAIL first'],
    ],
  ),
  mutator(
    'transaction-not-restarted',
    'drops the second MAIL',
    session =>
      ofVerb(session, 'MAIL').filter(mail => {
        const previous = neighbour(session, mail, -1);
        return (
          isPlain(mail) &&
          previous?.dot !== undefined &&
          neighbour(session, mail, 1)?.alone === true
        );
      }),
    (mail, session) => {
      const next = neighbour(session, mail, 1);
      return next && { lines: without(session.lines, linesOf(mail)), at: next.command };
    },
  ),
  insertion(
    'etrn-in-transaction',
    'says ETRN in a transaction',
    ({ next }) => next.before.mail !== undefined && next.before.offers.has('ETRN'),
    (_, random) => [
      [
        'C',
        random.pick(['ETRN client.example', 'ETRN @client.example', 'ETRN other.example']) ?? '',
      ],
      ['S', '503 5.5.1 Not now'],
    ],
  ),
  mutator(
    'abandoned-transaction',
    'leaves without sending the message',
    session =>
      ofVerb(session, 'DATA').filter(data => data.alone && data.before.accepted.length > 0),
    (data, session) => {
      const lines = cutTo(session, data, []);
      const quit = quitOf(session);
      return lines && quit && { lines, at: quit.command };
    },
  ),
];
