import { visibleOf } from '../core/octets/visible.ts';
import { pathWithin } from './artifactUri.ts';
import { jsonText } from './jsonText.ts';
import type { ReplayFormat, ReplaySetup } from './replayFormat.ts';
import { isRight } from './replayRun.ts';
import type { ReplayRun } from './replayRun.ts';
import { caseName, connectionOf, whyWrong } from './replayWords.ts';

/** TAP 14, each session a test point, with YAML diagnostics. */
export const replayTap: ReplayFormat = {
  id: 'tap',
  writer: setup => {
    let point = 0;
    return {
      begin: () => `TAP version 14\n1..${setup.runs}\n`,
      starts: () => '',
      event: () => '',
      ended: run => {
        point += 1;
        return pointOf(run, point, setup);
      },
      end: () => '',
    };
  },
};

function pointOf(run: ReplayRun, point: number, setup: ReplaySetup): string {
  const { file, place } = run.case;
  const where = setup.places.length > 1 ? ` at ${place.name}` : '';
  const path = pathWithin(file, setup.folder) ?? file;
  const description = escaped(`${path}: ${caseName(run.case)}${where}`);
  if (run.verdict === null) {
    return `ok ${point} - ${description} # SKIP not run: the replay ended before\n`;
  }
  const head = `${isRight(run) ? 'ok' : 'not ok'} ${point} - ${description}\n`;
  return `${head}  ---\n${yamlOf(diagnosticsOf(run, path))}  ...\n`;
}

type Scalar = string | number;
type Block = Readonly<Record<string, Scalar | Readonly<Record<string, Scalar>> | readonly Rows[]>>;
type Rows = Readonly<Record<string, Scalar>>;

function diagnosticsOf(run: ReplayRun, file: string): Block {
  const message = whyWrong(run);
  const line = run.differences[0]?.line ?? run.failure?.line ?? 0;
  const connection = connectionOf(run);
  return {
    verdict: run.verdict ?? 'skipped',
    duration_ms: Math.round(run.duration.total * 1000) / 1000,
    ...(message !== '' && {
      message,
      severity: run.verdict === 'failed' ? 'error' : 'fail',
      at: { file, line: line > 0 ? line : run.case.line },
    }),
    ...(run.failure !== null && { reason: run.failure.reason }),
    ...(connection !== '' && { connection }),
    ...(run.retries > 0 && { retries: run.retries }),
    ...(run.differences.length > 0 && {
      differences: run.differences.map(difference => ({
        line: difference.line,
        message: difference.message,
        expected: difference.expected,
        actual: difference.actual,
      })),
    }),
  };
}

/** Every text in double quotes: a JSON text is one of YAML. */
function yamlOf(block: Block): string {
  return Object.entries(block)
    .map(([name, value]) => {
      if (Array.isArray(value))
        return `  ${name}:\n${(value as readonly Rows[]).map(itemOf).join('')}`;
      if (typeof value === 'object') return `  ${name}:\n${rowsOf(value as Rows, '    ')}`;
      return `  ${name}: ${jsonText(value)}\n`;
    })
    .join('');
}

function itemOf(rows: Rows): string {
  const [first = '', ...rest] = rowsOf(rows, '').split(/(?<=\n)/);
  return [`    - ${first}`, ...rest.map(row => `      ${row}`)].join('');
}

function rowsOf(rows: Rows, indent: string): string {
  return Object.entries(rows)
    .map(([name, value]) => `${indent}${name}: ${jsonText(value)}\n`)
    .join('');
}

/** What a description must not hold by itself: `#` begins a directive, a backslash an escape. */
function escaped(text: string): string {
  return visibleOf(text).replace(/[\\#]/g, '\\$&');
}
