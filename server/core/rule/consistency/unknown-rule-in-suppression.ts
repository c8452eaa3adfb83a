import { suggestName } from '../../smtp/suggest.ts';
import type { RuleContext } from '../context.ts';
import { WHOLE } from '../exampleParts.ts';
import { safeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';
import { suppressionOf } from '../suppress.ts';
import type { NamedRule } from '../suppress.ts';

/** A comment that switches off a rule nobody has. */
export const unknownRuleInSuppression = defineRule({
  id: 'unknown-rule-in-suppression',
  category: 'consistency',
  severity: 'warning',
  message: 'There is no rule "{id}"{hint}.',
  why: 'A comment that names no rule switches nothing off, and nobody notices.',
  advice: 'Name a rule by its id; what follows "--" is the reason.',
  refs: ['docs/configuration.md'],
  offWhen: 'When the same files are checked with an older version that lacks some of the rules.',
  on: 'session',
  clues: ['directives'],
  check({ directives }, context) {
    const unknown = directives
      .flatMap(directive => suppressionOf(directive, context.chunk)?.named ?? [])
      .filter(({ id }) => !context.rules.has(id));
    for (const [at, name] of unknown.entries()) {
      const near = at < MOST_HINTS ? suggestName(name.id, [...context.rules]) : undefined;
      report(name, near, context);
    }
  },
  examples: {
    bad: [
      `# @disable-session missing-quit, data-before-354 -- as it was sent
#~                 ^^^^^^^^^^^^ unknown-rule-in-suppression
#~                               ^^^^^^^^^^^^^^^ unused-suppression
${WHOLE}`,
      `# @disable-session nested.mail because it is so
#~                 ^^^^^^^^^^^ unknown-rule-in-suppression
#~                             ^^^^^^^ unknown-rule-in-suppression
#~                                     ^^ unknown-rule-in-suppression
#~                                        ^^ unknown-rule-in-suppression
#~                                           ^^ unknown-rule-in-suppression
${WHOLE}`,
    ],
    good: [`# @disable-session unused-suppression -- for the next version\n${WHOLE}`],
  },
});

/** To look for the nearest of all rules takes time. */
const MOST_HINTS = 100;

function report({ id, at }: NamedRule, near: string | undefined, context: RuleContext): void {
  const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
  context.report({ at, values: { id, hint }, fix: near === undefined ? undefined : fix(near, at) });
}

/** A comment is no protocol text, but to switch off another rule than was meant may hide a fault. */
function fix(near: string, at: NamedRule['at']): Fix {
  return { ...safeFix(`Write ${near}`, at, near), safe: false };
}
