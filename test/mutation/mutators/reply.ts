import { inserted, replaced, withText, without } from '../edits.ts';
import type { Line } from '../line.ts';
import { inLine, insertion, mutator, newLine } from '../mutator.ts';
import type { Mutator, Quiet } from '../mutator.ts';
import { isIdle, isPlain, linesOf, neighbour, ofVerb } from '../pick.ts';
import { codeOf } from '../session.ts';
import type { Session } from '../session.ts';

const CODELESS = { 'enhanced-code-missing': 'only 3yz needs no enhanced code' };
const idle = ({ next }: Quiet): boolean => isIdle(next.before);
const idleWithCodes = ({ next }: Quiet): boolean => {
  return isIdle(next.before) && next.before.offers.has('ENHANCEDSTATUSCODES');
};
const idleWithoutCodes = ({ next }: Quiet): boolean => {
  return isIdle(next.before) && !next.before.offers.has('ENHANCEDSTATUSCODES');
};

/** Single-line replies 250 to commands that nothing else depends on. */
function okLines(session: Session): Line[] {
  return session.exchanges
    .filter(
      exchange => ['MAIL', 'RCPT', 'RSET', 'NOOP'].includes(exchange.verb) && isPlain(exchange),
    )
    .flatMap(({ replies }) => (replies[0]?.length === 1 ? replies[0] : []))
    .filter(({ text }) => text.startsWith('250 '));
}

/** A NOOP that is answered wrong; the finding has to be on a line of the reply. */
function answered(
  rule: string,
  what: string,
  applies: (moment: Quiet) => boolean,
  replies: readonly string[],
): Mutator {
  const asked = insertion(rule, what, applies, (_, random) => [
    ['C', 'NOOP'],
    ...(random.pick(replies) ?? '').split('\n').map(text => ['S', text] as const),
  ]);
  return {
    ...asked,
    apply: (session, random) => {
      const mutant = asked.apply(session, random);
      const at = mutant?.lines[mutant.lines.indexOf(mutant.at) + 1];
      const last = mutant?.lines[mutant.lines.indexOf(mutant.at) + 2];
      const second = last?.origin === -1 ? last : at;
      return mutant && second && { lines: mutant.lines, at: second };
    },
  };
}

