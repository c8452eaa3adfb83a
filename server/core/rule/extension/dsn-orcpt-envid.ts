import { decodeXtext } from '../../smtp/xtext.ts';
import type { Span } from '../../octets/span.ts';
import { isAtext } from '../../smtp/octet.ts';
import { CLOSING } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import type { RuleContext } from '../context.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** An ENVID or ORCPT that is not made as DSN wants it; its xtext is another rule's. */
export const dsnOrcptEnvid = defineRule({
  id: 'dsn-orcpt-envid',
  category: 'extension',
  severity: 'error',
  // Some programs send ORCPT as they are given it.
  capture: 'warning',
  message: '{param} is not {form}.',
  why: 'ENVID and ORCPT come back in delivery reports: ENVID as xtext of at most 100 characters, ORCPT as a type of address, ";" and xtext, at most 500 altogether. A server answers 501 to anything else.',
  advice: 'Write ORCPT=rfc822;user@host, and ENVID with printable ASCII characters only.',
  refs: ['RFC 3461 §4.2', 'RFC 3461 §4.4', 'RFC 6533 §3'],
  offWhen: 'Your server reads past faults in these parameters.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT'],
  clues: ['odd-params'],
  check(exchange, context) {
    const { verb, raw } = exchange.command;
    for (const { keyword, valueSpan } of paramsOf(exchange, context)) {
      if (valueSpan === undefined || keyword !== (verb === 'MAIL' ? 'ENVID' : 'ORCPT')) continue;
      const form =
        keyword === 'ENVID' ? envidFault(context, valueSpan) : orcptFault(context, valueSpan);
      if (form === undefined) continue;
      const { start } = valueSpan;
      const isAddress = form === TYPED && /^[^;@]+@[^;@]+$/.test(context.text(valueSpan));
      context.report({
        at: valueSpan,
        values: { param: keyword, form },
        fix:
          isAddress && !raw
            ? unsafeFix('Insert "rfc822;"', { start, end: start }, 'rfc822;')
            : undefined,
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example> ORCPT=b@mx.example
#~                              ^^^^^^^^^^^^ dsn-orcpt-envid
S: 501 Syntax
C: RSET
S: 250 OK
C: MAIL FROM:<a@client.example> ENVID=a+07b
#~                                    ^^^^^ dsn-orcpt-envid
S: 501 Syntax
C: MAIL FROM:<a@client.example> ENVID=${'a'.repeat(101)}
#~                                    ${'^'.repeat(101)} dsn-orcpt-envid
S: 501 Syntax
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example> ENVID=QQ314159+20x
S: 250 OK
C: RCPT TO:<b@mx.example> ORCPT=rfc822;b+2Bc@mx.example
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
      // The figures are read as those of the value.
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 DSN
C: MAIL FROM:<a@client.example> ENVID=${'a'.repeat(100)}
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

const TYPED = 'a type of address, ";" and an address, as rfc822;user@host';
const PRINTABLE = 'made of printable ASCII characters';
const ENVID_LENGTH = 100;
const ORCPT_LENGTH = 500;

function envidFault({ chunk }: RuleContext, { start, end }: Span): string | undefined {
  if (end - start > ENVID_LENGTH) return `at most ${String(ENVID_LENGTH)} characters long`;
  return isPrintable(decodeXtext(chunk.octets, start, end)) ? undefined : PRINTABLE;
}

function orcptFault({ chunk }: RuleContext, { start, end }: Span): string | undefined {
  const { octets } = chunk;
  const semicolon = chunk.scanner.indexOf(octets, 0x3b, start, end);
  if (semicolon <= start || semicolon === end - 1) return TYPED;
  if (!octets.subarray(start, semicolon).every(isAtext)) return TYPED;
  if (end - start > ORCPT_LENGTH) return `at most ${String(ORCPT_LENGTH)} characters long`;
  // Addresses of the type utf-8 have an encoding of their own (RFC 6533 §3).
  if (chunk.scanner.latin1(octets, start, semicolon).toLowerCase() === 'utf-8') return undefined;
  return isPrintable(decodeXtext(octets, semicolon + 1, end)) ? undefined : PRINTABLE;
}

/** What is no xtext at all is not judged here. */
function isPrintable(decoded: Uint8Array | undefined): boolean {
  return decoded === undefined || decoded.every(octet => octet >= 0x20 && octet < 0x7f);
}
