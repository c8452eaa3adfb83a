import { smtp } from '../../server/core/dialect/smtp.ts';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { generateTranscript } from './generate.ts';

/** `npm run bench [MEGABYTES]`: each figure is a ratio of medians, measured in turns in one run. */
const megabytes = Number(process.argv[2] ?? 50);
const ROUNDS = 9;

const octets = generateTranscript({ megabytes, seed: 1 });
const text = octets.toString('latin1');
const ruleset = rulesetOf(DEFAULT_LINT);
const options = { scanner: bufferScanner, dialect: smtp };

const cases: readonly [name: string, work: () => number][] = [
  ["indexOf('\\n') over the text (the yardstick)", scanNewlines],
  ['a regular expression a line', matchLines],
  ['parse', () => count(chunk => chunk.sessions.length)],
  ['parse + every diagnostic', () => count(chunk => lintChunk(chunk, ruleset).length)],
];

const times = cases.map((): number[] => []);
for (let round = 0; round < ROUNDS; round++) {
  for (const [index, [, work]] of cases.entries()) {
    const start = performance.now();
    work();
    times[index]?.push(performance.now() - start);
  }
}
const yardstick = median(times[0] ?? []);
console.log(`${megabytes} MB, Node ${process.version}, median of ${ROUNDS}\n`);
console.log('| case | MB/s | speed, yardstick = 1 |\n|---|---|---|');
for (const [index, [name]] of cases.entries()) {
  const time = median(times[index] ?? []);
  const speed = octets.length / 1000 / time;
  console.log(`| ${name} | ${speed.toFixed(0)} | ${(yardstick / time).toFixed(3)} |`);
}

function count(of: (chunk: Parameters<typeof lintChunk>[0]) => number): number {
  let sum = 0;
  for (const chunk of readTranscript(octets, options)) sum += of(chunk);
  return sum;
}

function scanNewlines(): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** What most linters of logs do, for comparison. */
function matchLines(): number {
  let commands = 0;
  for (const line of text.split('\n')) {
    if (/^(?:C|S): (?:([A-Za-z]{4})\b.*|(\d{3})([ -]).*)$/.test(line)) commands++;
  }
  return commands;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
