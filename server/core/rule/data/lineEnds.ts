import { lineAt } from '../../octets/lineIndex.ts';
import type { Span } from '../../octets/span.ts';
import { oddEndsOf } from '../../transcript/fileLineEnds.ts';
import type { Exchange, Session } from '../../transcript/model.ts';
import { rawStretches } from '../../transcript/rawStretches.ts';
import type { RawStretch } from '../../transcript/rawStretches.ts';
import type { RuleContext } from '../context.ts';
import { grownBy } from '../contentFix.ts';
import { unsafeFix } from '../fixes.ts';
import type { Fix, Report } from '../rule.ts';
import { sequencesInFile } from '../security/fileSequences.ts';

const LF = 10;
const CR = 13;

/** More of them in a session say no more. */
const MOST = 100;

/**
 * Reports each CR or LF on the wire that is not part of a CRLF, one a physical line: an escape of a
 * raw line, and where the octets of the file are known a line end that is unlike all others. That
 * one is a warning, since a text file says nothing for certain about line ends.
 */
export function reportBareEnds(context: RuleContext, session: Session, which: 'cr' | 'lf'): void {
  let next = 0;
  for (const at of writtenEnds(context, session, which)) {
    while ((session.exchanges[next]?.command.line.start ?? Infinity) <= at.start) next++;
    context.report({ at, fix: convertFix(context, session.exchanges[next - 1], at) });
  }
  for (const report of fileEnds(context, session, which)) context.report(report);
}

/** None in a BDAT chunk: another octet would make the announced number wrong. */
function convertFix(
  context: RuleContext,
  exchange: Exchange | undefined,
  at: Span,
): Fix | undefined {
  const fix = unsafeFix('Convert to CRLF', at, '\\r\\n');
  const content = exchange?.content;
  if (exchange === undefined || content === undefined || at.start >= content.span.end) return fix;
  return content.how === 'data' ? grownBy(context, { exchange, octets: 1 }, fix) : undefined;
}

function* fileEnds(context: RuleContext, session: Session, which: 'cr' | 'lf'): Generator<Report> {
  const { chunk, fileOctets } = context;
  const odd = fileOctets ? oddEndsOf(chunk, session) : [];
  if (odd.length === 0) return;
  const dots = linesBeforeDots(context, session);
  let left = MOST;
  for (const { kind, at } of odd) {
    if (kind !== which || dots.has(lineAt(chunk.lines, at))) continue;
    yield { at: { start: at, end: at + 1 }, severity: 'warning' };
    if (--left === 0) return;
  }
}

/** A dot between such line ends is reported as what it is, and that once. */
function linesBeforeDots(context: RuleContext, session: Session): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { content } of session.exchanges) {
    if (content?.how !== 'data') continue;
    for (const { at } of sequencesInFile(context, content)) {
      lines.add(lineAt(context.chunk.lines, at.start) - 1);
    }
  }
  return lines;
}

/** The escapes of raw lines, the first of each physical line. */
function* writtenEnds(context: RuleContext, session: Session, which: 'cr' | 'lf'): Generator<Span> {
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
