import type { Scanner } from '../octets/scanner.ts';
import { afterBom } from './byteOrderMark.ts';
import type { Dialect } from './dialect.ts';
import { dressesOf } from './dress.ts';
import { linesOf, looksSpoken } from './evidence.ts';
import { pasted } from './pasted.ts';
import { pastedLike, pastedSmtp } from './pastedSmtp.ts';
import { undressed } from './pastedWindow.ts';
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

/** Below this nothing in the text says that it holds an SMTP dialogue. */
const LEAST_CERTAINTY = 0.3;

/** Where nothing is surer than this, the text may be a dialogue that was dressed when it was pasted. */
const SURE = 0.7;

/**
 * Chooses the dialect by evidence in the text; `.smtp` where nothing else fits. Whether it holds a
 * dialogue at all, `isRecognised` says of the choice.
 */
export function probeDialect(octets: Uint8Array, scanner: Scanner): Choice {
  const sample = sampleOf(octets, scanner);
  const named = /^# ?@dialect[ \t]+([\w-]{1,40})/m.exec(sample.slice(0, 4096))?.[1];
  const asked = named === undefined ? undefined : dialectOf(named);
  if (asked) return { dialect: asked, certainty: 1, why: 'the file says so' };
  return choiceOf(telling(sample));
}

/** Does the text show that it is in this dialect, and not only that nothing else fits? */
export function isRecognised(choice: Choice): boolean {
  return choice.certainty >= LEAST_CERTAINTY;
}

/** All dialects, the likely ones first, for whoever wants to choose. */
export function candidatesOf(octets: Uint8Array, scanner: Scanner): readonly Choice[] {
  const sample = telling(sampleOf(octets, scanner));
  const choices: Choice[] = DIALECTS.map(dialect => ({ dialect, ...dialect.probe(sample) }));
  const best = Math.max(...choices.map(({ certainty }) => certainty));
  const inside = best < SURE ? pastedChoice(sample) : undefined;
  const all =
    inside === undefined
      ? choices
      : [inside, ...choices.filter(({ dialect }) => dialect.id !== inside.dialect.id)];
  return all.sort((a, b) => b.certainty - a.certainty);
}

function sampleOf(octets: Uint8Array, scanner: Scanner): string {
  return scanner.latin1(octets, afterBom(octets), Math.min(octets.length, PROBE_OCTETS));
}

/** A message follows. */
const CONTENT = /\b(?:354[ -]|BDAT \d)/;

/**
 * The text up to its first message, whose first line still tells how messages are shown, where that
 * is enough: what comes then may be another tool's output that somebody sent.
 */
function telling(sample: string): string {
  const content = sample.search(CONTENT);
  const first = content < 0 ? -1 : sample.indexOf('\n', content);
  const end = first < 0 ? -1 : sample.indexOf('\n', first + 1);
  const early = sample.slice(0, end + 1);
  return end >= 0 && choiceOf(early).certainty >= SURE ? early : sample;
}

function choiceOf(sample: string): Choice {
  const best = bestOf(sample);
  const inside = best.certainty < SURE ? pastedChoice(sample) : undefined;
  return inside !== undefined && inside.certainty > best.certainty ? inside : best;
}

function bestOf(sample: string): Choice {
  let best: Choice = { dialect: smtp, certainty: 0, why: 'nothing else fits' };
  for (const dialect of DIALECTS) {
    const { certainty, why } = dialect.probe(sample);
    if (certainty > best.certainty) best = { dialect, certainty, why };
  }
  return best.dialect === pastedSmtp ? { ...best, dialect: pastedLike(sample) } : best;
}

/** The dialect of a tool's output that was quoted, indented, numbered, listed or fenced off. */
function pastedChoice(sample: string): Choice | undefined {
  let best: Choice | undefined;
  for (const dress of dressesOf(linesOf(sample, 400))) {
    const { plain, around } = undressed(sample, dress);
    if (looksSpoken(around)) continue;
    const { dialect, certainty, why } = bestOf(plain);
    const likely = certainty >= SURE || looksSpoken(plain);
    if (dialect === smtp || !likely || certainty <= (best?.certainty ?? LEAST_CERTAINTY)) continue;
    const sure = certainty * 0.97;
    best = { dialect: pasted(dialect, dress), certainty: sure, why: `${why} (${dress.kind})` };
  }
  return best;
}

/** The dialect with this id or alias. */
export function dialectOf(id: string): Dialect | undefined {
  return DIALECTS.find(dialect => dialect.id === id || dialect.aliases?.includes(id));
}
