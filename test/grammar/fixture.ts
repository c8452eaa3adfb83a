import type { ScopedToken } from './grammar.ts';
import { rootScope } from './grammar.ts';

/** What a caret line says: these columns are one token with this innermost scope. */
export type Mark = {
  readonly start: number;
  readonly end: number;
  readonly scope: string;
  /** Scopes that must enclose the innermost one. */
  readonly within: readonly string[];
};

/** A line of a case; `marks` is absent where the case says nothing about the line. */
export type MarkedLine = {
  readonly number: number;
  readonly text: string;
  readonly marks?: readonly Mark[];
};

/** A titled transcript with its marks. */
export type GrammarCase = { readonly title: string; readonly lines: readonly MarkedLine[] };

const suffix = '.smtp-transcript';

/**
 * Reads a case file. `=== title` begins a case; what follows is its transcript. Under a line stand
 * the marks for it:
 *
 *     C: QUIT
 *     #~<== storage.type.direction.client     (columns 0 and 1: one for each `=`)
 *     #~<-==== a.scope                        (from column 1 on: `-` leaves a column out)
 *     #~ ^^^^ keyword.control.verb            (the columns above the carets)
 *     #~ ^^^^ a.scope in meta.command         (… inside a token's outer scope)
 *     #~ plain                                (no column carries a colour)
 *
 * A line with marks is judged whole: columns without a mark must carry no scope of their own other
 * than `meta.*` and `punctuation.*`, except white space and the prefix of the line, which most
 * cases leave out.
 */
export function parseCases(text: string): GrammarCase[] {
  const cases: { title: string; lines: { number: number; text: string; marks?: Mark[] }[] }[] = [];
  for (const [index, line] of text.replace(/\n$/, '').split('\n').entries()) {
    const current = cases.at(-1);
    if (line.startsWith('=== ')) cases.push({ title: line.slice(4), lines: [] });
    else if (current === undefined) continue;
    else if (line.startsWith('#~')) addMarks(current.lines.at(-1), line);
    else current.lines.push({ number: index + 1, text: line });
  }
  return cases;
}

function addMarks(target: { marks?: Mark[] } | undefined, line: string): void {
  if (target === undefined) throw new Error(`a mark without a line: ${line}`);
  target.marks ??= [];
  if (line.trim() !== '#~ plain') target.marks.push(...parseMarks(line));
}

function parseMarks(line: string): Mark[] {
  const match = /^#~(?:<(-*)(=+))?([ ^]*) ([a-z][^ ]*)(?: in (.*))?$/.exec(line);
  if (match === null) throw new Error(`not a mark: ${line}`);
  const [, skipped = '', arrow, carets = '', scope = '', outer] = match;
  const within = outer?.split(' ') ?? [];
  if (arrow !== undefined) {
    const start = skipped.length;
    return [{ start, end: start + arrow.length, scope, within }];
  }
  return Array.from(carets.matchAll(/\^+/g), run => {
    const start = run.index + 2;
    return { start, end: start + run[0].length, scope, within };
  });
}

/** What is wrong with a line's tokens, one sentence a fault; empty where they are as marked. */
export function faultsOf(line: MarkedLine, tokens: readonly ScopedToken[]): string[] {
  const { marks } = line;
  if (marks === undefined) return [];
  const runs = coalesce(tokens);
  const missing = marks.filter(mark => !runs.some(run => fits(run, mark)));
  const isVisible = (run: ScopedToken): boolean =>
    line.text.slice(run.start, run.end).trim() !== '' && isColoured(run);
  const unmarked = runs.filter(run => isVisible(run) && !marks.some(mark => fits(run, mark)));
  return [
    ...missing.map(mark => describe(line, mark, `expected ${mark.scope}`)),
    ...unmarked.map(run => describe(line, run, `found ${run.scopes.join(' ')}`)),
  ];
}

function fits(run: ScopedToken, mark: Mark): boolean {
  if (run.start !== mark.start || run.end !== mark.end) return false;
  if (run.scopes.at(-1) !== mark.scope + suffix) return false;
  return mark.within.every(scope => run.scopes.slice(0, -1).includes(scope + suffix));
}

function isColoured(run: ScopedToken): boolean {
  const scope = run.scopes.at(-1) ?? rootScope;
  if (run.start === 0 && scope.includes('.direction.')) return false;
  return scope !== rootScope && !/^(?:meta|punctuation)\./.test(scope);
}

/** Joins neighbours with equal scopes: whether the tokenizer splits them is not visible. */
function coalesce(tokens: readonly ScopedToken[]): ScopedToken[] {
  const runs: ScopedToken[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    const joins = last?.end === token.start && last.scopes.join(' ') === token.scopes.join(' ');
    if (last !== undefined && joins) runs.splice(-1, 1, { ...last, end: token.end });
    else runs.push(token);
  }
  return runs;
}

type Columns = { readonly start: number; readonly end: number };

function describe(line: MarkedLine, { start, end }: Columns, what: string): string {
  const text = JSON.stringify(line.text.slice(start, end));
  return `line ${String(line.number)}, columns ${String(start)} to ${String(end)} ${text}: ${what}`;
}
