import type { Dialect, Evidence } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
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
 * taken for this: what was read at once goes on without marks, so that none follows within a reply.
 */
function probe(sample: string): Evidence {
  const mended = /^([2-5]\d\d)-.{0,500}\r?\nS: \1[ -]/m.test(sample);
  const plain = !/^#/m.test(sample) && !mended;
  if (!plain) return NO_EVIDENCE;
  if (HEADERS.test(sample)) return { certainty: 0.97, why: 'headers marked H: after a reply' };
  const bare = sample.match(BARE) ?? [];
  if (bare.length > 1 && FIRST_BARE.test(sample) && /^C: /m.test(sample)) {
    return { certainty: 0.92, why: 'S: only where a reply was read from' };
  }
  return NO_EVIDENCE;
}

const HEADERS = /^S: (?:354|250).{0,500}\r?\nH: [!-9;-~]{1,100}:/m;
/** A line of a reply, and the first one of a reply that has no mark. */
const BARE = /^[2-5]\d\d-/gm;
const FIRST_BARE = /^S: ([2-5]\d\d)-.{0,2000}\r?\n\1[ -]/m;
