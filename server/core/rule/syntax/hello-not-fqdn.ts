import { parseDomain } from '../../smtp/domain.ts';
import { OCTET } from '../../smtp/octet.ts';
import { helloName } from './helloName.ts';
import { defineRule } from '../rule.ts';

/** A client name of a single label. */
export const helloNotFqdn = defineRule({
  id: 'hello-not-fqdn',
  category: 'syntax',
  severity: 'information',
  capture: 'hint',
  message: '"{arg}" is not a fully qualified name.',
  why: 'A client should give a name that resolves, or its address in brackets; a single label says little to the server.',
  advice: 'Use the full host name, or an address literal.',
  refs: ['RFC 5321 §2.3.5', 'RFC 5321 §4.1.4'],
  offWhen: 'Your clients are programs on desktops, which say localhost.',
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'LHLO'],
  clues: ['odd-hello'],
  check(exchange, context) {
    const name = helloName(exchange.command, context);
    if (name === undefined || name.octets[name.start] === OCTET.open) return;
    const { domain, problems } = parseDomain(name.octets, name.start, name.end);
    const single = problems.length === 1 && problems[0]?.code === 'domain-not-fqdn';
    if (!single || domain.span.end !== name.end) return;
    context.report({ at: name.at, values: { arg: context.text(name.at) } });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO localhost
#~      ^^^^^^^^^ hello-not-fqdn
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO [127.0.0.1]
S: 250 mx.example
C: QUIT
S: 221 Bye
`,
    ],
  },
});
