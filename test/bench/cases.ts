import { smtp } from '../../server/core/dialect/smtp.ts';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import type { Chunk } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

/** A way through a whole transcript; gives a number, so that no work can be left out. */
export type Work = () => number;

/** One thing to measure. */
export interface BenchCase {
  readonly id: string;
  readonly name: string;
  /** Takes what it needs of the octets, before the clock runs. */
  prepare(octets: Buffer): Work;
}

/** What is measured, the yardstick first and the parser that others would write second. */
export const CASES: readonly BenchCase[] = [
  {
    id: 'yardstick',
    name: "`indexOf('\\n')` over the text (the yardstick)",
    prepare(octets) {
      const text = octets.toString('latin1');
      return () => countFeeds(text);
    },
  },
  {
    id: 'regex',
    name: 'a regular expression and an object a line',
    prepare(octets) {
      const text = octets.toString('latin1');
      return () => matchLines(text).length;
    },
  },
  {
    id: 'parse',
    name: 'parse',
    prepare: octets => () => sumOver(octets, chunk => chunk.sessions.length),
  },
  {
    id: 'lint',
    name: 'parse + every diagnostic',
    prepare(octets) {
      const ruleset = rulesetOf(DEFAULT_LINT);
      return () => sumOver(octets, chunk => lintChunk(chunk, ruleset).length);
    },
  },
];

function countFeeds(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function sumOver(octets: Buffer, of: (chunk: Chunk) => number): number {
  let sum = 0;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect: smtp })) {
    sum += of(chunk);
  }
  return sum;
}

/** A line as a reader of logs would keep it. */
interface Line {
  readonly party: string;
  readonly code: number;
  readonly more: boolean;
  readonly verb: string;
  readonly text: string;
}

const LINE = /^([CS]): (?:(\d{3})([ -])(.*)|([A-Za-z]{4,8})(?:[ :](.*))?$|(.*))/;

/** What most readers of logs do: split the text, match each line, keep an object for it. */
function matchLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const line of text.split('\n')) {
    const found = LINE.exec(line);
    const [, party = '', code = '', dash = '', said = '', verb = '', argument, other] = found ?? [];
    lines.push({
      party,
      code: Number(code),
      more: dash === '-',
      verb: verb.toUpperCase(),
      text: argument ?? other ?? said,
    });
  }
  return lines;
}
