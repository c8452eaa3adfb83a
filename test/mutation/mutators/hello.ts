import { inserted, replaced, withText, without } from '../edits.ts';
import { inCommand, mutator, newLine, quietMoments } from '../mutator.ts';
import type { Mutator } from '../mutator.ts';
import { isBasic, neighbour, ofVerb } from '../pick.ts';
import { isAccepted, verdictOf } from '../session.ts';
import { dispensableHello, cutTo, droppedHello } from './stretches.ts';

/** Ways to begin wrongly. */
export const HELLO: readonly Mutator[] = [
  mutator(
    'greeting-missing',
    'drops the greeting',
    session =>
      session.greeting.length > 0 && !session.exchanges[0]?.late ? [session.exchanges[0]] : [],
    (first, session) =>
      first && { lines: without(session.lines, session.greeting), at: first.command },
  ),
  mutator(
    'client-speaks-before-greeting',
    'swaps the greeting and the first command',
    session => (session.greeting.length === 1 ? session.exchanges.slice(0, 1) : []),
    ({ command }, session) => {
      const [greeting] = session.greeting;
      if (greeting === undefined) return undefined;
      const lines = replaced(without(session.lines, [command]), greeting, command, greeting);
      return { lines, at: command };
    },
  ),
  mutator(
    'greeting-repeated',
    'doubles the greeting',
    session =>
      session.greeting.length > 0 && !session.exchanges[0]?.late ? [session.greeting] : [],
    (greeting, session) => {
      const copies = greeting.map(line => ({ ...line, origin: -1 }));
      const [at] = copies;
      const last = greeting.at(-1);
      return at && last && { lines: inserted(session.lines, last, ...copies), at };
    },
  ),
  mutator('helo-required-before-mail', 'drops the hello', dispensableHello, (hello, session) => {
    return droppedHello(session, hello);
  }),
  mutator(
    'ehlo-fallback-missing',
    'refuses EHLO',
    session => dispensableHello(session).filter(({ verb }) => verb === 'EHLO'),
    (hello, session, random) => {
      const code = random.pick(['500 Command not recognised', '502 Not implemented']) ?? '';
      const reply = newLine(session, 'S', code);
      const next = neighbour(session, hello, 1);
      const old = hello.replies.flat();
      const lines = inserted(without(session.lines, old), hello.command, reply);
      return next && { lines, at: next.command };
    },
  ),
  mutator(
    'helo-fallback-unwarranted',
    'refuses EHLO for another reason',
    session =>
      ofVerb(session, 'HELO').filter(helo => {
        const previous = neighbour(session, helo, -1);
        return (
          previous?.verb === 'EHLO' &&
          verdictOf(previous) >= 500 &&
          previous.replies[0]?.length === 1
        );
      }),
    (helo, session, random) => {
      const reply = neighbour(session, helo, -1)?.replies[0]?.[0];
      if (reply === undefined) return undefined;
      const text = random.pick(['550 Access denied', '451 Try again later', '550 Go away']) ?? '';
      return { lines: replaced(session.lines, reply, withText(reply, text)), at: helo.command };
    },
  ),
  mutator(
    'helo-instead-of-ehlo',
    'says HELO for EHLO',
    session =>
      dispensableHello(session).filter(
        ({ verb, argument }) => verb === 'EHLO' && !argument.startsWith('['),
      ),
    (hello, session) => {
      const [first, ...more] = hello.replies.flat();
      if (first === undefined) return undefined;
      const at = withText(hello.command, `HELO ${hello.argument}`);
      const reply = withText(first, first.text.replace('-', ' '));
      const lines = replaced(
        replaced(without(session.lines, more), first, reply),
        hello.command,
        at,
      );
      return { lines, at };
    },
  ),
  mutator(
    'command-after-rejected-greeting',
    'lets the greeting refuse',
    session =>
      session.greeting.length === 1 &&
      session.lines[1] === session.exchanges[0]?.command &&
      session.exchanges[0]?.alone &&
      /^[EH]/.test(session.exchanges[0].verb)
        ? session.exchanges.slice(0, 1)
        : [],
    (first, session) => {
      const [greeting] = session.greeting;
      const cut = cutTo(session, first, [first.command, newLine(session, 'S', '503 Bad sequence')]);
      if (greeting === undefined || cut === undefined) return undefined;
      return {
        lines: replaced(cut, greeting, withText(greeting, '554 mx.example No SMTP service here')),
        at: first.command,
      };
    },
  ),
  mutator(
    'ehlo-missing-after-starttls',
    'drops the EHLO after STARTTLS',
    session =>
      ofVerb(session, 'EHLO').filter(ehlo => {
        const rest = session.exchanges.slice(session.exchanges.indexOf(ehlo) + 1);
        return (
          neighbour(session, ehlo, -1)?.verb === 'STARTTLS' &&
          isAccepted(ehlo) &&
          rest[0]?.verb === 'MAIL' &&
          rest.every(isBasic)
        );
      }),
    (ehlo, session) => droppedHello(session, ehlo),
  ),
  mutator(
    'ehlo-aborts-transaction',
    'says EHLO again in a transaction',
    session =>
      quietMoments(session).filter(
        ({ next }) =>
          next.before.accepted.length > 0 &&
          next.before.hello === 'EHLO' &&
          next.before.chunks === 0,
      ),
    ({ next }, session) => {
      const at = newLine(session, 'C', 'EHLO client.example');
      const lines = cutTo(session, next, [at, newLine(session, 'S', '250 mx.example')]);
      return lines && { lines, at };
    },
    { 'starttls-stripped': 'the second list offers nothing, STARTTLS neither' },
  ),
  inCommand(
    'lmtp-hello-mismatch',
    'says EHLO for LHLO',
    ({ verb, before }, session) =>
      verb === 'LHLO' &&
      before.hello === '' &&
      session.greeting.some(({ text }) => /\bLMTP\b/.test(text)),
    ({ argument }) => `EHLO ${argument}`,
  ),
];
