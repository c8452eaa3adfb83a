import { nextBlank, skipBlanks } from '../../smtp/octet.ts';
import { CLOSING } from '../exampleParts.ts';
import { offering } from './exampleParts.ts';
import { defineRule } from '../rule.ts';

/** An initial response where the server has the first word. */
export const authInitialResponseNotAllowed = defineRule({
  id: 'auth-initial-response-not-allowed',
  category: 'syntax',
  severity: 'error',
  capture: 'information',
  message: '{mech} lets the server speak first; no initial response is possible.',
  why: 'The client answers a challenge that it does not have yet; the server must refuse with 501 5.7.0.',
  advice: 'Send AUTH and the mechanism alone, and answer the challenge that comes.',
  refs: ['RFC 4954 §4'],
  offWhen: 'Your server takes the user name with AUTH LOGIN, as most do.',
  on: 'exchange',
  verbs: ['AUTH'],
  clues: ['auth'],
  check(exchange, context) {
    const { octets } = context.chunk;
    const { start, end } = exchange.command.argument;
    const stop = nextBlank(octets, start, end);
    const from = skipBlanks(octets, stop, end);
    if (from === end) return;
    const mech = context.text({ start, end: stop }).toUpperCase();
    if (!SERVER_FIRST.has(mech)) return;
    context.report({
      at: { start: from, end },
      values: { mech },
      // Practice has it that way, whatever the draft says.
      ...(mech === 'LOGIN' ? { severity: 'hint' as const } : {}),
    });
  },
  examples: {
    bad: [
      `${offering('CRAM-MD5')}C: AUTH CRAM-MD5 YWJj
#~ weak-auth-mechanism
#~               ^^^^ auth-initial-response-not-allowed
S: 501 5.7.0 No initial response
${CLOSING}`,
    ],
    good: [
      `${offering('CRAM-MD5')}C: AUTH CRAM-MD5
#~ weak-auth-mechanism
S: 334 PDFAeD4=
C: YWxpY2UgMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
#~ credentials-in-transcript
S: 235 2.7.0 OK
${CLOSING}`,
      // The client has the first word.
      `${offering('EXTERNAL')}C: AUTH EXTERNAL =
S: 235 2.7.0 OK
${CLOSING}`,
    ],
  },
});

const SERVER_FIRST: ReadonlySet<string> = new Set(['CRAM-MD5', 'DIGEST-MD5', 'LOGIN']);
