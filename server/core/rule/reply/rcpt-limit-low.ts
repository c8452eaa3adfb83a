import { readEnhancedCode } from '../../smtp/enhancedCode.ts';
import { LIMITS } from '../../smtp/limits.ts';
import type { Exchange, Reply } from '../../transcript/model.ts';
import type { State } from '../../transcript/state.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, ENVELOPE, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

const LONGEST = 600;

/** Too many recipients, and they are few. */
export const rcptLimitLow = defineRule({
  id: 'rcpt-limit-low',
  category: 'reply',
  severity: 'information',
  message: '"Too many recipients" after {n} recipients; at least 100 must be taken.',
  why: 'A server has to take 100 recipients of one message; clients send that many in one transaction and have to try the refused ones again.',
  advice:
    'Raise the limit, or announce it with the LIMITS extension; a client sends the others in another transaction.',
  refs: ['RFC 5321 §4.5.3.1.8', 'RFC 5321 §4.5.3.1.10', 'RFC 9422 §3.5'],
  offWhen: 'The server limits senders it does not know on purpose.',
  on: 'session',
  clues: ['refusal'],
  check({ exchanges }, context) {
    let told: Exchange | undefined;
    for (const { command, before, replies } of exchanges) {
      const { transaction } = before;
      const [reply] = replies;
      const line = reply?.lines[0];
      if (
        line === undefined ||
        command.verb !== 'RCPT' ||
        transaction === undefined ||
        reply === undefined
      )
        continue;
      // Of a transaction the first refusal says all.
      if (transaction.mail === told || !mayTakeMore(before) || !saysTooMany(reply, context))
        continue;
      told = transaction.mail;
      context.report({ at: codeSpan(line), values: { n: transaction.acceptedCount } });
    }
  },
  examples: {
    bad: [
      `${OPENING}${ENVELOPE}C: RCPT TO:<c@mx.example>
S: 452 4.5.3 Too many recipients
#~ ^^^ rcpt-limit-low
C: RCPT TO:<d@mx.example>
S: 452 4.5.3 Too many recipients
C: RSET
S: 250 OK
${CLOSING}`,
      `${OPENING}${ENVELOPE}C: RCPT TO:<c@mx.example>
S: 552 too many RCPTs here
#~ ^^^ rcpt-limit-low
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      `${OPENING}${ENVELOPE}C: RCPT TO:<c@mx.example>\nS: 452 Disk full\nC: RSET\nS: 250 OK\n${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 LIMITS RCPTMAX=10
${ENVELOPE}C: RCPT TO:<c@mx.example>
S: 452 4.5.3 Too many recipients
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

/** Fewer than a server has to take, and it did not say how many it takes. */
function mayTakeMore({ transaction, capabilities }: State): boolean {
  const accepted = transaction?.acceptedCount ?? 0;
  if (accepted === 0 || accepted >= LIMITS.recipients.value) return false;
  return !/\bRCPTMAX=/i.test(capabilities.get('LIMITS') ?? '') && !capabilities.has('X-RCPTLIMIT');
}

function saysTooMany({ code, lines }: Reply, context: RuleContext): boolean {
  if (code !== 452 && code !== 552) return false;
  return lines.some(({ text: { start, end } }) => {
    const found = readEnhancedCode(context.chunk.octets, start, end);
    if (found?.subject === 5 && found.detail === 3) return true;
    return /\btoo many (?:recipients|rcpts?)\b/i.test(
      context.text({ start, end: Math.min(end, start + LONGEST) }),
    );
  });
}
