import { WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/**
 * A comment that switches off what nobody found. Only whoever applies the comments knows, so the
 * findings are made there (`suppressionRemarks.ts`); here is what is said about them.
 */
export const unusedSuppression = defineRule({
  id: 'unused-suppression',
  category: 'consistency',
  severity: 'information',
  message: 'This comment switches off {rules}, but nothing of that is found {where}.',
  why: 'A comment without effect stays when its reason is gone, and hides the next fault that has nothing to do with it.',
  advice: 'Remove the comment or the names that have no effect.',
  refs: ['docs/configuration.md'],
  offWhen:
    'When the same files are checked with different versions or sets of rules. Comments about rules that are off are never reported.',
  tags: ['unnecessary'],
  on: 'session',
  clues: ['directives'],
  check() {
    // See above: nothing is known here about what the other rules find.
  },
  examples: {
    bad: [
      `# @disable-session nested-mail
#~                 ^^^^^^^^^^^ unused-suppression
${WHOLE}`,
      WHOLE.replace(
        'C: MAIL',
        '# @disable-next-line address-syntax, path-too-long -- as sent\n#~                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression\nC: MAIL',
      ),
      WHOLE.replace(
        'C: MAIL',
        '# @disable-next-line\n#~ ^^^^^^^^^^^^^^^^^ unused-suppression\nC: MAIL',
      ),
    ],
    good: [
      WHOLE.replace(
        'C: MAIL',
        '# @disable-next-line unknown-command -- on purpose\nC: FROB\nS: 500 What?\nC: MAIL',
      ),
      `# @disable-session unused-suppression, nested-mail
${WHOLE}`,
    ],
  },
});
