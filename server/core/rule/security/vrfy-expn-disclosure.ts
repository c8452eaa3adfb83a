import { CLOSING, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** The server tells who has a mailbox. */
export const vrfyExpnDisclosure = defineRule({
  id: 'vrfy-expn-disclosure',
  category: 'security',
  severity: 'hint',
  message: '{verb} reveals that {what}.',
  why: 'Whoever collects addresses can ask for one name after another, or for the members of a list.',
  advice: 'Let the server answer VRFY with 252, and EXPN with 502 or 550.',
  refs: ['RFC 5321 §7.3', 'RFC 5321 §3.5.3'],
  offWhen: 'The server answers these commands to its own users only.',
  on: 'exchange',
  verbs: ['VRFY', 'EXPN'],
  clues: ['rare-verb'],
  check({ command, replies, before }, context) {
    const [reply] = replies;
    const line = reply?.lines[0];
    if (line === undefined || before.authenticated) return;
    if (line.code !== 250 && line.code !== 251) return;
    const what = command.verb === 'VRFY' ? 'the user exists' : 'the list exists, and its members';
    context.report({
      at: command.verbSpan,
      values: { verb: command.verb, what },
      related: [{ at: line.span, message: 'The server says so.' }],
    });
  },
  examples: {
    bad: [
      `${OPENING}C: VRFY bob
#~ ^^^^ vrfy-expn-disclosure
S: 250 Bob <bob@mx.example>
${CLOSING}`,
      `${OPENING}C: EXPN friends
#~ ^^^^ vrfy-expn-disclosure
S: 250-Bob <bob@mx.example>
S: 250 Eve <eve@mx.example>
${CLOSING}`,
    ],
    good: [
      `${OPENING}C: VRFY bob\nS: 252 Cannot verify\n${CLOSING}`,
      `${OPENING}C: EXPN friends\nS: 550 No\n${CLOSING}`,
    ],
  },
});