/** Ways to break a reply. */
export const REPLY: readonly Mutator[] = [
  mutator(
    'block-list-named',
    'refuses a recipient because of a block list',
    session =>
      ofVerb(session, 'RCPT').filter(
        ({ alone, replies }) =>
          alone && /^55[04]$/.test(String(codeOf(replies[0]))) && replies[0]?.length === 1,
      ),
    ({ replies }, session, random) => {
      const line = replies[0]?.[0];
      const list =
        random.pick(['zen.spamhaus.org', 'bl.spamcop.net', 'b.barracudacentral.org']) ?? '';
      if (line === undefined) return undefined;
      const at = withText(
        line,
        `554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using ${list}`,
      );
      return { lines: replaced(session.lines, line, at), at };
    },
  ),
  mutator(
    'final-reply-repeated',
    'repeats the reply to the dot',
    session =>
      session.protocol === 'SMTP'
        ? ofVerb(session, 'DATA').filter(({ alone, finals }) => alone && finals.length === 1)
        : [],
    ({ finals }, session, random) => {
      const last = finals[0]?.at(-1);
      if (last === undefined) return undefined;
      const at = newLine(
        session,
        'S',
        random.pick(['250 2.0.0 Queued as 2', '250 2.0.0 OK']) ?? '',
      );
      return { lines: inserted(session.lines, last, at), at };
    },
  ),
  mutator(
    'go-ahead-refused',
    'refuses DATA though a recipient was accepted',
    session =>
      ofVerb(session, 'DATA').filter(
        ({ alone, dot, finals }) =>
          alone && dot !== undefined && finals.length > 0 && codeOf(finals[0]) !== 421,
      ),
    (data, session, random) => {
      const line = data.replies[0]?.[0];
      if (line === undefined || data.before.accepted.length === 0) return undefined;
      const at = withText(line, random.pick(['451 4.3.0 Try later', '452 4.3.1 Full']) ?? '');
      const gone = linesOf(data).filter(one => one !== line && one !== data.command);
      return { lines: replaced(without(session.lines, gone), line, at), at };
    },
  ),
  inLine(
    'reply-code-malformed',
    'breaks the code',
    okLines,
    ({ text }, random) => {
      return `${random.pick(['25', '2500', '2x0', '150', '650', '05O', '999']) ?? ''}${text.slice(3)}`;
    },
    { 'data-without-valid-recipient': 'the only recipient has no clear answer' },
  ),
  inLine('reply-separator', 'changes what follows the code', okLines, ({ text }, random) => {
    const forms = ['=', '_', ':', '.', '\t', ''].filter(
      form => form !== '' || /^\D/.test(text.slice(4)),
    );
    return `250${random.pick(forms) ?? '='}${text.slice(4)}`;
  }),
  inLine(
    'reply-text-missing',
    'drops the text',
    session => okLines(session),
    ({ text }) => text.slice(0, 3),
  ),
  mutator(
    'reply-missing',
    'drops a reply',
    session =>
      session.exchanges.filter(
        exchange =>
          ['MAIL', 'RCPT', 'RSET', 'NOOP', 'VRFY'].includes(exchange.verb) &&
          isPlain(exchange) &&
          neighbour(session, exchange, 1) !== undefined &&
          !exchange.before.offers.has('PIPELINING') &&
          !exchange.after.offers.has('PIPELINING'),
      ),
    ({ command, replies }, session) => ({
      lines: without(session.lines, replies.flat()),
      at: command,
    }),
  ),
  mutator(
    'reply-without-command',
    'adds a reply that nobody asked for',
    okLines,
    (line, session, random) => {
      const at = newLine(
        session,
        'S',
        random.pick([
          '500 5.5.2 What?',
          '354 Go ahead',
          '550 5.1.1 No such user',
          '451 4.3.0 Later',
        ]) ?? '',
      );
      return { lines: inserted(session.lines, line, at), at };
    },
  ),
  mutator('reply-without-command', 'doubles a reply', okLines, (line, session) => {
    const at = { ...line, origin: -1 };
    return { lines: inserted(session.lines, line, at), at };
  }),
  inLine(
    'reply-code-not-for-command',
    'answers with a code of another command',
    okLines,
    ({ text }, random) => {
      return `${random.pick(['354', '334', '235']) ?? ''}${text.slice(3).replace(/^ \d\.\d+\.\d+/, '')}`;
    },
    CODELESS,
  ),
  mutator(
    'data-reply-not-354',
    'answers DATA with another code',
    session =>
      ofVerb(session, 'DATA').filter(
        ({ alone, dot, replies }) => alone && dot !== undefined && replies[0]?.length === 1,
      ),
    ({ replies }, session, random) => {
      const line = replies[0]?.[0];
      if (line === undefined) return undefined;
      const at = withText(
        line,
        `${random.pick(['250', '220', '350', '300']) ?? ''}${line.text.slice(3)}`,
      );
      return { lines: replaced(session.lines, line, at), at };
    },
    CODELESS,
  ),
  answered('reply-code-unknown', 'answers with a code that no RFC has', idleWithoutCodes, [
    '259 OK',
    '249 OK',
    '559 No',
    '457 Later',
  ]),
  mutator('reply-line-too-long', 'lengthens a reply', okLines, (line, session, random) => {
    const at = withText(line, `${line.text} ${'a'.repeat(512 + random.below(50))}`);
    return { lines: replaced(session.lines, line, at), at };
  }),
  inLine('reply-non-ascii', 'puts an octet above 127 into a reply', okLines, ({ text }, random) => {
    return `${text} ${random.pick(['prêt', 'größer', '好', '…']) ?? ''}`;
  }),
  inLine(
    'reply-control-character',
    'puts a control character into a reply',
    okLines,
    ({ text }, random) => {
      return `${text} ${random.pick(['\u001b[2J', '\u0007', 'a\u0008b']) ?? ''}`;
    },
  ),
  answered('reply-code-unusual', 'answers NOOP as if it were another command', idle, [
    '554 5.5.0 No',
    '452 4.3.1 Later',
  ]),
  answered('required-command-refused', 'does not know NOOP', idle, [
    '502 5.5.1 Not implemented',
    '500 5.5.1 Unknown command',
  ]),
  answered('enhanced-code-class', 'contradicts the code', idle, ['250 5.0.0 OK', '250 4.0.0 OK']),
  answered('enhanced-code-missing', 'leaves the enhanced code out', idleWithCodes, [
    '250 OK',
    '250 still here',
  ]),
  answered('enhanced-code-malformed', 'breaks the enhanced code', idleWithCodes, [
    '250 2.00.0 OK',

    '250 2.0.0000 OK',
  ]),
  answered('enhanced-code-unknown', 'gives an enhanced code that no registry has', idleWithCodes, [
    '250 2.9.9 OK',
    '250 2.0.99 OK',
    '250 2.8.1 OK',
  ]),
  answered('enhanced-code-varies', 'changes the enhanced code between lines', idleWithCodes, [
    '250-2.0.0 OK\n250 2.1.0 OK',
    '250-2.1.5 OK\n250 2.0.0 OK',
  ]),
  mutator(
    'forward-path-missing-in-reply',
    'refers to another address without naming it',
    session =>
      ofVerb(session, 'RCPT').filter(
        ({ alone, replies }) => alone && codeOf(replies[0]) === 550 && replies[0]?.length === 1,
      ),
    ({ replies }, session) => {
      const line = replies[0]?.[0];
      if (line === undefined) return undefined;
      const at = withText(line, line.text.replace(/^550 ((?:5\S+ )?).*$/, '551 $1User not local'));
      return { lines: replaced(session.lines, line, at), at };
    },
  ),
  mutator(
    'lmtp-reply-count',
    'drops or adds a reply after the dot',
    session =>
      session.protocol === 'LMTP'
        ? ofVerb(session, 'DATA').filter(({ finals, alone }) => alone && finals.length > 0)
        : [],
    ({ finals, dot }, session, random) => {
      const last = finals.at(-1);
      const [line] = last ?? [];
      if (last === undefined || line === undefined || dot === undefined) return undefined;
      const rest = finals.at(-2)?.[0];
      if (rest !== undefined && random.below(2) === 0) {
        return { lines: without(session.lines, last), at: rest };
      }
      const at = newLine(session, 'S', '250 2.0.0 Delivered once more');
      return { lines: inserted(session.lines, line, at), at };
    },
  ),
  mutator(
    'rcpt-limit-low',
    'takes few recipients',
    session =>
      ofVerb(session, 'RCPT').filter(
        ({ alone, before, replies }) =>
          alone &&
          before.accepted.length > 0 &&
          replies[0]?.length === 1 &&
          !before.offers.has('LIMITS') &&
          codeOf(replies[0]) === 250,
      ),
    ({ replies, before }, session) => {
      const line = replies[0]?.[0];
      if (line === undefined || session.protocol === 'LMTP' || before.mail === undefined)
        return undefined;
      const at = withText(line, '452 4.5.3 Too many recipients');
      return { lines: replaced(session.lines, line, at), at };
    },
  ),
];
