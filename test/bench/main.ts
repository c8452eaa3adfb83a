import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES } from './cases.ts';
import { generateTranscript, withoutContent } from './generate.ts';
import type { Measured } from './measure.ts';

/**
 * `npm run bench -- [MEGABYTES] [--file TRANSCRIPT] [--rounds N]`: the core in process. Each case
 * and the yardstick take turns in a process of their own, so that the ratios hold where the figures
 * drift; peak memory is that of one more process, in which the case runs once.
 */
const { values, positionals } = parseArgs({
  options: { file: { type: 'string' }, rounds: { type: 'string', default: '15' } },
  allowPositionals: true,
});
const megabytes = Number(positionals[0] ?? 50);
const rounds = Math.max(7, Number(values.rounds));

const given = values.file === undefined ? undefined : readFileSync(values.file);
const whole = given ?? generateTranscript({ megabytes, seed: 1 });
const folder = mkdtempSync(join(tmpdir(), 'smtp-bench-'));
const script = join(folder, 'measure.mjs');
try {
  // Bundled, as it is shipped: to strip types takes time and memory of its own.
  const entry = join(import.meta.dirname, 'measure.ts');
  const how = { bundle: true, platform: 'node', format: 'esm', minify: true } as const;
  buildSync({ ...how, entryPoints: [entry], outfile: script, logLevel: 'error' });
  console.log(`Node ${process.version}, medians of ${String(rounds)} pairs`);
  report('messages with their content', whole);
  report('the same dialogues without content', repeated(withoutContent(whole), whole.length * 0.4));
} finally {
  rmSync(folder, { recursive: true });
}

function report(title: string, octets: Buffer): void {
  const file = join(folder, 'transcript.smtp');
  writeFileSync(file, octets);
  const atLeast = measure('none', file, 0).peak;
  const size = (octets.length / 1e6).toFixed(1);
  console.log(`\n${title}, ${size} MB; only to read it takes ${atLeast.toFixed(0)} MiB\n`);
  console.log('| case | MB/s | yardstick = 1 | regular expressions = 1 | peak MiB |');
  console.log('|---|---|---|---|---|');
  const all = CASES.map(({ id }) => measure(id, file, rounds));
  const regex = speedOf(all[1]);
  for (const [index, { id, name }] of CASES.entries()) {
    const speed = speedOf(all[index]);
    const figures = [
      (octets.length / 1000 / (all[index]?.time ?? 0)).toFixed(0),
      speed.toFixed(3),
      (speed / regex).toFixed(1),
      measure(id, file, 0).peak.toFixed(0),
    ];
    console.log(`| ${name} | ${figures.join(' | ')} |`);
  }
}

/** The yardstick is 1. */
function speedOf(measured: Measured | undefined): number {
  return measured === undefined ? 0 : measured.yardstick / measured.time;
}

function measure(id: string, file: string, pairs: number): Measured {
  const run = [script, id, file, String(pairs)];
  return JSON.parse(execFileSync(process.execPath, run, { encoding: 'utf8' })) as Measured;
}

function repeated(octets: Buffer, size: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(size / octets.length) }, () => octets));
}
