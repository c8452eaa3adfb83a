import { parseAddressLiteral } from '../../smtp/addressLiteral.ts';
import { parseDomain } from '../../smtp/domain.ts';
import { ipv6Problem, isIpv4 } from '../../smtp/ipv6.ts';
import { OCTET } from '../../smtp/octet.ts';
import { safeFix } from '../fixes.ts';
import { helloName } from './helloName.ts';
import type { HelloName } from './helloName.ts';
import { defineRule } from '../rule.ts';

/** A client name that is no host name and no address literal. */
export const helloArgumentInvalid = defineRule({
  id: 'hello-argument-invalid',
  category: 'syntax',
  severity: 'warning',
  capture: 'information',
  message: '"{arg}" is neither a domain name nor an address literal.',
  why: 'A client names itself by its host name, letters, digits, hyphens and dots, or by its address in brackets. Some servers refuse anything else.',
  advice: 'Use the fully qualified host name, or the address as [192.0.2.1] or [IPv6:2001:db8::1].',
  refs: ['RFC 5321 §4.1.1.1', 'RFC 5321 §4.1.2', 'RFC 5321 §4.1.3'],
  offWhen: 'Your clients are desktops whose names have underscores.',
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'LHLO'],
  clues: ['odd-hello'],
  check(exchange, context) {
    const { command } = exchange;
    const name = helloName(command, context);
    if (name === undefined || isHost(name)) return;
    const arg = context.text(name.at);
    const literal = command.raw ? undefined : literalOf(arg);
    const fix = literal === undefined ? undefined : safeFix(`Write ${literal}`, name.at, literal);
    context.report({ at: name.at, values: { arg }, fix });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO my_host
#~      ^^^^^^^ hello-argument-invalid
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO 192.0.2.1
#~      ^^^^^^^^^ hello-argument-invalid
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO 2001:db8::1
#~      ^^^^^^^^^^^ hello-argument-invalid
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO [2001:db8::1]
#~      ^^^^^^^^^^^^^ hello-argument-invalid
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO jörg.example
#~ hello-argument-invalid
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO [192.0.2.1]
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO [IPv6:2001:db8::1]
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
    ],
  },
});

/** A domain in US-ASCII, also with SMTPUTF8 (RFC 6531 §3.7.1), or an address literal. */
function isHost({ octets, start, end }: HelloName): boolean {
  if (octets[start] === OCTET.open) {
    const { literal, problem } = parseAddressLiteral(octets, start, end);
    const sound = problem === undefined || problem.code === 'address-literal-unknown-tag';
    return sound && literal.span.end === end;
  }
  const { domain, problems } = parseDomain(octets, start, end);
  if (domain.nonAscii || domain.span.end !== end) return false;
  return problems.every(problem => problem.code === 'domain-not-fqdn');
}

/** The literal that a bare or untagged IP address should be. */
function literalOf(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIpv4(bare)) return `[${bare}]`;
  return ipv6Problem(bare) === undefined ? `[IPv6:${bare}]` : undefined;
}
