import type { Dialect } from '../../server/core/dialect/dialect.ts';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { DIALECTS } from '../../server/core/dialect/registry.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { dialectSamples } from '../support/dialectSamples.ts';
import { dialectShapes } from './dialectShapes.ts';

/**
 * `node test/bench/growth.ts [NAME]`: reads and lints hostile shapes at 1, 2, 4 and 8 times the size
 * and prints the milliseconds; a line that grows much faster than its size is a fault. After the
 * shapes of `.smtp` come those of every dialect. Only shapes whose name holds NAME are read.
 */
const OPEN = 'S: 220 mx ESMTP\nC: EHLO c.example\nS: 250-mx\nS: 250 PIPELINING\n';
const MAIL = 'C: MAIL FROM:<a@b.example>\nS: 250 ok\n';
const RCPT = 'C: RCPT TO:<c@d.example>\nS: 250 ok\n';
const DATA = `${OPEN}${MAIL}${RCPT}C: DATA\nS: 354 go\n`;
const END = 'C: .\nS: 250 ok\n';

const shapes: Readonly<Record<string, (n: number) => string>> = {
  'commands without replies': n => OPEN + 'C: NOOP\n'.repeat(n),
  'a long pipelined group': n => OPEN + 'C: RSET\n'.repeat(n) + 'S: 250 ok\n'.repeat(n),
  'many recipients': n => OPEN + MAIL + RCPT.repeat(n),
  'many bad recipients': n => OPEN + MAIL + 'C: RCPT TO:<c..d>\nS: 501 no\n'.repeat(n),
  'replies nobody asked for': n => OPEN + 'S: 250 ok\n'.repeat(n),
  'one endless reply': n => `${OPEN}C: HELP\n${'S: 214-x\n'.repeat(n)}`,
  'many extensions': n => `S: 220 mx\nC: EHLO x\n${'S: 250-KEY\n'.repeat(n)}S: 250 X\n`,
  'tiny bare sessions': n => '220 x\nQUIT\n221 y\n\n'.repeat(n),
  'lines that begin with a dot': n => DATA + 'C: .x\n'.repeat(n) + END,
  'a header without end': n => DATA + 'C: Subject: x\n'.repeat(n) + END,
  'messages without MAIL': n => OPEN + 'C: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n'.repeat(n),
  'content before 354': n => `${OPEN}C: DATA\n${'C: hello there\n'.repeat(n)}S: 354 go\n${END}`,
  'a long AUTH exchange': n => `${OPEN}C: AUTH LOGIN\n${'S: 334 VXNlcg==\nC: YQ==\n'.repeat(n)}`,
  'many chunks': n => OPEN + MAIL + RCPT + 'C: BDAT 4\nC: hi\nS: 250 ok\n'.repeat(n),
  'suppression comments': n => OPEN + `# @disable-next-line nested-mail\n${MAIL}`.repeat(n),
  'nested transactions': n => OPEN + MAIL.repeat(n),
  'one long address': n => `${OPEN}C: MAIL FROM:<${'a.'.repeat(n)}@b>\nS: 501 x\n`,
  'one line of parameters': n => `${OPEN}C: MAIL FROM:<a@b>${' SIZE = 1'.repeat(n)}\nS: 501 x\n`,
  'lines of neither side': n => OPEN + 'garbage here\n'.repeat(n),
  'raw lines': n => `${DATA}${'C\\: a\\nb\\r\\n\n'.repeat(n)}${END}`,
  'lone CR as line end': n => `${DATA}${'C: x\r'.repeat(n)}${END}`,
};

const SIZES = [1, 2, 4, 8];
/** Octets of a dialect's shape at first. */
const FIRST = 100_000;

const ruleset = rulesetOf({ profile: 'strict', severities: {} });
const only = process.argv[2] ?? '';
console.log('| shape | 1 × | 2 × | 4 × | 8 × |\n|---|---|---|---|---|');
for (const [name, make] of Object.entries(shapes)) {
  print(name, size => make(size * 10_000), undefined);
}
const samples = dialectSamples();
for (const dialect of DIALECTS) {
  const texts = samples.get(dialect.id) ?? [Buffer.from(DATA + END)];
  const other = samples.get(dialect.id === 'swaks' ? 'curl-v' : 'swaks')?.at(-1) ?? Buffer.from('');
  for (const [name, make] of Object.entries(dialectShapes(texts, other))) {
    print(`${dialect.id}: ${name}`, size => make(size * FIRST), dialect);
  }
}

function print(name: string, make: (size: number) => string, dialect: Dialect | undefined): void {
  if (!name.includes(only)) return;
  const times = SIZES.map(size => millisecondsFor(Buffer.from(make(size), 'latin1'), dialect));
  const mark = (times[3] ?? 0) > 150 && (times[3] ?? 0) > 14 * (times[0] ?? 0) ? ' grows!' : '';
  console.log(`| ${name} | ${times.map(time => time.toFixed(0)).join(' | ')} |${mark}`);
}

/** Detects the dialect as well; reads in the one that is asked for. */
function millisecondsFor(octets: Uint8Array, asked: Dialect | undefined): number {
  const start = performance.now();
  const found = probeDialect(octets, bufferScanner).dialect;
  for (const chunk of readTranscript(octets, {
    scanner: bufferScanner,
    dialect: asked ?? found,
  })) {
    lintChunk(chunk, ruleset);
  }
  return performance.now() - start;
}
