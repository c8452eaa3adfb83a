import type { Span } from '../../octets/span.ts';
import { verbOf } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { offerOf } from '../extension/offerOf.ts';
import { unsafeFix } from '../fixes.ts';
import { HELLO_VERBS } from './helloName.ts';
import { defineRule } from '../rule.ts';

/** Octets above 127 in a command that SMTPUTF8 does not cover. */
export const nonAsciiInCommand = defineRule({
  id: 'non-ascii-in-command',
  category: 'syntax',
  severity: 'error',
  // Programs that relay what they are given do so, and servers that know UTF-8 take it.
  capture: 'information',
  message: '{verb} has non-ASCII octets, but SMTPUTF8 is not {state}.',
  why: 'Commands are US-ASCII. Other octets are allowed only in a transaction whose MAIL asks for SMTPUTF8, and only where the server offers it.',
  advice:
    'Add SMTPUTF8 to MAIL where the server offers it; otherwise use an ASCII address (a domain can be written as A-labels).',
  refs: ['RFC 5321 §2.4', 'RFC 5321 §4.1.2', 'RFC 6531 §3.2'],
  offWhen: 'Your servers take UTF-8 without being asked, and you use no others.',
  needs: 'file',
  on: 'exchange',
  clues: ['odd-octets'],
  check(exchange, context) {
    const { command } = exchange;
    const at = command.raw ? undefined : firstNonAscii(context.chunk.octets, command.span);
    if (at === undefined && !(command.raw && context.wireOctets(command).some(isNonAscii))) return;
    if (!isAskedFor(exchange, context)) return;
    const offered = offerOf(exchange, ['SMTPUTF8']) === 'offered';
    const end = command.argument.end;
    context.report({
      at: at ?? command.argument,
      values: { verb: command.verb, state: offered ? 'requested' : 'offered' },
      ...(offered && command.verb === 'MAIL' && !command.raw
        ? { fix: unsafeFix('Add SMTPUTF8', { start: end, end }, ' SMTPUTF8') }
        : {}),
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<jörg@client.example>
#~ non-ascii-in-command
S: 500 Invalid character
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<jörg@client.example>
#~ non-ascii-in-command
S: 500 Invalid character
C: NOOP ö
#~ non-ascii-in-command
S: 500 No
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-8BITMIME
S: 250 SMTPUTF8
C: MAIL FROM:<jörg@client.example> SMTPUTF8
S: 250 OK
C: RCPT TO:<müller@mx.example>
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
S: 250-8BITMIME
S: 250 SMTPUTF8
C: VRFY müller SMTPUTF8
S: 252 Perhaps
C: QUIT
S: 221 Bye
`,
    ],
  },
});

function isNonAscii(octet: number): boolean {
  return octet > 127;
}

/** From the first to the last octet of the first run of non-ASCII. */
function firstNonAscii(octets: Uint8Array, { start, end }: Span): Span | undefined {
  let from = start;
  while (from < end && !isNonAscii(octets[from] ?? 0)) from++;
  if (from === end) return undefined;
  let to = from;
  while (to < end && isNonAscii(octets[to] ?? 0)) to++;
  return { start: from, end: to };
}

/** Other rules judge the name in a hello, the path of RCPT, AUTH and unknown words. */
function isAskedFor(exchange: Exchange, context: RuleContext): boolean {
  const { verb, argument } = exchange.command;
  if (HELLO_VERBS.includes(verb) || verb === 'AUTH' || verbOf(verb) === undefined) return false;
  if (verb === 'VRFY' || verb === 'EXPN') return !/ SMTPUTF8$/i.test(context.text(argument));
  if (verb !== 'MAIL' && verb !== 'RCPT') return true;
  const { smtputf8, path } = context.envelope(exchange);
  if (smtputf8) return false;
  return verb === 'MAIL' || path.problems.every(({ code }) => code !== 'address-non-ascii');
}
