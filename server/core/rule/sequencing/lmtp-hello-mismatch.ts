import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { unsafeFix } from '../fixes.ts';
import type { Fix, Related } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';
import { deleteExchanges } from './repair.ts';
import { codeOf, refused } from '../replyOf.ts';

/** The hello of the other protocol. */
export const lmtpHelloMismatch = defineRule({
  id: 'lmtp-hello-mismatch',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} does not belong to {protocol}.',
  why: 'LMTP opens with LHLO and has neither HELO nor EHLO; SMTP does not know LHLO. The two must not be mistaken for one another, since they reply differently to a message.',
  advice: 'Use LHLO in LMTP and EHLO in SMTP.',
  refs: ['RFC 2033 §4.1'],
  offWhen: 'Your server speaks both protocols on one port.',
  silences: { session: ['ehlo-fallback-missing'], line: ['unknown-command'] },
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'LHLO'],
  clues: ['lmtp'],
  check(exchange, context) {
    const { command } = exchange;
    const { session } = context;
    if (!isMismatch(session, exchange) || exchange.before.name === 'closed') return;
    const right = session.protocol === 'LMTP' ? 'LHLO' : 'EHLO';
    context.report({
      at: command.verbSpan,
      values: { verb: command.verb, protocol: session.protocol },
      related: speaksLmtp(session),
      fix: fixOf(context, exchange, right),
    });
  },
  examples: {
    bad: [
      `
S: 220 lmtp.example LMTP ready
C: EHLO client.example
#~ ^^^^ lmtp-hello-mismatch
S: 500 Use LHLO
${BYE}`,
      `
S: 220 mx.example ESMTP ready
C: LHLO client.example
#~ ^^^^ lmtp-hello-mismatch
S: 500 Unknown command
C: EHLO client.example
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `
S: 220 lmtp.example LMTP ready
C: LHLO client.example
S: 250 lmtp.example
${BYE}`,
      `
S: 220 lmtp.example ready
C: LHLO client.example
S: 250 lmtp.example
${BYE}`,
      `${OPENED}\n${BYE}`,
    ],
  },
});

/** An accepted LHLO or the word LMTP in the greeting makes it LMTP. */
function isMismatch({ protocol, hidden }: Session, exchange: Exchange): boolean {
  if (exchange.command.verb !== 'LHLO') return protocol === 'LMTP';
  return protocol === 'SMTP' && !hidden.start && codeOf(exchange) >= 500;
}

interface Hellos {
  /** The first LHLO that was not refused. */
  readonly lmtp: Exchange | undefined;
  /** Where the last of each verb stands. */
  readonly last: ReadonlyMap<string, number>;
}

const known = new WeakMap<Session, Hellos>();

/** Looked for once: there may be many hellos in a session. */
function hellosOf(session: Session): Hellos {
  const before = known.get(session);
  if (before !== undefined) return before;
  const { exchanges } = session;
  const lmtp = exchanges.find(x => x.command.verb === 'LHLO' && !refused(x));
  const last = new Map(exchanges.map(({ command }) => [command.verb, command.line.start]));
  const hellos = { lmtp, last };
  known.set(session, hellos);
  return hellos;
}

/** What shows that it is LMTP. */
function speaksLmtp(session: Session): readonly Related[] {
  const { protocol, greeting } = session;
  if (protocol !== 'LMTP') return [];
  const hello = hellosOf(session).lmtp;
  const at = hello?.command.span ?? greeting?.reply.span;
  return at ? [{ at, message: 'The session is LMTP.' }] : [];
}

/** Where the client then found the right one itself, this one goes. */
function fixOf(context: RuleContext, exchange: Exchange, right: string): Fix | undefined {
  const { command, unanswered } = exchange;
  if (command.raw) return undefined;
  const isFound = (hellosOf(context.session).last.get(right) ?? -1) > command.line.start;
  if (!isFound) return unsafeFix(`Replace ${command.verb} by ${right}`, command.verbSpan, right);
  const edits = unanswered === 0 ? deleteExchanges(context, [exchange]) : undefined;
  return edits && { title: `Delete this ${command.verb}`, safe: false, edits };
}
