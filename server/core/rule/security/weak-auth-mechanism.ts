import { CLOSING } from '../exampleParts.ts';
import type { Severity } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { authFramesOf } from './authFrames.ts';
import { SECURED } from './exampleParts.ts';

/** A mechanism that nothing new should use. */
export const weakAuthMechanism = defineRule({
  id: 'weak-auth-mechanism',
  category: 'security',
  severity: 'information',
  capture: 'hint',
  message: '{mech} is outdated{reason}.',
  why: 'LOGIN was never a standard and does what PLAIN does in more steps; CRAM-MD5 and DIGEST-MD5 rest on MD5 and let a recorded exchange be guessed at; NTLM is proprietary, and its challenge tells the names of a network.',
  advice: 'Use SCRAM-SHA-256, OAUTHBEARER, or PLAIN under TLS.',
  refs: ['RFC 4954 §4', 'RFC 6331 §1', 'RFC 4422 §6.2'],
  offWhen: 'Your server has nothing better, and the connection is protected by TLS.',
  tags: ['deprecated'],
  on: 'exchange',
  verbs: ['AUTH', 'X-EXPS'],
  clues: ['auth'],
  check(exchange, context) {
    const { mechanism, mechanismSpan } = authFramesOf(context, exchange);
    const weak = WEAK.get(mechanism);
    // What was refused as unknown did no harm.
    if (weak === undefined || exchange.replies[0]?.code === 504) return;
    context.report({
      at: mechanismSpan,
      values: { mech: mechanism, reason: weak.reason },
      ...(weak.severity && { severity: weak.severity }),
    });
  },
  examples: {
    bad: [
      `${SECURED}C: AUTH CRAM-MD5
#~      ^^^^^^^^ weak-auth-mechanism
S: 334 PDFAeD4=
C: <redacted>
S: 235 2.7.0 OK
${CLOSING}`,
      `${SECURED}C: AUTH LOGIN
#~      ^^^^^ weak-auth-mechanism
S: 334 VXNlcm5hbWU6
C: <redacted>
S: 334 UGFzc3dvcmQ6
C: <redacted>
S: 235 2.7.0 OK
${CLOSING}`,
    ],
    good: [
      `${SECURED}C: AUTH SCRAM-SHA-256 <redacted>\nS: 235 2.7.0 OK\n${CLOSING}`,
      `${SECURED}C: AUTH PLAIN <redacted>\nS: 235 2.7.0 OK\n${CLOSING}`,
    ],
  },
});

interface Weakness {
  readonly reason: string;
  readonly severity?: Severity;
}

/** As the registry of mechanisms has them: obsolete or limited. */
const WEAK: ReadonlyMap<string, Weakness> = new Map<string, Weakness>([
  // Under TLS it is no weaker than PLAIN; without, another rule speaks.
  ['LOGIN', { reason: ': PLAIN does the same', severity: 'hint' }],
  ['CRAM-MD5', { reason: ' (MD5)' }],
  ['DIGEST-MD5', { reason: ' (MD5; historic since RFC 6331)' }],
  ['NTLM', { reason: ' and proprietary' }],
  ['SKEY', { reason: '; OTP took its place' }],
  ['KERBEROS_V4', { reason: '; GSSAPI took its place' }],
]);
