import { inserted, lineLike, replaced, withText, without } from '../edits.ts';
import { octetsOf } from '../line.ts';
import type { Line } from '../line.ts';
import { addedAfter, inCommand, inLine, insertion, mutator } from '../mutator.ts';
import type { Mutant, Mutator } from '../mutator.ts';
import { isRoomy, messagesOf, neighbour, ofVerb } from '../pick.ts';
import type { Message } from '../pick.ts';
import type { Session } from '../session.ts';

/** Messages whose end is answered before anything else is said. */
function ended(session: Session): Message[] {
  return messagesOf(session).filter(({ exchange }) => {
    const next = neighbour(session, exchange, 1);
    return exchange.alone && exchange.finals.length > 0 && next?.alone === true;
  });
}

/** Body lines of messages without MIME structure and with room for more. */
function bodies(session: Session): Line[] {
  return messagesOf(session)
    .filter(message => isRoomy(message) && isSimple(message))
    .flatMap(({ body }) => body);
}

function isSimple({ header }: Message): boolean {
  return !header.some(({ text }) => /^(?:MIME-Version|Content-)/i.test(text));
}

/** A line of content in the raw notation. */
function raw(line: Line, text: string): Line {
  return { ...line, mark: 'C\\: ', text };
}

function madeRaw(session: Session, line: Line, text: string): Mutant {
  const at = raw(line, text);
  return { lines: replaced(session.lines, line, at), at };
}

const isSmtp = (session: Session): boolean => session.dialect === 'smtp';
const plainBodies = (session: Session): Line[] => {
  return isSmtp(session) ? bodies(session).filter(({ text }) => !/[\\.]/.test(text)) : [];
};

