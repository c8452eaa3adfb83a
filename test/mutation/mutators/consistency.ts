import { replaced, withText } from '../edits.ts';
import type { Line } from '../line.ts';
import { inLine, mutator } from '../mutator.ts';
import type { Mutator } from '../mutator.ts';
import { ofVerb, quitOf } from '../pick.ts';
import { isAccepted, lastLineOf } from '../session.ts';
import type { Session } from '../session.ts';
import { note } from './manifold.ts';

const isSmtp = (session: Session): boolean => session.dialect === 'smtp';

/** Lines of the dialogue that an eye could tell apart without their mark. */
function plainLines(session: Session): Line[] {
  if (!isSmtp(session)) return [];
  return session.exchanges
    .filter(
      ({ alone, verb }) =>
        alone && ['MAIL', 'RCPT', 'RSET', 'NOOP', 'QUIT', 'EHLO', 'HELO'].includes(verb),
    )
    .flatMap(({ command, replies }) => [command, ...replies.flat()])
    .filter(({ mark }) => mark === 'C: ' || mark === 'S: ');
}

/** Those that are no part of a reply of several lines, nor of a hello. */
function loneLines(session: Session): Line[] {
  return plainLines(session).filter(({ text, kind }) => {
    const whole = session.exchanges.every(({ replies }) => {
      return replies.every(reply => reply.length === 1 || !reply.some(line => line.text === text));
    });
    return whole && !(kind === 'command' && /^(?:EHLO|HELO)/i.test(text));
  });
}

/** Adds a directive at the beginning. */
function noted(rule: string, what: string, directives: readonly string[]): Mutator {
  return mutator(
    rule,
    what,
    session => (isSmtp(session) ? [0] : []),
    (_, session, random) => {
      const at = note(random.pick(directives) ?? '');
      return { lines: [at, ...session.lines], at };
    },
  );
}

function alone(session: Session): Line[] {
  return isSmtp(session)
    ? session.exchanges.filter(exchange => exchange.alone).map(({ command }) => command)
    : [];
}

/** Where a text may go on. */
function texts(session: Session): Line[] {
  return alone(session).filter(({ text }) => /^(?:NOOP|EXPN|HELP) \S/i.test(text));
}

/** Ways to write a session down wrongly. */
export const CONSISTENCY: readonly Mutator[] = [
  mutator('line-prefix-missing', 'drops the mark of a line', plainLines, (line, session) => {
    const at = { ...line, mark: '' };
    return { lines: replaced(session.lines, line, at), at };
  }),
  mutator('speaker-swapped', 'gives a line the other mark', loneLines, (line, session) => {
    const at = { ...line, mark: line.mark === 'C: ' ? 'S: ' : 'C: ' };
    return { lines: replaced(session.lines, line, at), at };
  }),
  mutator(
    'tls-mark-missing',
    'drops the note that TLS stands',
    session => ofVerb(session, 'STARTTLS').filter(isAccepted),
    (starttls, session) => {
      const reply = lastLineOf(starttls);
      const note = session.lines[session.lines.indexOf(reply) + 1];
      if (note?.kind !== 'note') return undefined;
      return { lines: replaced(session.lines, note), at: reply };
    },
  ),
  mutator(
    'session-boundary-unmarked',
    'begins another session without a mark',
    session =>
      [quitOf(session)].filter(
        quit => quit !== undefined && !session.lines.some(({ kind }) => kind === 'note'),
      ),
    (_, session) => {
      const copies = session.lines.map(line => ({ ...line }));
      const before = session.lines.at(-1);
      return before && { lines: [...session.lines, ...copies], at: before };
    },
  ),
  noted('directive-invalid', 'adds a directive that makes no sense', [
    '# @timeout soon',
    '# @excerpt',
    '# @excerpt middle',
    '# @match loosely',
    '# @tls maybe',
  ]),
  mutator(
    'directive-without-line',
    'adds a directive that has no line to be about',
    session => (isSmtp(session) && quitOf(session) !== undefined ? [0] : []),
    (_, session, random) => {
      const directives = [
        '# @retry 3 every 60s',
        '# @if STARTTLS',
        '# @sleep 2s',
        '# @reply class',
      ];
      const at = note(random.pick(directives) ?? '');
      return { lines: [...session.lines, at], at };
    },
  ),
  mutator(
    'directive-without-line',
    'has an exchange computed that is none of AUTH',
    session => alone(session).filter(({ text }) => !/^AUTH/i.test(text)),
    (line, session) => {
      const at = note('# @auth PLAIN user=alice secret=password');
      return { lines: replaced(session.lines, line, at, line), at };
    },
  ),
  inLine('variable-not-closed', 'opens a place and does not close it', texts, ({ text }) => {
    return `${text} {{name`;
  }),
  inLine('variable-without-value', 'asks for a value that nothing gives', texts, ({ text }) => {
    return `${text} {{name}}`;
  }),
  noted('unknown-rule-in-suppression', 'switches off a rule that does not exist', [
    '# @disable-session missing-quit -- as it was sent',
    '# @disable-file nested_mail',
  ]),
  noted('unused-suppression', 'switches off what is not found', [
    '# @disable-session nested-mail',
    '# @disable-session path-too-long, address-syntax -- as it was sent',
  ]),
  mutator(
    'unused-suppression',
    'switches off what the next line does not show',
    alone,
    (line, session, random) => {
      const rule = random.pick(['nested-mail', 'space-around-colon', 'reply-missing']) ?? '';
      const at = note(`# @disable-next-line ${rule}`);
      return { lines: replaced(session.lines, line, at, line), at };
    },
  ),
  mutator(
    'timestamps-not-monotonic',
    'turns the clock back',
    session =>
      session.lines
        .filter(({ kind, text }) => kind === 'note' && /^# \d\d:\d\d:\d\d/.test(text))
        .slice(1),
    (line, session, random) => {
      const back = withText(
        line,
        `# 09:${String(10 + random.below(49))}:0${String(random.below(10))}`,
      );
      const at = session.lines[session.lines.indexOf(line) + 1];
      return at && { lines: replaced(session.lines, line, back), at };
    },
  ),
];
