import { placeOf } from '../placeOf.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, TEXT, openedWith } from './exampleParts.ts';

/** DATA in a transaction whose content comes in chunks. */
export const bdatAndDataMixed = defineRule({
  id: 'bdat-and-data-mixed',
  category: 'sequencing',
  severity: 'error',
  message: '{verb} in a transaction that already used {other}.',
  why: 'A transaction takes its content by BDAT or by DATA, never by both; the server must answer 503 and then wants RSET.',
  advice: 'Finish with BDAT LAST, or send RSET and begin again.',
  refs: ['RFC 3030 §2'],
  offWhen: 'You test how a server answers the mixture.',
  on: 'exchange',
  verbs: ['DATA'],
  clues: ['chunks'],
  check({ command, before }, context) {
    if (before.transaction?.usedBdat !== true || before.name === 'bdat-failed') return;
    const { mail } = before.transaction;
    const chunk = context.session.exchanges
      .slice(placeOf(context.session, mail))
      .find(exchange => exchange.command.verb === 'BDAT');
    context.report({
      at: command.verbSpan,
      values: { verb: command.verb, other: 'BDAT' },
      related: chunk ? [{ at: chunk.command.span, message: 'The first chunk.' }] : [],
    });
  },
  examples: {
    bad: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 250 131 octets
C: DATA
#~ ^^^^ bdat-and-data-mixed
S: 503 BDAT in progress
C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('CHUNKING')}
${ENVELOPE}
C: BDAT 131
${TEXT}
S: 250 131 octets
C: BDAT 0 LAST
S: 250 OK
${ENVELOPE}
${DATA}
${BYE}`,
    ],
  },
});
