import type { Exchange, Session } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { BYE, ENVELOPE, TEXT, openedWith } from './exampleParts.ts';
import { codeOf, refused } from '../replyOf.ts';
import { transactionFaults } from './transactionFaults.ts';

/** The client goes on with a message of which a chunk is lost. */
export const bdatAfterFailure = defineRule({
  id: 'bdat-after-failure',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} after a chunk failed with {code}.',
  why: 'Once a chunk was refused nobody knows what the server kept, so a client must send RSET before anything else; 503 is the usual answer until then.',
  advice: 'Send RSET and begin the message again with MAIL.',
  refs: ['RFC 3030 §2'],
  offWhen: 'Your server is known to go on after a refused chunk.',
  on: 'session',
  clues: ['chunks', 'transaction-fault'],
  check(session, context) {
    for (const [chunk, next] of failures(session)) {
      context.report({
        at: next.command.verbSpan,
        values: { verb: next.command.verb, code: codeOf(chunk) },
        related: [{ at: chunk.command.span, message: 'This chunk was refused.' }],
        fix: resetInstead(context, next),
      });
    }
    for (const { exchange, kind, cause } of transactionFaults(session)) {
      if (kind !== 'bdat-after-failure' || cause === undefined) continue;
      context.report({
        at: exchange.command.verbSpan,
        values: { verb: exchange.command.verb, code: codeOf(cause) },
        fix: resetInstead(context, exchange),
        // Most servers end the transaction with LAST, whatever they answer.
        severity: 'information',
      });
    }
  },
  examples: {
    bad: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 452 Full
C: BDAT 0 LAST
#~ ^^^^ bdat-after-failure
S: 503 Reset first
C: RSET
S: 250 OK
${BYE}`,
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131 LAST
${TEXT}
S: 452 Full
C: BDAT 0 LAST
#~ ^^^^ bdat-after-failure
S: 503 Reset first
C: RSET
S: 250 OK
${BYE}`,
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 452 Full
C: BDAT 4 LAST
#~ ^^^^ bdat-after-failure
C: hi
S: 503 Reset first
${BYE}`,
    ],
    good: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 452 Full
C: RSET
S: 250 OK
${BYE}`,
      `${openedWith('CHUNKING', 'PIPELINING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
C: BDAT 0 LAST
S: 452 Full
S: 503 Reset first
C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});

/**
 * RSET in place of the refused command and its chunk, which the server threw away. What was accepted
 * may be what the client wanted: then the way out is not certain.
 */
function resetInstead(context: RuleContext, exchange: Exchange): Fix | undefined {
  const { command, replies, content, unanswered } = exchange;
  const [reply] = replies;
  const [line] = reply?.lines ?? [];
  if (!refused(exchange) || command.raw || unanswered > 0) return undefined;
  if (reply?.lines.length !== 1 || line === undefined || line.raw) return undefined;
  if (context.chunk.origin !== undefined || content?.shown === false) return undefined;
  return {
    title: `Send RSET instead of this ${command.verb}`,
    safe: false,
    edits: [
      { at: command.span, text: 'RSET' },
      ...(content?.blocks ?? []).map(at => ({ at, text: '' })),
      { at: line.span, text: '250 OK' },
    ],
  };
}

const GOES_ON: ReadonlySet<string> = new Set(['BDAT', 'DATA', 'BURL', 'RCPT']);

/** A refused chunk and the first command that the client sent although it knew. */
function* failures(session: Session): Generator<readonly [chunk: Exchange, next: Exchange]> {
  let chunk: Exchange | undefined;
  for (const exchange of session.exchanges) {
    const { command, known, after } = exchange;
    if (chunk && known.name === 'bdat-failed' && GOES_ON.has(command.verb)) {
      yield [chunk, exchange];
      chunk = undefined;
    }
    const fails = command.verb === 'BDAT' && refused(exchange) && after.name === 'bdat-failed';
    if (fails && known.name !== 'bdat-failed') chunk ??= exchange;
    else if (after.name !== 'bdat-failed') chunk = undefined;
  }
}
