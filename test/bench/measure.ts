import { readFileSync } from 'node:fs';
import { CASES } from './cases.ts';

/** What one process measured of one case. */
export interface Measured {
  /** Milliseconds, the median of all rounds. */
  readonly time: number;
  /** The same of the yardstick, which ran before each round. */
  readonly yardstick: number;
  /** Peak memory in MiB where the case ran once and nothing else did. */
  readonly peak: number;
}

/**
 * `node measure.mjs CASE FILE ROUNDS`: a process of its own for each case, so that none pays for
 * what another left on the heap. Without rounds the case runs once, for its memory; the case `none`
 * only reads the file.
 */
const [id, file = '', rounds = '0'] = process.argv.slice(2);
const octets = readFileSync(file);
const [yardstick] = CASES;
const work = CASES.find(each => each.id === id)?.prepare(octets);
const times: number[] = [];
const yardsticks: number[] = [];
const before = Number(rounds) > 0 ? yardstick?.prepare(octets) : undefined;
for (let round = 0; round < Number(rounds); round++) {
  yardsticks.push(timeOf(before));
  times.push(timeOf(work));
}
if (Number(rounds) === 0) work?.();
const measured: Measured = { time: median(times), yardstick: median(yardsticks), peak: peak() };
console.log(JSON.stringify(measured));

function timeOf(one: (() => number) | undefined): number {
  const start = performance.now();
  one?.();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Linux counts the memory of the process that started this one into `maxRSS`. */
function peak(): number {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (found) return Number(found[1]) / 1024;
  } catch {
    // Only Linux has it.
  }
  return process.resourceUsage().maxRSS / 1024;
}
