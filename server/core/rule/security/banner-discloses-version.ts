import type { Span } from '../../octets/span.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const LONGEST = 512;

/** The server tells which software it is, down to the version. */
export const bannerDisclosesVersion = defineRule({
  id: 'banner-discloses-version',
  category: 'security',
  severity: 'hint',
  strictOnly: true,
  message: 'The {where} names software and version ({text}).',
  why: 'A version tells which holes to try. The standard allows it, since it helps to find faults, and has servers make it possible to leave it out.',
  advice: 'Set the greeting of your server to its name and a few words.',
  refs: ['RFC 5321 §3.1', 'RFC 5321 §7.5'],
  offWhen: 'You do not mind; it is legal and helps others to report faults.',
  on: 'reply',
  check({ reply, to }, context) {
    const where = to === 'connect' ? 'greeting' : WHERE.get(to?.command.verb ?? '');
    if (where === undefined) return;
    for (const line of reply.lines) {
      const at = versionIn(line.text, context);
      if (at === undefined) continue;
      context.report({ at, values: { where, text: context.text(at) } });
      return;
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP Exim 4.89
#~                      ^^^^^^^^^ banner-discloses-version
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `S: 220 mx.example Mail Service, Version: 10.0.14393 ready
#~                              ^^^^^^^^^^^^^^^^^^^ banner-discloses-version
C: EHLO client.example
S: 250 mx.example
C: HELP
S: 214-This is sendmail/8.17.1
#~             ^^^^^^^^^^^^^^^ banner-discloses-version
S: 214 End
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready at Sat, 21 Nov 2026 10:00:00 +0000
C: EHLO client.example
S: 250 mx.example greets you [192.0.2.1]
${CLOSING}`,
      `S: 220 mx.example ESMTP from 192.0.2.1
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
    ],
  },
});

/** What else tells it. */
const WHERE: ReadonlyMap<string, string> = new Map([
  ['HELP', 'help'],
  ['EHLO', 'reply to EHLO'],
  ['QUIT', 'goodbye'],
]);

/** A name, and a number with dots that is no address. */
const VERSION =
  /[A-Za-z][\w+-]{0,40}(?:[ /]| ?\(|: ?)v?(\d{1,6}(?:\.\d{1,6}){1,5}\w{0,20})(?![\w.])/g;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

function versionIn({ start, end }: Span, context: RuleContext): Span | undefined {
  const { scanner, octets } = context.chunk;
  const text = scanner.latin1(octets, start, Math.min(end, start + LONGEST));
  for (const { 0: found, 1: number = '', index } of text.matchAll(VERSION)) {
    if (!ADDRESS.test(number)) return { start: start + index, end: start + index + found.length };
  }
  return undefined;
}
