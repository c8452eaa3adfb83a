import { markdownCode, markdownText } from './markdownText.ts';
import { matrixOf } from './matrix.ts';
import type { MatrixCell } from './matrix.ts';
import type { ReplayFormat, ReplaySetup } from './replayFormat.ts';
import { isRight } from './replayRun.ts';
import type { ReplayPlace, ReplayRun } from './replayRun.ts';
import { caseName, connectionOf, durationText } from './replayWords.ts';

/** A table of sessions by servers in GitHub's Markdown, and every difference below it. */
export const replayMarkdown: ReplayFormat = {
  id: 'markdown',
  writer: setup => ({
    begin: () => '',
    starts: () => '',
    event: () => '',
    ended: () => '',
    end: runs => renderMarkdown(runs, setup),
  }),
};

/** Rows, legend and details; every text that came from outside stays text. */
export function renderMarkdown(
  runs: readonly ReplayRun[],
  { places }: Pick<ReplaySetup, 'places'>,
): string {
  const { rows } = matrixOf(runs, places);
  const heads = ['Session', ...places.map(headOf)];
  const lines = rows.map(row => [
    `${markdownText(row.session)}<br>${markdownCode(row.file)}`,
    ...row.cells.map(cellOf),
  ]);
  const table = [heads, heads.map(() => '---'), ...lines].map(
    cells => `| ${cells.join(' | ')} |\n`,
  );
  const legend = 'A cell such as `550≠250` says: the live reply was 550, the recorded one 250.\n';
  const differing = runs.filter(run => run.differed > 0 || run.failure !== null);
  const details = differing.map(detailsOf).join('\n');
  const total = runs.reduce((sum, run) => sum + run.duration.total, 0);
  const right = runs.filter(isRight).length;
  const summary = `${right} of ${runs.length} runs as expected, ${durationText(total)} in all.\n`;
  return [table.join(''), summary, legend, ...(details === '' ? [] : [details])].join('\n');
}

function headOf(place: ReplayPlace): string {
  return `${markdownText(place.name)}${place.production ? ' **PRODUCTION**' : ''}`;
}

const SIGNS = { right: '✅', differed: '❌', unexpected: '❌', failed: '⚠️', absent: '' } as const;

function cellOf({ kind, text, rounds }: MatrixCell): string {
  return `${SIGNS[kind]} ${text}${rounds === '' ? '' : ` ${rounds}`}`.trim();
}

function detailsOf(run: ReplayRun): string {
  const { place, file } = run.case;
  const note = isRight(run) ? ' (as expected)' : '';
  const connection = connectionOf(run);
  const lines = [
    `### ${markdownText(place.name)}: ${markdownText(caseName(run.case))}${note}\n`,
    ...(connection === '' ? [] : [`${markdownText(connection)}\n`]),
    ...run.differences.map(difference =>
      [
        `- ${markdownCode(`${file}:${difference.line}`)} ${markdownText(difference.message)}`,
        `  - recorded ${markdownCode(difference.expected)}`,
        `  - live ${markdownCode(difference.actual)}`,
      ].join('\n'),
    ),
  ];
  const omitted = run.differed - run.differences.length;
  if (omitted > 0) lines.push(`- and ${omitted} more`);
  if (run.failure !== null) {
    const { line, message, reason } = run.failure;
    const where = line > 0 ? `${file}:${line}` : file;
    lines.push(`- ${markdownCode(where)} ${markdownText(message)} (${reason})`);
  }
  return `${lines.join('\n')}\n`;
}
