import { HELLO_VERBS } from '../../smtp/helloVerbs.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { unsafeFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';
import { canBeEhlo } from './canBeEhlo.ts';

const GREETED = OPENED.slice(0, OPENED.indexOf('\nC:'));

/** A client that does not even ask for extensions. */
export const heloInsteadOfEhlo = defineRule({
  id: 'helo-instead-of-ehlo',
  category: 'sequencing',
  severity: 'hint',
  message: 'The session starts with HELO although EHLO is preferred.',
  why: 'HELO is kept for clients from before extensions; without EHLO there is no TLS, no authentication and no SIZE.',
  advice: 'Say EHLO, and HELO only where the server does not know it.',
  refs: ['RFC 5321 §4.1.1.1', 'RFC 5321 §2.2.1', 'RFC 5321 Appendix F.3'],
  offWhen: 'A device that can do no better is looked at, or a server is tried with old clients.',
  on: 'exchange',
  verbs: ['HELO'],
  clues: ['rare-verb'],
  check(exchange, context) {
    const { session } = context;
    const { before, command } = exchange;
    if (session.hidden.start || session.protocol === 'LMTP' || before.name !== 'greeted') return;
    if (firstHelloOf(session) !== exchange) return;
    context.report({ at: command.verbSpan, fix: fixOf(exchange, context) });
  },
  examples: {
    bad: [
      `${GREETED}
C: HELO client.example
#~ ^^^^ helo-instead-of-ehlo
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
    ],
    good: [
      `${OPENED}\n${ENVELOPE}\n${DATA}\n${BYE}`,
      `${GREETED}
C: EHLO client.example
S: 500 Command not recognised
C: HELO client.example
S: 250 mx.example
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});

const first = new WeakMap<Session, Exchange>();

/** The first hello of a session, looked for once. */
function firstHelloOf(session: Session): Exchange | undefined {
  const known = first.get(session);
  if (known !== undefined) return known;
  const found = session.exchanges.find(({ command: { verb } }) => HELLO_VERBS.has(verb));
  if (found !== undefined) first.set(session, found);
  return found;
}

/** A reply of one line that names the server offers nothing and reads the same after EHLO. */
function fixOf(exchange: Exchange, context: RuleContext): Fix | undefined {
  const { command } = exchange;
  if (context.chunk.origin !== undefined || !canBeEhlo(exchange, context)) return undefined;
  return unsafeFix('Say EHLO instead', command.verbSpan, 'EHLO');
}
