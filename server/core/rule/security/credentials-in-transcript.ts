import type { Span } from '../../octets/span.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Severity } from '../rule.ts';
import { authFramesOf } from './authFrames.ts';
import type { AuthFrames } from './authFrames.ts';
import { frameText, isMaskText } from './maskedSecret.ts';

const SECURED = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN LOGIN CRAM-MD5
`;

/** A secret that can be read from the transcript. Its text never enters a finding. */
export const credentialsInTranscript = defineRule({
  id: 'credentials-in-transcript',
  category: 'security',
  severity: 'warning',
  message: 'This line reveals {what}; remove it before sharing the file.',
  why: 'The responses of PLAIN, LOGIN, XOAUTH2 and OAUTHBEARER are only base64, which anybody can read back; those of CRAM-MD5 and SCRAM let weak passwords be guessed.',
  advice: 'Replace the response by <redacted>, and change the password if the file was shared.',
  refs: ['RFC 4616 §5', 'RFC 4954 §9'],
  offWhen: 'The accounts are made up, or exist on a test server only.',
  on: 'exchange',
  verbs: ['AUTH', 'X-EXPS'],
  clues: ['auth'],
  check(exchange, context) {
    if ((exchange.responses.at(-1) ?? exchange.command).masked) return;
    const auth = authFramesOf(context, exchange);
    for (const { at, what, severity } of secretsIn(context, exchange, auth)) {
      context.report({
        at,
        values: { what },
        ...(severity && { severity }),
        fix: unsafeFix('Replace it by <redacted>', at, '<redacted>'),
      });
    }
  },
  examples: {
    bad: [
      `${SECURED}C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
#~            ^^^^^^^^^^^^^^^^^^^^ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
      `${SECURED}C: AUTH LOGIN
#~      ^^^^^ weak-auth-mechanism
S: 334 VXNlcm5hbWU6
C: YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: c2VjcmV0
#~ ^^^^^^^^ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
    ],
    good: [
      `${SECURED}C: AUTH PLAIN <redacted>\nS: 235 2.7.0 OK\n${CLOSING}`,
      // "alice" and PROVIDED_BUT_REMOVED.
      `${SECURED}C: AUTH LOGIN
#~      ^^^^^ weak-auth-mechanism
S: 334 VXNlcm5hbWU6
C: YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: UFJPVklERURfQlVUX1JFTU9WRUQ=
S: 235 2.7.0 OK
${CLOSING}`,
      `${SECURED}C: AUTH LOGIN
#~      ^^^^^ weak-auth-mechanism
S: 334 VXNlcm5hbWU6
C: *
S: 501 Cancelled
${CLOSING}`,
    ],
  },
});

interface Secret {
  readonly at: Span;
  readonly what: string;
  readonly severity?: Severity;
}

function secretsIn(context: RuleContext, exchange: Exchange, auth: AuthFrames): readonly Secret[] {
  const { mechanism, frames } = auth;
  const last = frames.at(-1);
  if (last === undefined) return [];
  switch (mechanism) {
    case 'PLAIN':
      return shown(context, frames, 'a password', afterNul);
    case 'LOGIN':
      // The user name comes first, with the command or as the first response.
      return shown(context, frames.slice(1), 'a password', whole);
    case 'XOAUTH2':
    case 'OAUTHBEARER':
      return shown(context, frames.slice(0, 1), 'an access token', bearer);
    case 'EXTERNAL':
    case 'ANONYMOUS':
      return [];
    default:
      return guessable(context, exchange, auth, last);
  }
}

/** Challenge and response: no secret by themselves, but enough to try passwords on. */
function guessable(
  context: RuleContext,
  exchange: Exchange,
  auth: AuthFrames,
  last: Span,
): readonly Secret[] {
  const known = /^(?:CRAM-MD5|DIGEST-MD5|SCRAM-[A-Z0-9-]+|NTLM|GSSAPI|GS2-[A-Z0-9-]+)$/;
  if (!known.test(auth.mechanism) || exchange.responses.length === 0) return [];
  const proof = auth.mechanism.startsWith('SCRAM') ? (auth.frames[1] ?? last) : last;
  const what = 'a response from which the password can be guessed';
  return shown(context, [proof], what, whole).map(secret => ({
    ...secret,
    severity: 'information',
  }));
}

function shown(
  context: RuleContext,
  frames: readonly Span[],
  what: string,
  secretOf: (text: string) => string,
): readonly Secret[] {
  const { octets, scanner } = context.chunk;
  return frames
    .filter(({ start, end }) => {
      const text = frameText(scanner, octets.subarray(start, end));
      return !isMaskText(text) && !isMaskText(secretOf(text));
    })
    .map(at => ({ at, what }));
}

function whole(text: string): string {
  return text;
}

/** authorization identity NUL authentication identity NUL password (RFC 4616 §2). */
function afterNul(text: string): string {
  return text.slice(text.lastIndexOf('\0') + 1);
}

/** `auth=Bearer token` among fields that end with Ctrl-A (RFC 7628 §3.1). */
function bearer(text: string): string {
  const at = text.toLowerCase().indexOf('auth=bearer ');
  if (at < 0) return text;
  const token = text.slice(at + 'auth=bearer '.length);
  const end = token.indexOf('\x01');
  return end < 0 ? token : token.slice(0, end);
}
