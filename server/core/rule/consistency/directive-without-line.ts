import { anchoredDirectives, anchorKindOf } from '../../transcript/directiveAnchors.ts';
import type { Directive, Session } from '../../transcript/model.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** A directive about the next line, and no such line follows. */
export const directiveWithoutLine = defineRule({
  id: 'directive-without-line',
  category: 'consistency',
  severity: 'warning',
  message: '@{name} is about the next {what}, {instead}.',
  why: 'A directive of that kind is about the line below it; without one it does nothing in a replay.',
  advice: 'Move it to the line that it is about, or delete it.',
  refs: ['docs/format.md'],
  on: 'session',
  clues: ['directives'],
  check(session, context) {
    const { of, idle } = anchoredDirectives(session);
    for (const { name, nameSpan } of idle) {
      const what = WORDS[anchorKindOf(name) ?? 'command'];
      context.report({ at: nameSpan, values: { name, what, instead: 'but none follows' } });
    }
    for (const [node, directives] of of) {
      const verb = verbOf(session, node);
      if (verb === undefined || verb === 'AUTH') continue;
      for (const { name, nameSpan } of directives.filter(isAuth)) {
        const values = { name, what: 'AUTH command', instead: `but ${verb} follows` };
        context.report({ at: nameSpan, values });
      }
    }
  },
  examples: {
    bad: [
      `${OPENING}${CLOSING}# @retry 3 every 60s
#~ ^^^^^ directive-without-line
`,
      `${OPENING}# @auth PLAIN user=alice secret=password
#~ ^^^^ directive-without-line
${CLOSING}`,
      `${OPENING}C: QUIT
S: 221 Bye
# @reply optional
#~ ^^^^^ directive-without-line
`,
    ],
    good: [
      `# @reply class
${OPENING}# @if HELP
# @sleep 2s
C: NOOP
S: 250 OK
${CLOSING}`,
    ],
  },
});

const WORDS = { command: 'command', sent: 'line of the client', reply: 'reply' } as const;

function isAuth({ name }: Directive): boolean {
  return name === 'auth';
}

/** Upper case; undefined for what is no command. */
function verbOf({ exchanges }: Session, node: object): string | undefined {
  return exchanges.find(({ command }) => command === node)?.command.verb;
}
