import { CLOSING, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

const LONGEST = 600;

/** 251 or 551 without the address that it is about. */
export const forwardPathMissingInReply = defineRule({
  id: 'forward-path-missing-in-reply',
  category: 'reply',
  severity: 'hint',
  message: '{code} should name the other address.',
  why: '251 and 551 tell where the mailbox is now; their text is among the few that programs read, and without the address there is nothing to update.',
  advice: 'Put the new address in angle brackets, or answer 250 or 550 where it shall stay secret.',
  refs: ['RFC 5321 §3.4', 'RFC 5321 §4.2', 'RFC 5321 §4.3.2'],
  offWhen: 'The server keeps the addresses of its users to itself.',
  silences: { line: ['reply-text-missing'] },
  on: 'reply',
  clues: ['reply-text'],
  check({ reply, to }, context) {
    if ((reply.code !== 251 && reply.code !== 551) || to === undefined || to === 'connect') return;
    const { verb } = to.command;
    const [line] = reply.lines;
    if (line === undefined || (verb !== 'RCPT' && verb !== 'VRFY')) return;
    const named = reply.lines.some(({ text: { start, end } }) => {
      return /\S@\S/.test(context.text({ start, end: Math.min(end, start + LONGEST) }));
    });
    if (!named) context.report({ at: codeSpan(line), values: { code: reply.code } });
  },
  examples: {
    bad: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 551 User not local
#~ ^^^ forward-path-missing-in-reply
C: RSET
S: 250 OK
${CLOSING}`,
      `${OPENING}C: VRFY smith
#~ vrfy-expn-disclosure
S: 251
#~ ^^^ forward-path-missing-in-reply
${CLOSING}`,
    ],
    good: [
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 551 User not local; please try <b@other.example>
C: RSET
S: 250 OK
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 ETRN
C: ETRN example.org
S: 251 OK, no messages waiting for node example.org
${CLOSING}`,
    ],
  },
});
