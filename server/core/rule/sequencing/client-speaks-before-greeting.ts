import type { Session } from '../../transcript/model.ts';
import { defineRule } from '../rule.ts';
import { BYE, OPENED } from './exampleParts.ts';

/** A command that did not wait for the greeting. */
export const clientSpeaksBeforeGreeting = defineRule({
  id: 'client-speaks-before-greeting',
  category: 'sequencing',
  severity: 'warning',
  capture: 'information',
  message: 'The client sent {verb} before the greeting.',
  why: 'A client should wait for the greeting; many servers take one that talks first for a spam bot and refuse it.',
  advice: 'Wait for the 220 before the first command.',
  refs: ['RFC 5321 §4.3.1'],
  offWhen: 'The lines of the log are not in order, or early talkers are what you look for.',
  on: 'session',
  clues: ['odd-opening'],
  check(session, context) {
    const first = session.exchanges[0];
    if (first === undefined || session.greeting?.late !== true || isShuffled(session)) return;
    context.report({
      at: first.command.verbSpan,
      values: { verb: first.command.verb },
      related: [{ at: session.greeting.reply.span, message: 'The greeting comes here.' }],
    });
  },
  examples: {
    bad: [
      `
C: EHLO client.example
#~ ^^^^ client-speaks-before-greeting
S: 220 mx.example ESMTP ready
S: 250 mx.example
${BYE}`,
    ],
    good: [
      `${OPENED}\n${BYE}`,
      `
# 10:00:05
C: EHLO client.example
# 10:00:04
S: 220 mx.example ESMTP ready
#~ ^^^^^^^^^^^^^^^^^^^^^^^^^^ timestamps-not-monotonic
# 10:00:06
S: 250 mx.example
${BYE}`,
    ],
  },
});

/** The clock says that the greeting came first: two logs were put together. */
function isShuffled({ steps, greeting }: Session): boolean {
  const greeted = steps.findIndex(step => step === greeting);
  const spoke = steps.findIndex(step => step.kind === 'exchange');
  const [late, early] = [timeOf(steps.slice(0, greeted)), timeOf(steps.slice(0, spoke))];
  return late !== undefined && early !== undefined && late < early;
}

function timeOf(steps: Session['steps']): number | undefined {
  const note = steps.findLast(step => step.kind === 'note' && step.time !== undefined);
  return note?.kind === 'note' ? note.time : undefined;
}
