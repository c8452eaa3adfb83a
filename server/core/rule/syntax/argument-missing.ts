import { defineRule } from '../rule.ts';

/** A verb that lacks the argument it needs. */
export const argumentMissing = defineRule({
  id: 'argument-missing',
  category: 'syntax',
  severity: 'error',
  message: '{verb} needs {what}.',
  why: 'Without its argument the command says nothing, and a server answers 501.',
  advice: 'Add the argument.',
  refs: [
    'RFC 5321 §4.1.1.1',
    'RFC 5321 §4.1.1.6',
    'RFC 5321 §4.1.1.7',
    'RFC 3030 §2',
    'RFC 4954 §8',
  ],
  offWhen: 'You test how a server answers commands without their argument.',
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'LHLO', 'VRFY', 'EXPN', 'ETRN', 'BDAT', 'AUTH', 'BURL'],
  clues: ['odd-argument'],
  check(exchange, context) {
    const { verb, verbSpan, argument } = exchange.command;
    const what = NEEDED.get(verb);
    if (what === undefined || argument.start < argument.end) return;
    // Some servers take a bare HELO.
    const taken = verb === 'HELO' && exchange.replies[0]?.code === 250;
    context.report({
      at: verbSpan,
      values: { verb, what },
      ...(taken ? { severity: 'warning' } : {}),
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO
#~ ^^^^ argument-missing
S: 501 Name please
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: HELO
#~ ^^^^ argument-missing
#~ helo-instead-of-ehlo
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN
C: AUTH
#~ ^^^^ argument-missing
S: 501 Mechanism?
C: VRFY
#~ ^^^^ argument-missing
S: 501 Whom?
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: VRFY smith
S: 252 Perhaps
C: HELP
S: 214 No
C: NOOP
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

const NEEDED: ReadonlyMap<string, string> = new Map([
  ['EHLO', 'the name of the client'],
  ['HELO', 'the name of the client'],
  ['LHLO', 'the name of the client'],
  ['VRFY', 'a user name or mailbox'],
  ['EXPN', 'the name of a list'],
  ['ETRN', 'the name of a node'],
  ['BDAT', 'the size of the chunk'],
  ['AUTH', 'a mechanism'],
  ['BURL', 'a URL'],
]);
