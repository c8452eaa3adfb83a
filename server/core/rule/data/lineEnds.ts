import { lineAt } from '../../octets/lineIndex.ts';
import type { Span } from '../../octets/span.ts';
import type { Session } from '../../transcript/model.ts';
import { rawStretches } from '../../transcript/rawStretches.ts';
import type { RawStretch } from '../../transcript/rawStretches.ts';
import type { RuleContext } from '../context.ts';

const LF = 10;
const CR = 13;

/**
 * Where raw lines put a CR or LF on the wire that is not part of a CRLF: the escape itself, the
 * first of each physical line. Only raw lines are evidence; files get their line ends from editors.
 */
export function* bareLineEnds(
  context: RuleContext,
  session: Session,
  which: 'cr' | 'lf',
): Generator<Span> {
  let line = -1;
  for (const stretch of rawStretches(context.chunk, session.span)) {
    for (const at of baresIn(stretch, which)) {
      const span = { start: stretch.origins[at] ?? 0, end: stretch.origins[at + 1] ?? 0 };
      const of = lineAt(context.chunk.lines, span.start);
      if (of === line) continue;
      line = of;
      yield { start: span.start, end: Math.min(span.end, span.start + 4) };
    }
  }
}

function* baresIn({ octets }: RawStretch, which: 'cr' | 'lf'): Generator<number> {
  const wanted = which === 'cr' ? CR : LF;
  for (let at = octets.indexOf(wanted); at >= 0; at = octets.indexOf(wanted, at + 1)) {
    const paired = which === 'cr' ? octets[at + 1] === LF : octets[at - 1] === CR;
    if (!paired) yield at;
  }
}
