import { defineRule } from '../rule.ts';

/** BDAT whose argument is no size. */
export const bdatSyntax = defineRule({
  id: 'bdat-syntax',
  category: 'syntax',
  severity: 'error',
  message: 'BDAT must read "BDAT <octets> [LAST]".',
  why: 'The server has to know how many octets follow; without the number it takes content for commands.',
  advice: 'Give the size of the chunk in octets as a decimal number, and LAST with the last chunk.',
  refs: ['RFC 3030 §2'],
  offWhen: 'You test how a server answers a malformed BDAT.',
  silences: { line: ['bdat-without-last'] },
  on: 'exchange',
  verbs: ['BDAT'],
  clues: ['chunks'],
  check(exchange, context) {
    const { argument } = exchange.command;
    if (argument.start === argument.end) return;
    if (!/^\d{1,20}(?:[ \t]+LAST)?$/i.test(context.text(argument)))
      context.report({ at: argument });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 CHUNKING
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: BDAT LAST
#~      ^^^^ bdat-syntax
S: 501 Size please
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 CHUNKING
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: BDAT 0 END
#~      ^^^^^ bdat-syntax
S: 501 What?
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 CHUNKING
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: BDAT 131 LAST
C: Date: Sat, 21 Nov 2026 10:00:00 +0000
C: From: a@client.example
C: To: b@mx.example
C: Message-ID: <1@client.example>
C: Subject: t
C: 
C: hi
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});
