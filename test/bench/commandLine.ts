import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateTranscript } from './generate.ts';

/**
 * `node test/bench/commandLine.ts [--megabytes N] [--file F] [--pcap F] [--rounds N]`: the built
 * command line against other tools on the same file, in turns in one run; `--pcap` holds the same
 * sessions for tshark. Figures are medians; only their ratios mean something on another machine.
 */
const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '7' },
    file: { type: 'string' },
    pcap: { type: 'string' },
  },
});

interface Case {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Measured {
  readonly seconds: number;
  /** Kilobytes. */
  readonly peak: number;
}

const CLI = 'dist/cli.js';
if (!existsSync(CLI)) throw new Error('npm run bench:cli builds it first');
const folder = mkdtempSync(join(tmpdir(), 'smtp-bench-'));
try {
  const file = values.file ?? written(Number(values.megabytes), 'big.smtp');
  const short = written(50, 'short.smtp');
  const cases = casesFor(file, values.pcap);
  const all = measured(cases, Number(values.rounds));
  const [wc] = all;
  const megabytes = statSync(file).size / 1e6;
  console.log(
    `${megabytes.toFixed(0)} MB, Node ${process.version}, LC_ALL=C, median of ${values.rounds}\n`,
  );
  console.log('| command | seconds | MB/s | time, wc = 1 | peak MiB |\n|---|---|---|---|---|');
  for (const [index, { name }] of cases.entries()) {
    const row = all[index];
    if (row === undefined || wc === undefined) continue;
    const { seconds, peak } = row;
    const speed = (megabytes / seconds).toFixed(0);
    const ratio = (seconds / wc.seconds).toFixed(2);
    console.log(
      `| ${name} | ${seconds.toFixed(2)} | ${speed} | ${ratio} | ${(peak / 1024).toFixed(0)} |`,
    );
  }
  for (const verb of ['parse', 'lint']) {
    const [small] = measured([ours(verb, short)], 3);
    const big = all[cases.findIndex(({ name }) => name.startsWith(verb))];
    if (small && big)
      console.log(`\n${verb}: peak is ${(big.peak / small.peak).toFixed(2)} × that on 50 MB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The same 10 MB of sessions again and again. */
function written(megabytes: number, name: string): string {
  const path = join(folder, name);
  const text = generateTranscript({ megabytes: 10, seed: 1 });
  const output = openSync(path, 'w');
  for (let size = 0; size < megabytes * 1e6; size += text.length) writeSync(output, text);
  closeSync(output);
  return path;
}

function ours(verb: string, file: string): Case {
  return { name: `${verb} --quiet`, command: process.execPath, args: [CLI, verb, '--quiet', file] };
}

function casesFor(file: string, pcap: string | undefined): Case[] {
  const count = '/^S: [2-5][0-9][0-9] /{n[substr($0,4,3)]++}END{for(c in n)print c,n[c]}';
  return [
    { name: '`wc`', command: 'wc', args: [file] },
    ...(has('mawk')
      ? [{ name: '`mawk`, replies counted', command: 'mawk', args: [count, file] }]
      : []),
    ours('parse', file),
    ours('lint', file),
    ...(pcap !== undefined && has('tshark') ? [tshark(pcap)] : []),
  ];
}

function tshark(pcap: string): Case {
  const fields = ['-e', 'tcp.stream', '-e', 'smtp.req.command', '-e', 'smtp.response.code'];
  const args = ['-r', pcap, '-Y', 'smtp', '-T', 'fields', ...fields];
  return { name: '`tshark -T fields`', command: 'tshark', args };
}

function has(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

function measured(cases: readonly Case[], rounds: number): Measured[] {
  const runs = cases.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of cases.entries()) {
      // Slow by far: its first run tells enough.
      if (one.command === 'tshark' && round > 0) continue;
      runs[index]?.push(run(one));
    }
  }
  return runs.map(list => ({
    seconds: median(list.map(({ seconds }) => seconds)),
    peak: median(list.map(({ peak }) => peak)),
  }));
}

function run({ command, args }: Case): Measured {
  const env = { ...process.env, LC_ALL: 'C' };
  // It triples the start of Node where it is set.
  delete (env as Record<string, unknown>)['NODE_EXTRA_CA_CERTS'];
  const start = performance.now();
  const timed = ['-f', 'peak %M', command, ...args];
  const { stderr, error } = spawnSync('/usr/bin/time', timed, {
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (error) throw error;
  const seconds = (performance.now() - start) / 1000;
  return { seconds, peak: Number(/peak (\d+)/.exec(stderr)?.[1] ?? NaN) };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}
