import type { Related } from '../rule.ts';
import { defineRule } from '../rule.ts';
import type { NewLine } from '../fixes.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { placeOf } from '../placeOf.ts';
import { BYE, DATA, ENVELOPE, OPENED, openedWith } from './exampleParts.ts';
import { helloFaults } from './helloFaults.ts';
import { clientName, helloBefore, serverName } from './repair.ts';
import { accepted } from '../replyOf.ts';

/** The session goes on under TLS without a new EHLO. */
export const ehloMissingAfterStarttls = defineRule({
  id: 'ehlo-missing-after-starttls',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} directly after TLS was set up; EHLO has to be repeated.',
  why: 'TLS puts the session back to its start: what was said and offered in the clear may have been forged and counts no more.',
  advice: 'Send EHLO as the first command under TLS and use only what its reply offers.',
  refs: ['RFC 3207 §4.2'],
  offWhen: 'The tool leaves the second EHLO out of its log.',
  on: 'session',
  clues: ['hello-fault'],
  check(session, context) {
    for (const { exchange, cause } of helloFaults(session)) {
      if (cause !== 'tls') continue;
      const { command } = exchange;
      context.report({
        at: command.verbSpan,
        values: { verb: command.verb },
        related: startOf(session, exchange),
        fix: helloBefore(context, exchange, [
          ['client', `EHLO ${clientName(context)}`],
          ...replyLines(context, exchange),
        ]),
      });
    }
  },
  examples: {
    bad: [
      `${openedWith('STARTTLS')}
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: MAIL FROM:<a@client.example>
#~ ^^^^ ehlo-missing-after-starttls
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}
${BYE}`,
    ],
    good: [
      `${openedWith('STARTTLS')}
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: NOOP
S: 250 OK
C: EHLO client.example
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
    ],
  },
});

/** What lies further back is not looked for. */
const LOOK_BACK = 1_000;

/** The STARTTLS that set TLS up. */
function startOf(session: Session, exchange: Exchange): readonly Related[] {
  const place = placeOf(session, exchange);
  const start = session.exchanges
    .slice(Math.max(0, place - LOOK_BACK), place)
    .findLast(other => other.command.verb === 'STARTTLS' && accepted(other));
  return start ? [{ at: start.command.span, message: 'TLS was started here.' }] : [];
}

const PLAIN_TEXT = /^[!-~]+(?: [!-~]+)*$/;

/** What was offered before TLS, STARTTLS left out: the likely reply. */
function replyLines(context: RuleContext, { before: { staleCapabilities } }: Exchange): NewLine[] {
  const offered = [...staleCapabilities]
    .map(([keyword, values]) => `${keyword} ${values}`.trimEnd())
    .filter(text => !text.startsWith('STARTTLS') && PLAIN_TEXT.test(text));
  const texts = [serverName(context), ...offered];
  return texts.map((text, at): NewLine => {
    return ['server', `250${at === texts.length - 1 ? ' ' : '-'}${text}`];
  });
}
