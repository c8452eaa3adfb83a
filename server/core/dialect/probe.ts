import type { Scanner } from '../octets/scanner.ts';
import type { Dialect } from './dialect.ts';
import { DIALECTS } from './registry.ts';
import { smtp } from './smtp.ts';

/** A dialect and how sure the choice is, 0 … 1. */
export interface Choice {
  readonly dialect: Dialect;
  readonly certainty: number;
  readonly why: string;
}

/** How many octets a probe looks at. */
export const PROBE_OCTETS = 65_536;

/** Chooses the dialect by evidence in the text; `.smtp` where nothing else fits. */
export function probeDialect(octets: Uint8Array, scanner: Scanner): Choice {
  const sample = scanner.latin1(octets, 0, Math.min(octets.length, PROBE_OCTETS));
  const named = /^# ?@dialect[ \t]+([\w-]{1,40})/m.exec(sample.slice(0, 4096))?.[1];
  const asked = named === undefined ? undefined : dialectOf(named);
  if (asked) return { dialect: asked, certainty: 1, why: 'the file says so' };
  let best: Choice = { dialect: smtp, certainty: 0, why: 'nothing else fits' };
  for (const dialect of DIALECTS) {
    const { certainty, why } = dialect.probe(sample);
    if (certainty > best.certainty) best = { dialect, certainty, why };
  }
  return best;
}

/** The dialect with this id. */
export function dialectOf(id: string): Dialect | undefined {
  return DIALECTS.find(dialect => dialect.id === id);
}
