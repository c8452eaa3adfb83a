import { defineRule } from '../rule.ts';
import { BYE, OPENED, openedWith } from './exampleParts.ts';

/** A verb of RFC 821 that is no more. */
export const obsoleteCommand = defineRule({
  id: 'obsolete-command',
  category: 'sequencing',
  severity: 'warning',
  capture: 'information',
  message: '{verb} is obsolete.',
  why: 'SEND, SOML and SAML, for messages on a terminal, are not provided any more; TURN hands the mail of a host to anybody who gives its name.',
  advice: 'Use MAIL; in place of TURN use ETRN, or ATRN after authentication.',
  refs: ['RFC 5321 Appendix F.6', 'RFC 5321 Appendix F.1'],
  offWhen: 'You read transcripts of the time of RFC 821.',
  tags: ['deprecated'],
  on: 'exchange',
  verbs: ['SEND', 'SOML', 'SAML', 'TURN'],
  clues: ['rare-verb'],
  check({ command, before }, context) {
    // Between hosts that authenticated each other TURN may serve.
    if (command.verb === 'TURN' && before.authenticated) return;
    context.report({ at: command.verbSpan, values: { verb: command.verb } });
  },
  examples: {
    bad: [
      `${OPENED}
C: TURN
#~ ^^^^ obsolete-command
S: 502 Refused
${BYE}`,
      `${OPENED}
C: SOML FROM:<a@client.example>
#~ ^^^^ obsolete-command
S: 502 No terminals here
${BYE}`,
    ],
    good: [
      `${openedWith('ETRN')}
C: ETRN example.org
S: 250 OK
${BYE}`,
    ],
  },
});
