import { groupBy } from '../core/octets/groupBy.ts';
import type { ReplayPlace, ReplayRun } from './replayRun.ts';
import { isRight } from './replayRun.ts';

/** What became of a session at a place; of several rounds the worst. */
export interface MatrixCell {
  readonly kind: 'right' | 'differed' | 'failed' | 'unexpected' | 'absent';
  /** `passed`, `550≠250`, `differed`, or the reason of a failure. */
  readonly text: string;
  /** How many of the rounds ended like that, where there were several: `2/5`; else ''. */
  readonly rounds: string;
}

/** A session with its cells in the order of the places. */
export interface MatrixRow {
  readonly file: string;
  readonly session: string;
  readonly cells: readonly MatrixCell[];
}

/** Sessions by servers. */
export interface Matrix {
  readonly places: readonly ReplayPlace[];
  readonly rows: readonly MatrixRow[];
}

/** The table of all runs, in the order in which they were made. */
export function matrixOf(runs: readonly ReplayRun[], places: readonly ReplayPlace[]): Matrix {
  const sessions = groupBy(runs, ({ case: { file, number } }) => `${number} ${file}`);
  const rows = [...sessions.values()].flatMap(ofSession => {
    const [first] = ofSession;
    if (first === undefined) return [];
    const { file, session } = first.case;
    const byPlace = groupBy(ofSession, run => run.case.place);
    return [{ file, session, cells: places.map(place => cellOf(byPlace.get(place) ?? [])) }];
  });
  return { places, rows };
}

const WORST_FIRST = ['failed', 'differed', 'unexpected', 'absent', 'right'] as const;

function cellOf(runs: readonly ReplayRun[]): MatrixCell {
  const kinds = runs.map(kindOf);
  const kind = WORST_FIRST.find(one => kinds.includes(one)) ?? 'absent';
  const run = runs[kinds.indexOf(kind)];
  const like = kinds.filter(one => one === kind).length;
  const rounds = runs.length > 1 ? `${like}/${runs.length}` : '';
  return { kind, text: run === undefined ? '–' : textOf(run), rounds };
}

function kindOf(run: ReplayRun): MatrixCell['kind'] {
  if (run.verdict === null) return 'absent';
  if (isRight(run)) return 'right';
  return run.verdict === 'passed' ? 'unexpected' : run.verdict;
}

/** What a cell says: of a difference the codes, live before recorded. */
function textOf(run: ReplayRun): string {
  const { verdict, failure, differences } = run;
  if (verdict === null) return '–';
  if (verdict === 'passed') return 'passed';
  if (verdict === 'failed') return failure?.reason ?? 'failed';
  const codes = differences.map(({ codes: both }) => both).find(({ live }) => live > 0);
  if (codes === undefined || codes.live === codes.recorded) return 'differed';
  return `${codes.live}≠${codes.recorded === 0 ? '–' : codes.recorded}`;
}
