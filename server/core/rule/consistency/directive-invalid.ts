import { dialectOf } from '../../dialect/probe.ts';
import { DIALECTS } from '../../dialect/registry.ts';
import { suggestName } from '../../smtp/suggest.ts';
import { directiveEntryOf, DIRECTIVES, isKnownDirective } from '../../transcript/directives.ts';
import { authFault } from '../../transcript/directive/authFault.ts';
import { authWordsOf } from '../../transcript/directive/authWords.ts';
import { patternProblem } from '../../transcript/directive/patternProblem.ts';
import { replyWordsOf } from '../../transcript/directive/replyWords.ts';
import type { Directive } from '../../transcript/model.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';
import type { Report } from '../rule.ts';

/** A directive that nobody understands. Where those of suppression stand: `suppressionRemarks.ts`. */
export const directiveInvalid = defineRule({
  id: 'directive-invalid',
  category: 'consistency',
  severity: 'warning',
  message: 'This directive is not in order: {fault}.',
  why: 'A directive that is not understood is ignored, and the file then means something else than its author thinks.',
  advice: 'Correct the name or the value, or write a note without "@".',
  refs: ['docs/format.md'],
  offWhen: 'When files are shared with a later version that knows more directives.',
  on: 'session',
  clues: ['directives'],
  check({ directives }, context) {
    for (const directive of directives) {
      const found = faultOfName(directive) ?? faultOfValue(directive);
      if (found !== undefined) context.report(found);
    }
  },
  examples: {
    bad: [
      `# @timeout soon
#~         ^^^^ directive-invalid
${WHOLE}`,
      `# @reply pattern queued as (\\S+
#~       ^^^^^^^^^^^^^^^^^^^^^^ directive-invalid
${WHOLE}`,
      `${OPENING.replace('250 mx.example', '250-mx.example\nS: 250 AUTH PLAIN')}# @auth PLAIN user=alice
#~      ^^^^^^^^^^^^^^^^ directive-invalid
C: AUTH PLAIN <redacted>
#~      ^^^^^ plaintext-auth-without-tls
S: 235 2.7.0 OK
${CLOSING}`,
      `# @disable-sesion nested-mail
#~ ^^^^^^^^^^^^^^ directive-invalid
${WHOLE}`,
      `# @disable-line nested-mail
#~ ^^^^^^^^^^^^ directive-invalid
${WHOLE}`,
      `# @excerpt
#~ ^^^^^^^ directive-invalid
${WHOLE}`,
      `${WHOLE}# @disable-next-line nested-mail
#~ ^^^^^^^^^^^^^^^^^ directive-invalid
`,
    ],
    good: [
      `# @name First try
# @timeout 1500ms
# @match Class
# @expect differed
# @target mail.example.net:2525
# @x-ours whatever
# @postmaster should look at this
${WHOLE}`,
    ],
  },
});

/** A name that is nearly one of ours; any other may be a later version's. */
function faultOfName({ name, nameSpan }: Directive): Report | undefined {
  if (isKnownDirective(name)) return undefined;
  // Other linters know it; @disable-file is near in its letters only.
  const near = name === 'disable-line' ? undefined : suggestName(name, NAMES);
  if (near === undefined) return isDisabling(name) ? noSuchDisable(name, nameSpan) : undefined;
  return {
    at: nameSpan,
    values: { fault: `there is no @${name} (did you mean @${near}?)` },
    fix: unsafeFix(`Write @${near}`, nameSpan, near),
  };
}

/** Other linters have comments of that kind which this one has not. */
function isDisabling(name: string): boolean {
  return /^disable(?:-|$)/.test(name);
}

function noSuchDisable(name: string, at: Report['at']): Report {
  const known = NAMES.filter(one => one.startsWith('disable')).map(one => `@${one}`);
  return { at, values: { fault: `there is no @${name}, but ${known.join(', ')}` } };
}

const NAMES = DIRECTIVES.map(({ name }) => name);

function faultOfValue(directive: Directive): Report | undefined {
  const { name, value, nameSpan, valueSpan } = directive;
  const at = value === '' ? nameSpan : valueSpan;
  if (name === 'dialect') return faultOfDialect(value, at);
  const fault = directiveEntryOf(name)?.fault?.(value) ?? faultWithin(directive);
  return fault === undefined ? undefined : { at, values: { fault } };
}

/** What the words of a value make impossible, each of them being in order. */
function faultWithin({ name, value }: Directive): string | undefined {
  const auth = name === 'auth' ? authWordsOf(value) : undefined;
  // The sentence ends in the message of the rule.
  if (auth !== undefined) return authFault(auth)?.replace(/\.$/, '');
  const pattern = name === 'reply' ? replyWordsOf(value)?.pattern : undefined;
  const problem = pattern === undefined ? undefined : patternProblem(pattern);
  return problem === undefined ? undefined : `the pattern ${problem}`;
}

function faultOfDialect(value: string, at: Report['at']): Report | undefined {
  const [id = ''] = value.split(/\s/, 1);
  if (dialectOf(id) !== undefined) return undefined;
  if (id === '') return { at, values: { fault: '@dialect takes the id of a dialect' } };
  const near = suggestName(
    id,
    DIALECTS.map(dialect => dialect.id),
  );
  const hint = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return { at, values: { fault: `there is no dialect "${id}"${hint}` } };
}
