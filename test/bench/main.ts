import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases.ts';
import { generateTranscript, withoutContent } from './generate.ts';

/**
 * `npm run bench -- [MEGABYTES] [--file TRANSCRIPT] [--rounds N]`: the core in process. All cases
 * take their turns in each round of one run, so that the ratios hold where the figures drift; peak
 * memory is that of a process of its own for each case.
 */
const { values, positionals } = parseArgs({
  options: { file: { type: 'string' }, rounds: { type: 'string', default: '9' } },
  allowPositionals: true,
});
const megabytes = Number(positionals[0] ?? 50);
const rounds = Math.max(7, Number(values.rounds));

const given = values.file === undefined ? undefined : readFileSync(values.file);
const whole = given ?? generateTranscript({ megabytes, seed: 1 });
const folder = mkdtempSync(join(tmpdir(), 'smtp-bench-'));
try {
  console.log(`Node ${process.version}, median of ${String(rounds)} rounds`);
  report('messages with their content', whole);
  report('the same dialogues without content', repeated(withoutContent(whole), whole.length * 0.4));
} finally {
  rmSync(folder, { recursive: true });
}

function report(title: string, octets: Buffer): void {
  const file = join(folder, 'transcript.smtp');
  writeFileSync(file, octets);
  const times = medianTimes(octets);
  const [yardstick = 0, regex = 0] = times;
  const atLeast = peakMemory('none', file);
  const size = (octets.length / 1e6).toFixed(1);
  console.log(
    `\n${title}, ${size} MB; a process that only reads it takes ${atLeast.toFixed(0)} MiB\n`,
  );
  console.log('| case | MB/s | yardstick = 1 | regular expressions = 1 | MiB more |');
  console.log('|---|---|---|---|---|');
  for (const [index, { id, name }] of CASES.entries()) {
    const time = times[index] ?? 0;
    const figures = [
      (octets.length / 1000 / time).toFixed(0),
      (yardstick / time).toFixed(3),
      (regex / time).toFixed(1),
      Math.max(0, peakMemory(id, file) - atLeast).toFixed(0),
    ];
    console.log(`| ${name} | ${figures.join(' | ')} |`);
  }
}

function medianTimes(octets: Buffer): readonly number[] {
  const works = CASES.map(each => each.prepare(octets));
  const times = works.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      work();
      times[index]?.push(performance.now() - start);
    }
  }
  return times.map(median);
}

/** In MiB, of a process that reads the file and runs the case once. */
function peakMemory(id: string, file: string): number {
  const script = join(import.meta.dirname, 'memory.ts');
  return Number(execFileSync(process.execPath, [script, id, file], { encoding: 'utf8' })) / 1024;
}

function repeated(octets: Buffer, size: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(size / octets.length) }, () => octets));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
