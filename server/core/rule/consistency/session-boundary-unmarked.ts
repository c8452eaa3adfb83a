import { CLOSING, OPENING } from '../exampleParts.ts';
import { noteAfter } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** Two sessions without anything between. */
export const sessionBoundaryUnmarked = defineRule({
  id: 'session-boundary-unmarked',
  category: 'consistency',
  severity: 'information',
  capture: 'off',
  message: 'A new session starts after this line without a mark.',
  why: 'Several sessions in a file are fine, but whoever reads it may take them for one, and nothing of the first counts in the second.',
  advice: 'Write "# --- new session ---" or leave an empty line between the two.',
  refs: ['RFC 5321 §3.1'],
  offWhen: 'Your files hold many short sessions and you know where each begins.',
  on: 'session',
  clues: ['abutting'],
  check(session, context) {
    const { chunk } = context;
    if (chunk.dialect !== 'smtp' || !chunk.abuts || session !== chunk.sessions.at(-1)) return;
    // "# <connection closed>" is a mark as well.
    const last = session.steps.at(-1);
    if (last === undefined || last.kind !== 'exchange') return;
    const line = last.replies.at(-1)?.lines.at(-1) ?? last.command;
    context.report({
      at: line.span,
      fix: noteAfter(context, 'Mark the new session', line.line, '# --- new session ---'),
    });
  },
  examples: {
    bad: [
      `${OPENING}${CLOSING}#~ ^^^^^^^ session-boundary-unmarked
${OPENING}${CLOSING}`,
    ],
    good: [
      `${OPENING}${CLOSING}# --- new session ---\n${OPENING}${CLOSING}`,
      `${OPENING}${CLOSING}\n${OPENING}${CLOSING}`,
      `${OPENING}${CLOSING}# <connection closed>\n${OPENING}${CLOSING}`,
      `${OPENING}${CLOSING}`,
    ],
  },
});
