import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';

/** esmtp -X (libesmtp): marks only on the first line of what was sent or read at once. */
export const esmtp: Dialect = lineDialect({
  id: 'esmtp-X',
  label: 'esmtp -X',
  description:
    'The file that esmtp -X writes: S:, C: and H: (a header), then lines without a mark.',
  hides: ['content'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

function makeJudge(): Judge {
  let party: 'client' | 'server' | undefined;
  return ({ head, from, to }) => {
    const mark = /^([CSH]): ?/.exec(head);
    if (mark !== null) {
      party = mark[1] === 'C' ? 'client' : mark[1] === 'S' ? 'server' : undefined;
      return { kind: party ?? 'note', at: mark[0].length };
    }
    if (to === from) return undefined;
    if (party === 'server' && !/^[2-5]\d\d(?:[ -]|$)/.test(head)) return { kind: 'unknown' };
    return { kind: party ?? 'unknown' };
  };
}

/**
 * `.smtp` files carry the same marks, but on each line; one in which a mark was forgotten is not
 * taken for this: none of the further lines of a reply may have one.
 */
function probe(sample: string): Evidence {
  const replies = sample.match(/^S: [2-5]\d\d-.{0,2000}\r?\n.{0,8}/gm) ?? [];
  const bare = replies.filter(reply => /\n[2-5]\d\d[ -]/.test(reply)).length;
  const glued = replies.length > 0 && bare === replies.length;
  const headers = /^S: 354.{0,500}\r?\nH: /m.test(sample);
  const plain = !/^#/m.test(sample) && !/^S: [2-5]\d\d-.{0,500}\r?\nS: [2-5]\d\d/m.test(sample);
  if (headers && plain) return { certainty: 0.97, why: 'headers marked H: after 354' };
  const several = (sample.match(/^[2-5]\d\d-/gm) ?? []).length > 1;
  if (glued && plain && several && /^C: /m.test(sample)) {
    return { certainty: 0.92, why: 'S: on the first line of a reply only' };
  }
  return { certainty: 0, why: '' };
}
