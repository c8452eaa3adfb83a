import { builtInMeaning } from '../../transcript/builtInVariables.ts';
import type { Variable } from '../../transcript/variablesOf.ts';
import { variablesOf } from '../../transcript/variablesOf.ts';
import { CLOSING, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** A place whose value only whoever replays can give. */
export const variableWithoutValue = defineRule({
  id: 'variable-without-value',
  category: 'consistency',
  severity: 'hint',
  strictOnly: true,
  message: 'Nothing in this session gives {place} a value: whoever replays it has to.',
  why: 'A name that is misspelt, or that a reply binds only later, keeps the session from being replayed.',
  advice:
    'Write "# @var name=value" for a value to fall back on, or give it with --var or in an environment.',
  refs: ['docs/format.md'],
  offWhen: 'Your environments give the values.',
  on: 'session',
  clues: ['braces', 'directives'],
  check(session, context) {
    for (const variable of variablesOf(context.chunk, session).values()) {
      const [at] = variable.places;
      if (at === undefined || isKnown(variable)) continue;
      context.report({ at, values: { place: `{{${variable.name}}}` } });
    }
  },
  examples: {
    bad: [
      `# @var you=bob
${OPENING}C: VRFY {{yuo}}
#~      ^^^^^^^ variable-without-value
S: 252 2.1.5 {{yuo}} perhaps
${CLOSING}`,
    ],
    good: [
      `# @var you=bob
${OPENING}C: VRFY {{you}}
S: 252 2.1.5 {{id}} Perhaps
C: NOOP {{id}}
S: 250 OK
C: NOOP {{unique}}
S: 250 OK
${CLOSING}`,
    ],
  },
});

/** Before, or at, the first place. */
function isKnown({ name, bindings, places: [first] }: Variable): boolean {
  if (builtInMeaning(name) !== undefined) return true;
  return bindings.some(({ kind, at }) => kind === 'var' || at.start <= (first?.start ?? 0));
}
