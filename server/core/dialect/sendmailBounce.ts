import type { Dialect } from './dialect.ts';
import { isWithinDialogue } from './isWithinDialogue.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged } from './lineDialect.ts';

const OPENING = /^ {3}----- Transcript of session follows -----$/;
const TALKING = /^\.{3,4} while talking to .{1,255}:$/;

/**
 * The transcript in sendmail's bounces: only the commands that failed and their replies. With
 * pipelining a reply stands under the last command that was sent, not under the one it answers.
 */
export const sendmailBounce: Dialect = lineDialect({
  id: 'sendmail-bounce',
  label: 'sendmail bounce',
  description: 'The part of a bounce by sendmail that shows the commands that failed.',
  hides: ['content', 'tls', 'quit'],
  interleaves: false,
  whole: false,
  probe(sample) {
    const opening = /^ {3}----- Transcript of session follows -----\r?$/m.exec(sample);
    if (opening !== null) {
      const certainty = isWithinDialogue(sample, opening.index) ? 0.3 : 1;
      return { certainty, why: 'the transcript of a bounce' };
    }
    const talks = /^\.{3,4} while talking to .{1,255}:\r?$/m.test(sample);
    if (talks && /^(?:>>>|<<<) /m.test(sample)) return { certainty: 0.95, why: 'while talking to' };
    return { certainty: 0, why: '' };
  },
  judge,
});

function judge(): Judge {
  let within: boolean | undefined;
  /** Nothing tells which command the next reply answers. */
  let unsure = true;
  let goesOn = false;
  return ({ head, to, from }): Judged | undefined => {
    if (head === '' && to === from) return undefined;
    if (OPENING.test(head)) {
      within = true;
      return { kind: 'boundary' };
    }
    if (TALKING.test(head) && within !== false) {
      within = true;
      return { kind: 'boundary' };
    }
    if (/^(?:--|From |[A-Za-z][\w-]{1,40}: )/.test(head)) within = false;
    if (within === false) return undefined;
    if (head.startsWith('>>> ')) {
      // What stands under DATA may answer any command that was sent together with it.
      unsure = /^>>> (?:DATA|\.)$/i.test(head);
      goesOn = false;
      return { kind: head === '>>> .' ? 'hidden-content' : 'client', at: 4 };
    }
    if (!head.startsWith('<<< ')) return undefined;
    const judged: Judged = { kind: 'server', at: 4 };
    const unclear = unsure && !goesOn;
    goesOn = head.charAt(7) === '-';
    if (!goesOn) unsure = true;
    return unclear ? { ...judged, before: 'gap' } : judged;
  };
}
