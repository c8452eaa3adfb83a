import { probeDialect } from '../../server/core/dialect/probe.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

/**
 * `node test/bench/growth.ts [NAME]`: reads and lints hostile shapes at 1, 2, 4 and 8 times the size
 * and prints the milliseconds; a line that grows much faster than its size is a fault.
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

const ruleset = rulesetOf({ profile: 'strict', severities: {} });
const only = process.argv[2] ?? '';
console.log('| shape | 1 × | 2 × | 4 × | 8 × |\n|---|---|---|---|---|');
for (const [name, make] of Object.entries(shapes)) {
  if (!name.includes(only)) continue;
  const times = [10_000, 20_000, 40_000, 80_000].map(n => millisecondsFor(Buffer.from(make(n))));
  console.log(`| ${name} | ${times.map(time => time.toFixed(0)).join(' | ')} |`);
}

function millisecondsFor(octets: Uint8Array): number {
  const start = performance.now();
  const { dialect } = probeDialect(octets, bufferScanner);
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    lintChunk(chunk, ruleset);
  }
  return performance.now() - start;
}