/** Ways to break the content of a message and its end. */
export const DATA: readonly Mutator[] = [
  mutator('missing-dot-terminator', 'removes the dot', ended, ({ exchange }, session) => {
    const { dot, content } = exchange;
    const at = content.at(-1);
    return dot && at && { lines: without(session.lines, [dot]), at };
  }),
  mutator(
    'terminator-malformed',
    'adds a blank to the dot',
    ended,
    ({ exchange: { dot } }, session, random) => {
      if (dot === undefined) return undefined;
      const at = withText(dot, random.pick(['. ', ' .', '.  ', '.\t']) ?? '');
      return { lines: replaced(session.lines, dot, at), at };
    },
  ),
  inLine(
    'dot-stuffing-missing',
    'takes the stuffed dot away',
    session =>
      messagesOf(session)
        .flatMap(({ body }) => body)
        .filter(({ text }) => /^\.\.[^.]/.test(text)),
    ({ text }) => (text === '..' ? undefined : text.slice(1)),
  ),
  mutator(
    'dot-stuffing-missing',
    'adds a line that begins with a dot',
    bodies,
    (line, session, random) => {
      const text = random.pick(['.hidden', '.profile', '. a', '.x.']) ?? '';
      return addedAfter(session, line, lineLike(line, 'content', text));
    },
  ),
  mutator(
    'premature-end-of-data',
    'puts a dot into the text',
    session =>
      ended(session).filter(
        ({ exchange, body }) =>
          body.length > 1 &&
          exchange.finals.length === 1 &&
          session.dialect === 'smtp' &&
          /^[A-Z][a-z]+ \w+/.test(body.at(-1)?.text ?? ''),
      ),
    ({ exchange, body }, session) => {
      const at = body.at(-1);
      const final = exchange.finals[0]?.at(-1);
      if (at === undefined || final === undefined || exchange.dot === undefined) return undefined;
      const no = lineLike(final, 'reply', '500 5.5.2 Unknown command');
      const early = lineLike(exchange.dot, 'dot', '.');
      const lines = replaced(session.lines, at, early, at);
      return { lines: inserted(without(lines, [exchange.dot]), final, no), at: early };
    },
  ),
  mutator(
    'final-reply-missing',
    'drops the reply to the dot',
    session =>
      ended(session).filter(
        ({ exchange }) =>
          session.protocol === 'SMTP' && neighbour(session, exchange, 1) !== undefined,
      ),
    ({ exchange: { dot, finals } }, session) =>
      dot && { lines: without(session.lines, finals.flat()), at: dot },
  ),
  mutator(
    'empty-message',
    'drops the whole content',
    ended,
    ({ exchange: { dot, content } }, session) => {
      return dot && { lines: without(session.lines, content), at: dot };
    },
  ),
  mutator('bare-lf', 'puts an LF into a line', plainBodies, (line, session, random) => {
    const at = random.below(line.text.length + 1);
    return madeRaw(session, line, `${line.text.slice(0, at)}\\n${line.text.slice(at)}a\\r\\n`);
  }),
  mutator('bare-cr', 'puts a CR into a line', plainBodies, (line, session, random) => {
    const at = random.below(line.text.length + 1);
    return madeRaw(session, line, `${line.text.slice(0, at)}\\r${line.text.slice(at)}a\\r\\n`);
  }),
  mutator(
    'smuggling-end-of-data',
    'hides a dot between other line ends',
    plainBodies,
    (line, session, random) => {
      const ends = random.pick(['\\n.\\n', '\\n.\\r\\n', '\\r.\\r', '\\n.\\r', '\\r.\\n']) ?? '';
      return madeRaw(session, line, `${line.text}${ends}MAIL FROM:<x@evil.example>\\r\\n`);
    },
  ),
  mutator('text-line-too-long', 'lengthens a line of the body', bodies, (line, session, random) => {
    const text = 'a'.repeat(999 + random.below(40));
    return addedAfter(session, line, lineLike(line, 'content', text));
  }),
  mutator(
    'eight-bit-content',
    'puts an octet above 127 into the body',
    session =>
      messagesOf(session)
        .filter(
          message =>
            isSimple(message) &&
            isRoomy(message) &&
            !/BODY=8BITMIME/i.test(message.exchange.before.mail?.argument ?? ''),
        )
        .flatMap(({ body }) => body),
    (line, session, random) => {
      const text = random.pick(['Grüße', '你好', 'à bientôt', '…']) ?? '';
      return addedAfter(session, line, lineLike(line, 'content', text));
    },
  ),
  mutator(
    'nul-or-control-in-content',
    'puts a control character into the body',
    bodies,
    (line, session, random) => {
      const text = random.pick(['a\u0007b', 'a\u001b[1mb', 'a\u0001', 'ab\u0008']) ?? '';
      return addedAfter(session, line, lineLike(line, 'content', text));
    },
  ),
  mutator('nul-or-control-in-content', 'puts a NUL into the body', plainBodies, (line, session) => {
    return madeRaw(session, line, `${line.text}\\0\\r\\n`);
  }),
  inCommand(
    'bdat-size-mismatch',
    'announces more octets than follow',
    ({ verb, argument, alone }) => verb === 'BDAT' && alone && / LAST$/.test(argument),
    ({ argument }, random) =>
      `BDAT ${String(Number.parseInt(argument, 10) + 3 + random.below(5))} LAST`,
  ),
  mutator(
    'bdat-size-mismatch',
    'announces fewer octets than follow',
    session =>
      ofVerb(session, 'BDAT').filter(
        ({ alone, content }) =>
          alone && content.length > 1 && octetsOf(content.at(-1) ?? (content[0] as Line)) > 3,
      ),
    ({ command, argument, content }, session) => {
      const left = content.at(-1);
      if (left === undefined) return undefined;
      const less = Number.parseInt(argument, 10) - octetsOf(left) - 2;
      const at = withText(command, command.text.replace(/\d+/, String(less)));
      return { lines: replaced(session.lines, command, at), at };
    },
  ),
  mutator(
    'bdat-terminator',
    'ends BDAT with a dot',
    session =>
      ofVerb(session, 'BDAT').filter(
        ({ alone, content, argument }) => alone && content.length > 0 && / LAST$/.test(argument),
      ),
    ({ content }, session) => {
      const last = content.at(-1);
      return last && addedAfter(session, last, lineLike(last, 'content', '.'));
    },
  ),
  mutator(
    'size-exceeds-declared',
    'declares less than is sent',
    session =>
      messagesOf(session).filter(
        ({ exchange: { before }, body }) =>
          before.offers.has('SIZE') && body.length > 1 && /SIZE=/.test(before.mail?.argument ?? ''),
      ),
    ({ exchange: { before } }, session, random) => {
      const command = before.mail?.command;
      if (command === undefined) return undefined;
      const at = withText(
        command,
        command.text.replace(/SIZE=\d+/, `SIZE=${String(1 + random.below(40))}`),
      );
      return { lines: replaced(session.lines, command, at), at };
    },
  ),
  insertion(
    'size-exceeds-limit',
    'declares more than the server takes',
    ({ next }) =>
      next.before.hello === 'EHLO' &&
      next.before.mail === undefined &&
      Number(next.before.offers.get('SIZE') ?? 0) > 0,
    ({ next }, random) => [
      [
        'C',
        `MAIL FROM:<alice@client.example> SIZE=${String(Number(next.before.offers.get('SIZE')) + 1 + random.below(999))}`,
      ],
      ['S', '552 5.3.4 Too big'],
    ],
  ),
];
