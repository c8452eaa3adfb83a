import { suggestVerb } from '../../smtp/suggest.ts';
import { verbOf } from '../../smtp/verbs.ts';
import { offerOf } from '../extension/offerOf.ts';
import { unsafeFix } from '../fixes.ts';
import { foreignProtocolOf, isNoDialogue } from './foreignProtocol.ts';
import { withReply } from './mendedReply.ts';
import { defineRule } from '../rule.ts';

/** A word that no SMTP command begins with. */
export const unknownCommand = defineRule({
  id: 'unknown-command',
  category: 'syntax',
  severity: 'error',
  message: '"{verb}" is not an SMTP command{suggestion}.',
  why: 'A server does not know the word and answers 500 or 502; nothing happens.',
  advice: 'Correct the verb, or leave the line out.',
  refs: ['RFC 5321 §4.2.4', 'RFC 5321 §4.1.5'],
  offWhen: 'You test how a server answers commands it does not know.',
  on: 'exchange',
  clues: ['unknown-verb'],
  check(exchange, context) {
    const { verb, verbSpan, raw } = exchange.command;
    if (isNoDialogue(exchange, context.session)) return;
    const known = verbOf(verb);
    if (verb === '' || (known !== undefined && known.status !== 'private')) return;
    // A private verb that the server offers is agreed upon (RFC 5321 §4.1.5).
    if (offerOf(exchange, [verb]) === 'offered') return;
    // foreign-protocol says it better, bdat-terminator of a lone dot.
    if (known === undefined && foreignProtocolOf(exchange, context) !== undefined) return;
    const meant = MEANT.get(verb) ?? suggestVerb(verb);
    context.report({
      at: verbSpan,
      values: {
        verb: context.text(verbSpan),
        suggestion: meant === undefined ? '' : `; perhaps ${meant} is meant`,
      },
      ...(known === undefined ? {} : { severity: 'information' }),
      ...(meant === undefined || raw
        ? {}
        : { fix: withReply(exchange, meant, unsafeFix(`Change to ${meant}`, verbSpan, meant)) }),
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAILL FROM:<a@client.example>
#~ ^^^^^ unknown-command
S: 500 Unknown
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAILFROM:<a@client.example>
#~ ^^^^^^^^ unknown-command
S: 500 Unknown
C: RSET
S: 250 OK
C: XFOO bar
#~ ^^^^ unknown-command
S: 500 Unknown
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: mail FROM:<a@client.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 XFOO
#~     ^^^^ private-extension
C: XFOO bar
S: 250 OK
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI
C: AUTH GSSAPI
S: 334 VXNlcm5hbWU6
C: <redacted>
S: 334 UGFzc3dvcmQ6
C: *
S: 501 Cancelled
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** Slips that lie further from their verb than a letter or two. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['MAILFROM', 'MAIL FROM'],
  ['RCPTTO', 'RCPT TO'],
]);
