import { parseAddressLiteral } from '../../smtp/addressLiteral.ts';
import { OCTET } from '../../smtp/octet.ts';
import { unsafeFix } from '../fixes.ts';
import { canBeEhlo } from '../sequencing/canBeEhlo.ts';
import { helloName } from './helloName.ts';
import { defineRule } from '../rule.ts';

/** An address in brackets after HELO. */
export const heloAddressLiteral = defineRule({
  id: 'helo-address-literal',
  category: 'syntax',
  severity: 'information',
  message: 'HELO takes a domain name; an address literal belongs to EHLO.',
  why: 'The grammar of HELO has no address literal; only EHLO may be followed by one. Most servers accept it all the same.',
  advice: 'Say EHLO, or give a host name.',
  refs: ['RFC 5321 §4.1.1.1'],
  offWhen: 'Your clients have no name and talk to servers without extensions.',
  on: 'exchange',
  verbs: ['HELO'],
  clues: ['odd-hello'],
  check(exchange, context) {
    const { command } = exchange;
    const name = helloName(command, context);
    if (name?.octets[name.start] !== OCTET.open) return;
    const { literal, problem } = parseAddressLiteral(name.octets, name.start, name.end);
    // A broken one is hello-argument-invalid's.
    if (literal.span.end !== name.end) return;
    if (problem !== undefined && problem.code !== 'address-literal-unknown-tag') return;
    const fix = canBeEhlo(exchange, context)
      ? unsafeFix('Say EHLO', command.verbSpan, 'EHLO')
      : undefined;
    context.report({ at: name.at, fix });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: HELO [192.0.2.1]
#~ helo-instead-of-ehlo
#~      ^^^^^^^^^^^ helo-address-literal
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
    ],
  },
});
