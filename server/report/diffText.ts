import { visibleOf } from '../core/octets/visible.ts';
import type { Difference, Excerpt, NamedSession, SessionDiff } from '../diff/model.ts';
import { counted } from './diffReport.ts';
import type { DiffSetup, DiffTotals, DiffWriter } from './diffReport.ts';
import { shownName } from './shownName.ts';
import type { Style } from './style.ts';

/** A comparison for a person at a terminal: what differs, with both sides below. */
export function diffText({ first, second }: DiffSetup, style: Style): DiffWriter {
  const { bold, dim } = style;
  return {
    begin: () => {
      const [one, other] = [first, second].map(({ file, dialect }) => {
        return `${bold(shownName(file))} ${dim(`(${dialect})`)}`;
      });
      return `first   ${one ?? ''}\nsecond  ${other ?? ''}\n`;
    },
    add: diff => renderSession(diff, style),
    end: totals => renderTotals(totals, style),
  };
}

function renderSession(diff: SessionDiff, style: Style): string {
  const count = diff.differences.length + diff.omitted;
  if (count === 0) return '';
  const head = `\n${style.bold(titleOf(diff))} ${style.dim(linesOf(diff))}\n`;
  const rows = diff.differences.map(difference => renderDifference(difference, style)).join('');
  const more = diff.omitted > 0 ? `  … and ${counted(diff.omitted, 'more difference')}\n` : '';
  return head + rows + more;
}

/** The name, or both where they are not the same. */
function titleOf({ first, second }: SessionDiff): string {
  const names = [first, second].flatMap(session => (session === null ? [] : [session.name]));
  return [...new Set(names)].map(visibleOf).join(' ↔ ');
}

function linesOf({ first, second }: SessionDiff): string {
  return `lines ${rangeOf(first)} ↔ ${rangeOf(second)}`;
}

function rangeOf(session: NamedSession | null): string {
  return session === null ? 'none' : `${String(session.firstLine)}–${String(session.lastLine)}`;
}

const WIDTH = 10;

function renderDifference(difference: Difference, style: Style): string {
  const { kind, message, first, second } = difference;
  const head = `  ${style.yellow(kind.padEnd(WIDTH))}  ${visibleOf(message)}\n`;
  if (first === null && second === null) return head;
  return (
    head +
    renderExcerpt('first', first, { style, paint: style.red }) +
    renderExcerpt('second', second, { style, paint: style.green })
  );
}

function renderExcerpt(
  which: string,
  excerpt: Excerpt | null,
  { style, paint }: { readonly style: Style; readonly paint: (text: string) => string },
): string {
  const name = style.dim(which.padEnd(6));
  const indent = ' '.repeat(WIDTH + 4);
  if (excerpt === null) return `${indent}${name} ${style.dim('nothing')}\n`;
  return `${indent}${name} ${style.dim(`${String(excerpt.line)}:`)} ${paint(visibleOf(excerpt.text))}\n`;
}

function renderTotals(totals: DiffTotals, style: Style): string {
  const { sessions, differing, differences, folded } = totals;
  const aside = folded > 0 ? `; ${counted(folded, 'volatile place')} not compared` : '';
  const compared = counted(sessions, 'session');
  if (differences === 0) return `${style.green('the same by meaning')}: ${compared}${aside}\n`;
  const where = sessions === 1 ? '' : ` in ${String(differing)} of ${compared}`;
  return `\n${style.red(counted(differences, 'difference'))}${where}${aside}\n`;
}
