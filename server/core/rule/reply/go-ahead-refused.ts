import type { Exchange } from '../../transcript/model.ts';
import { CLOSING, DATA, ENVELOPE, HEADER, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

const SHUTDOWN = 421;

/** All was ready, and then the server would not. */
export const goAheadRefused = defineRule({
  id: 'go-ahead-refused',
  category: 'reply',
  severity: 'hint',
  strictOnly: true,
  message: '{verb} was refused ({code}) although {what}.',
  why: 'Nothing before it tells why, so the client finds out late; network monitors report such refusals, which can also be made by something between the two.',
  advice: 'Read the text of the reply; a policy is better told with MAIL or RCPT.',
  refs: ['RFC 5321 §4.3.2', 'RFC 3207 §4'],
  offWhen: 'Refusals are what you look at, and nothing is wrong with them.',
  on: 'exchange',
  verbs: ['DATA', 'STARTTLS'],
  clues: ['refusal'],
  check(exchange, context) {
    const line = exchange.replies[0]?.lines[0];
    const what = whatWasReady(exchange);
    if (line === undefined || what === undefined) return;
    if (line.code < 400 || line.code === SHUTDOWN) return;
    const { verb } = exchange.command;
    context.report({ at: codeSpan(line), values: { verb, code: line.code, what } });
  },
  examples: {
    bad: [
      `${OPENING}${ENVELOPE}C: DATA
S: 451 Try later
#~ ^^^ go-ahead-refused
C: RSET
S: 250 OK
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 454 TLS not available
#~ ^^^ go-ahead-refused
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${OPENING}${ENVELOPE}${DATA}${HEADER}C: \nC: hi\nC: .\nS: 554 No\n${CLOSING}`,
      `${OPENING}${ENVELOPE}C: DATA\nS: 421 mx.example closing\n`,
    ],
  },
});

function whatWasReady({ command, before }: Exchange): string | undefined {
  if (command.verb === 'DATA') {
    return before.name === 'rcpt' ? 'recipients were accepted' : undefined;
  }
  const { tls, transaction, capabilities } = before;
  const offered = capabilities.size > 0 && capabilities.has('STARTTLS');
  return offered && !tls && transaction === undefined ? 'the server offers it' : undefined;
}
