import { visibleOf } from '../core/octets/visible.ts';
import { matrixOf } from './matrix.ts';
import type { Matrix, MatrixCell, MatrixRow } from './matrix.ts';
import { isRight } from './replayRun.ts';
import type { ReplayRun } from './replayRun.ts';
import { caseName, connectionOf, detailsOf } from './replayWords.ts';
import type { ReplaySetup } from './replayFormat.ts';
import type { Paint, Style } from './style.ts';
import { fitted, textWidth } from './textWidth.ts';

const WIDEST_SESSION = 48;
const WIDEST_PLACE = 24;
const NARROWEST_CELL = 6;
const GAP = '  ';

/** The table of sessions by servers for a terminal, its legend, and every difference. */
export function renderMatrix(runs: readonly ReplayRun[], setup: ReplaySetup): string {
  const { style } = setup;
  const matrix = matrixOf(runs, setup.places);
  const differing = runs.filter(run => run.differed > 0 || run.failure !== null);
  const details = differing.map(run => renderDetails(run, style)).join('');
  return [
    tableOf(matrix, setup),
    legendOf(matrix, style),
    details === '' ? '' : `\n${details}`,
  ].join('');
}

function tableOf(matrix: Matrix, { style, columns }: ReplaySetup): string {
  const labels = matrix.rows.map(row => visibleOf(row.session));
  const first = Math.min(
    WIDEST_SESSION,
    Math.max(7, ...labels.map(textWidth), ...fileWidths(matrix)),
  );
  const cells = matrix.rows.map(row => row.cells.map(cellText));
  const heads = headsOf(matrix, { cells, room: columns - first });
  const widths = heads.map((head, at) => columnWidth(head, cells, at));
  const head = [
    fitted('session', first),
    ...heads.map((text, at) => fitted(text, widths[at] ?? 0)),
  ];
  const lines = [style.bold(head.join(GAP).trimEnd())];
  let file: string | undefined;
  const alone = aloneIn(matrix);
  matrix.rows.forEach((row, index) => {
    const name = visibleOf(row.file);
    const isOneLine = alone.has(row) && textWidth(name) <= first;
    if (row.file !== file && !isOneLine) lines.push(style.dim(name));
    ({ file } = row);
    const label = isOneLine ? name : `  ${labels[index] ?? ''}`;
    const shown = row.cells.map((cell, at) => {
      return paintOf(cell, style)(fitted(cells[index]?.[at] ?? '', widths[at] ?? 0));
    });
    lines.push([fitted(label, first), ...shown].join(GAP).trimEnd());
  });
  const numbered = heads.some((text, at) => text === `[${at + 1}]`) ? namesOf(matrix) : '';
  return `${lines.join('\n')}\n${numbered}`;
}

/** Sessions without a name that are the only ones of their files: the file says it all. */
function aloneIn({ rows }: Matrix): ReadonlySet<MatrixRow> {
  const counts = new Map<string, number>();
  for (const { file } of rows) counts.set(file, (counts.get(file) ?? 0) + 1);
  return new Set(rows.filter(row => counts.get(row.file) === 1 && row.session === 'session 1'));
}

function fileWidths(matrix: Matrix): readonly number[] {
  return matrix.rows.flatMap(row => [
    textWidth(visibleOf(row.file)),
    textWidth(visibleOf(row.session)) + 2,
  ]);
}

/** The servers' names, or numbers where the names make the table wider than the terminal. */
function headsOf(
  { places }: Matrix,
  { cells, room }: { readonly cells: readonly (readonly string[])[]; readonly room: number },
): readonly string[] {
  const names = places.map(place => fitted(visibleOf(place.name), WIDEST_PLACE).trimEnd());
  const widths = names.map((name, at) => columnWidth(name, cells, at) + GAP.length);
  const total = widths.reduce((sum, width) => sum + width, 0);
  return total <= room ? names : places.map((_, at) => `[${at + 1}]`);
}

function columnWidth(head: string, cells: readonly (readonly string[])[], at: number): number {
  const widths = cells.map(row => textWidth(row[at] ?? ''));
  return Math.max(NARROWEST_CELL, textWidth(head), ...widths);
}

function namesOf({ places }: Matrix): string {
  const lines = places.map((place, at) => `[${at + 1}]  ${visibleOf(place.name)}\n`);
  return `\n${lines.join('')}`;
}

const SIGNS = { right: '✓', differed: '✗', unexpected: '✗', failed: '!', absent: ' ' } as const;

/** The sign says what the colour says. */
function cellText({ kind, text, rounds }: MatrixCell): string {
  return `${SIGNS[kind]} ${text}${rounds === '' ? '' : ` ${rounds}`}`;
}

function paintOf({ kind }: MatrixCell, style: Style): Paint {
  if (kind === 'right') return style.green;
  if (kind === 'absent') return style.dim;
  return kind === 'failed' ? style.magenta : style.red;
}

/** Explains the signs that occur. */
function legendOf(matrix: Matrix, style: Style): string {
  const cells = matrix.rows.flatMap(row => row.cells);
  const has = (kind: MatrixCell['kind']): boolean => cells.some(cell => cell.kind === kind);
  const parts = [
    has('right') ? '✓ as the transcript expects' : '',
    has('differed') || has('unexpected') ? '✗ another reply (550≠250: live 550, recorded 250)' : '',
    has('failed') ? '! the run did not come to its end' : '',
    has('absent') ? '– not run' : '',
  ];
  return style.dim(`\n${parts.filter(part => part !== '').join(' · ')}`) + '\n';
}

function renderDetails(run: ReplayRun, style: Style): string {
  const right = isRight(run);
  const sign = right ? style.green('✓') : style.red('✗');
  const name = `${visibleOf(run.case.place.name)}: ${caseName(run.case)}`;
  const note = right ? style.dim(' (as expected)') : '';
  const connection = connectionOf(run);
  const where = connection === '' ? '' : `  ${style.dim(connection)}\n`;
  const details = detailsOf(run)
    .split('\n')
    .map(line => (line === '' ? '' : `  ${line}\n`))
    .join('');
  return `${sign} ${style.bold(name)}${note}\n${where}${details}`;
}
