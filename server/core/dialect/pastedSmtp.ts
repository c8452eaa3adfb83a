import type { Dialect, Evidence } from './dialect.ts';
import type { Dress } from './dress.ts';
import { dressesOf } from './dress.ts';
import { NO_EVIDENCE, linesOf, looksSpoken } from './evidence.ts';
import { pasted } from './pasted.ts';
import { undressed } from './pastedWindow.ts';
import { smtp } from './smtp.ts';

const WINDOW = 65_536;
const FIRST_WINDOW = 4096;

/**
 * `.smtp` lines or a bare dialogue in a mail, a ticket or a page: quoted, indented, numbered, as a
 * list, or fenced off. Not `.smtp` itself, since nothing may be edited there as if it were.
 */
export const pastedSmtp: Dialect = {
  id: 'pasted',
  label: 'Pasted dialogue (quoted, indented, numbered …)',
  description: 'A dialogue that was quoted, indented, numbered, listed or fenced off in some text.',
  hides: [],
  interleaves: false,
  whole: false,
  probe: sample => bestDress(sample)?.evidence ?? NO_EVIDENCE,
  open(octets, scanner) {
    // A text of many short sessions is not looked through to its end for each of them.
    for (let to = FIRST_WINDOW; ; to *= 4) {
      const length = Math.min(octets.length, to);
      const dress = bestDress(scanner.latin1(octets, 0, length))?.dress;
      if (dress !== undefined) return pasted(smtp, dress).open(octets, scanner);
      if (length === octets.length || to >= WINDOW) return smtp.open(octets, scanner);
    }
  },
};

/** The same for one text: how it is dressed is settled once, and holds for the whole of it. */
export function pastedLike(sample: string): Dialect {
  const fitting = undressing(sample);
  return { ...pastedSmtp, open: (octets, scanner) => fitting.open(octets, scanner) };
}

function undressing(sample: string): Dialect {
  const dress = bestDress(sample)?.dress;
  return dress === undefined ? smtp : pasted(smtp, dress);
}

interface Dressed {
  readonly dress: Dress;
  readonly evidence: Evidence;
}

function bestDress(sample: string): Dressed | undefined {
  let best: Dressed | undefined;
  for (const dress of dressesOf(linesOf(sample, 400))) {
    const { plain, around, inside } = undressed(sample, dress);
    if (looksSpoken(around)) continue;
    const { certainty, why } = smtp.probe(plain);
    if (certainty < 0.3 || (certainty < 0.7 && !looksSpoken(plain))) continue;
    // As sure as the same without a dress, which is the likelier one.
    const sure = certainty * (dress.kind === 'fence' && !inside ? 1 : 0.97);
    if (sure <= (best?.evidence.certainty ?? 0)) continue;
    best = { dress, evidence: { certainty: sure, why: `${why} (${dress.kind})` } };
  }
  return best;
}
