import { CROWD_SIZE } from '../clue/dialogueClues.ts';
import { defineRule } from '../rule.ts';
import { BYE, openedWith } from './exampleParts.ts';

const MOST = 1_000;

/** More commands at once than anybody sends in earnest. */
export const pipelineTooLong = defineRule({
  id: 'pipeline-too-long',
  category: 'sequencing',
  severity: 'warning',
  capture: 'information',
  message: 'More than {n} commands are sent before a single reply is read.',
  why: 'Neither side reads what the other sends once the buffers between them are full, and then both wait for ever; servers keep such clients out.',
  advice: 'Read the replies while sending, and send no more than the buffers take.',
  refs: ['RFC 2920 §3.1', 'RFC 2920 §3.2'],
  offWhen: 'You measure how much a server takes.',
  options: {
    most: {
      type: 'integer',
      default: MOST,
      minimum: CROWD_SIZE,
      maximum: 1_000_000,
      description: 'How many commands may wait for their replies.',
    },
  },
  on: 'session',
  clues: ['crowd'],
  check(session, context) {
    const most = Number(context.option('most') ?? MOST);
    let told = false;
    for (const exchange of session.exchanges) {
      if (exchange.unanswered === 0) told = false;
      if (told || exchange.unanswered < most) continue;
      told = true;
      context.report({ at: exchange.command.span, values: { n: most } });
    }
  },
  examples: {
    bad: [
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
S: 250 OK
${recipients(MOST)}
C: RCPT TO:<last@mx.example>
#~ ^^^^^^^^^^^^^^^^^^^^^^^^^ pipeline-too-long
#~ too-many-recipients
${'S: 250 OK\n'.repeat(MOST + 1)}C: RSET
S: 250 OK
${BYE}`,
    ],
    good: [
      `${openedWith('PIPELINING')}
C: MAIL FROM:<a@client.example>
S: 250 OK
${recipients(3)}
${'S: 250 OK\n'.repeat(3)}C: RSET
S: 250 OK
${BYE}`,
    ],
  },
});

function recipients(count: number): string {
  return Array.from({ length: count }, (_, at) => `C: RCPT TO:<n${String(at)}@mx.example>`).join(
    '\n',
  );
}
