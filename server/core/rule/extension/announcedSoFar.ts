import { announcedOctets } from '../../transcript/announcedOctets.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { placeOf } from '../placeOf.ts';

/** What the chunks of a message announce together. */
export interface Announced {
  /** With this chunk, and without it. */
  readonly total: number;
  readonly before: number;
}

const sums = new WeakMap<Exchange, number>();

/**
 * The octets that this BDAT and the chunks right before it in the same transaction announce;
 * undefined where it gives no number. Asked in order, each costs one look.
 */
export function announcedSoFar(context: RuleContext, bdat: Exchange): Announced | undefined {
  const own = announcedOctets(context.chunk, bdat.command);
  if (own === undefined) return undefined;
  const { exchanges } = context.session;
  const mail = bdat.before.transaction?.mail;
  let before = 0;
  for (let at = placeOf(context.session, bdat) - 1; at >= 0; at--) {
    const earlier = exchanges[at];
    if (earlier?.command.verb !== 'BDAT' || earlier.before.transaction?.mail !== mail) break;
    const known = sums.get(earlier);
    before += known ?? announcedOctets(context.chunk, earlier.command) ?? 0;
    if (known !== undefined) break;
  }
  sums.set(bdat, before + own);
  return { total: before + own, before };
}
