import { OFFER_VERBS } from '../../smtp/helloVerbs.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import { AFTER_CONTENT, CLOSING, DATA, HEADER } from '../exampleParts.ts';
import type { RuleContext } from '../context.ts';
import type { Span } from '../../octets/span.ts';
import { newKeywords } from './offeredKeywords.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** REQUIRETLS where there is no TLS: used, or offered only. */
export const requiretlsWithoutTls = defineRule({
  id: 'requiretls-without-tls',
  category: 'extension',
  severity: 'error',
  capture: 'information',
  message: 'REQUIRETLS is {what} outside TLS.',
  why: 'The parameter asks that the message travels under TLS all the way, so it may only be used once TLS is on, and only the EHLO reply after that offers it; what came before anybody may have forged.',
  advice: 'Start TLS, send EHLO again, and go by what that reply offers.',
  refs: ['RFC 8689 §2', 'RFC 8689 §4.2.1'],
  offWhen: 'The transcript does not show that the connection began with TLS.',
  silences: { line: ['param-not-advertised', 'stale-capability'] },
  on: 'exchange',
  verbs: ['MAIL', ...OFFER_VERBS],
  clues: ['odd-params', 'odd-keyword'],
  check(exchange, context) {
    if (exchange.before.tls || mayBeUnderTls(exchange, context)) return;
    if (exchange.command.verb === 'MAIL') {
      const at = useOf(exchange, context);
      if (at !== undefined) context.report({ at, values: { what: 'used' } });
      return;
    }
    const offer = newKeywords(exchange, context).find(({ keyword }) => keyword === 'REQUIRETLS');
    // One cause, one report: the use weighs more.
    if (offer === undefined || isUsedInClear(context)) return;
    context.report({ at: offer.at, values: { what: 'offered' }, severity: 'information' });
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 REQUIRETLS
C: MAIL FROM:<a@client.example> REQUIRETLS
#~                              ^^^^^^^^^^ requiretls-without-tls
S: 550 No
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 REQUIRETLS
#~     ^^^^^^^^^^ requiretls-without-tls
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 STARTTLS
C: STARTTLS
S: 220 Go ahead
# <TLS established>
C: EHLO client.example
S: 250-mx.example
S: 250 REQUIRETLS
C: MAIL FROM:<a@client.example> REQUIRETLS
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${DATA}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
  },
});

/** The transcript begins later, so TLS may have; an offer of STARTTLS tells that it has not. */
function mayBeUnderTls({ before, after }: Exchange, { session }: RuleContext): boolean {
  if (!session.hidden.start) return false;
  return !before.capabilities.has('STARTTLS') && !after.capabilities.has('STARTTLS');
}

function useOf(exchange: Exchange, context: RuleContext): Span | undefined {
  return paramsOf(exchange, context).find(({ keyword }) => keyword === 'REQUIRETLS')?.span;
}

const uses = new WeakMap<Session, boolean>();

/** Looked for once a session, however often it is offered. */
function isUsedInClear(context: RuleContext): boolean {
  const { session } = context;
  const known = uses.get(session);
  if (known !== undefined) return known;
  const used = session.exchanges.some(exchange => {
    const { command, before } = exchange;
    return command.verb === 'MAIL' && !before.tls && useOf(exchange, context) !== undefined;
  });
  uses.set(session, used);
  return used;
}
