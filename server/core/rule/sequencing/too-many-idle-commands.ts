import { CROWD_OF_IDLERS, isIdle } from '../clue/dialogueClues.ts';
import { defineRule } from '../rule.ts';
import { BYE, DATA, ENVELOPE, OPENED } from './exampleParts.ts';

const MANY = 100;

/** A client that talks and sends nothing. */
export const tooManyIdleCommands = defineRule({
  id: 'too-many-idle-commands',
  category: 'sequencing',
  severity: 'information',
  message: 'More than {n} commands in a row that bring no message on its way.',
  why: 'NOOP, HELP, VRFY and EXPN keep a connection busy; servers count them and hang up, since only scanners and broken clients send so many.',
  advice: 'Close the connection when there is nothing to send, and open another later.',
  refs: ['RFC 5321 §4.1.1.9', 'RFC 5321 §7.8'],
  offWhen: 'Your client keeps connections open with NOOP and your server lets it.',
  options: {
    most: {
      type: 'integer',
      default: MANY,
      minimum: CROWD_OF_IDLERS,
      maximum: 1_000_000,
      description: 'How many such commands may follow one another.',
    },
  },
  on: 'session',
  clues: ['crowd'],
  check(session, context) {
    const most = Number(context.option('most') ?? MANY);
    let idle = 0;
    for (const { command } of session.exchanges) {
      idle = isIdle(command.verb) ? idle + 1 : 0;
      if (idle === most + 1) context.report({ at: command.line, values: { n: most } });
    }
  },
  examples: {
    bad: [
      `${OPENED}
${'C: NOOP\nS: 250 OK\n'.repeat(MANY)}C: NOOP
#~ too-many-idle-commands
S: 250 OK
${BYE}`,
    ],
    good: [`${OPENED}\n${'C: NOOP\nS: 250 OK\n'.repeat(3)}${ENVELOPE}\n${DATA}\n${BYE}`],
  },
});
