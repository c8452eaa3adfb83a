import type { Span } from '../../octets/span.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { authFramesOf } from './authFrames.ts';
import { SECURED } from './exampleParts.ts';

/** An exchange broken off, and another mechanism begun. */
export const authMechanismSwitched = defineRule({
  id: 'auth-mechanism-switched',
  category: 'security',
  severity: 'hint',
  message: '{mech} after an exchange of {other} was cancelled with "*".',
  why: 'Some servers kept what belonged to the first mechanism and fell over the second (CVE-2011-1720); scanners look for that. A client with several mechanisms may do so in good faith.',
  advice: 'Let the client choose its mechanism before it begins.',
  refs: ['RFC 4954 §4', 'RFC 4422 §3.5'],
  offWhen: 'Your client tries one mechanism after the other.',
  on: 'session',
  clues: ['auth'],
  check(session, context) {
    let cancelled: { readonly mechanism: string; readonly at: Span } | undefined;
    for (const exchange of session.exchanges) {
      const { verb } = exchange.command;
      if (verb !== 'AUTH' && verb !== 'X-EXPS') continue;
      const { mechanism, mechanismSpan } = authFramesOf(context, exchange);
      if (cancelled && mechanism !== '' && mechanism !== cancelled.mechanism) {
        context.report({
          at: mechanismSpan,
          values: { mech: mechanism, other: cancelled.mechanism },
          related: [{ at: cancelled.at, message: 'Cancelled here.' }],
        });
      }
      const last = exchange.responses.at(-1)?.span;
      const isCancelled = last !== undefined && last.end - last.start === 1;
      const isStar = isCancelled && context.text(last) === '*';
      cancelled = isStar ? { mechanism, at: last } : undefined;
    }
  },
  examples: {
    bad: [
      `${SECURED}C: AUTH SCRAM-SHA-256
S: 334 
C: *
S: 501 Cancelled
C: AUTH PLAIN <redacted>
#~      ^^^^^ auth-mechanism-switched
S: 235 2.7.0 OK
${CLOSING}`,
    ],
    good: [
      `${SECURED}C: AUTH SCRAM-SHA-256
S: 334 
C: *
S: 501 Cancelled
C: AUTH SCRAM-SHA-256 <redacted>
S: 235 2.7.0 OK
${CLOSING}`,
      `${SECURED}C: AUTH SCRAM-SHA-256 <redacted>
S: 535 5.7.8 No
C: AUTH PLAIN <redacted>
S: 235 2.7.0 OK
${CLOSING}`,
    ],
  },
});
