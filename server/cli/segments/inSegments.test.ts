import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { generateTranscript } from '../../../test/bench/generate.ts';
import { temporaryFolder } from '../../../test/support/temporaryFolder.ts';
import { smtp } from '../../core/dialect/smtp.ts';
import { DEFAULT_LINT } from '../../core/rule/run.ts';
import { lintedFile } from '../../report/fileLinter.ts';
import { inSegments } from './inSegments.ts';
import { readSegment } from './readSegment.ts';
import type { ReadSegment } from './readSegment.ts';
import { workOf } from './work.ts';
import type { Order } from './work.ts';

const program = fileURLToPath(new URL('../main.ts', import.meta.url));
const LINT: Order = { kind: 'lint', options: DEFAULT_LINT };

async function written(t: TestContext, text: string | Buffer): Promise<string> {
  const file = join(await temporaryFolder(t), 'a.smtp');
  writeFileSync(file, text);
  return file;
}

async function read(file: string, size: number, order: Order, threads: number) {
  const onRead = (): void => undefined;
  return inSegments({ file, dialect: smtp, size, onRead, threads, program }, order);
}

async function atOnce(file: string, order: Order): Promise<readonly ReadSegment[]> {
  const whole = { file, dialect: smtp, from: 0, to: undefined };
  const segment = await readSegment(whole, workOf(order));
  return [segment];
}

/** Findings, counts and totals, whatever the segments were. */
function told(segments: readonly ReadSegment[] | undefined): unknown {
  assert.ok(segments);
  const stretches: Parameters<typeof lintedFile>[0][number][] = [];
  let lines = 0;
  for (const { result, lines: own } of segments) {
    if (result.kind === 'lint') stretches.push({ linted: result.linted, lines });
    lines += own;
  }
  const { byRule, ...rest } = lintedFile(stretches);
  return { ...rest, byRule: [...byRule].sort() };
}

describe('in segments', { concurrency: 2 }, () => {
  test('findings and their lines are those of the whole file', async t => {
    const text = generateTranscript({ megabytes: 1, seed: 9 });
    const file = await written(t, text);
    const whole = told(await atOnce(file, LINT));
    for (const threads of [2, 3, 5]) {
      const segments = await read(file, text.length, LINT, threads);
      assert.equal(segments?.length, threads);
      assert.deepEqual(told(segments), whole);
    }
  });

  test('sessions are those of the whole file', async t => {
    const text = generateTranscript({ megabytes: 1, seed: 4 });
    const file = await written(t, text);
    const [one] = await atOnce(file, { kind: 'parse' });
    const many = await read(file, text.length, { kind: 'parse' }, 3);
    assert.ok(one?.result.kind === 'parse');
    let [sessions, messages] = [0, 0];
    for (const { result } of many ?? []) {
      if (result.kind !== 'parse') continue;
      sessions += result.sessions;
      messages += result.messages;
    }
    assert.deepEqual([sessions, messages], [one.result.sessions, one.result.messages]);
  });

  test('what looks like sessions inside a message is no place to begin', async t => {
    const inside = 'C: S: 220 no\nC: \nC: 220 no\nC: QUIT\nC: 221 bye\n';
    const head =
      'S: 220 a\nC: EHLO b\nS: 250 a\nC: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<a@b.example>\n';
    const text = `${head}S: 250 ok\nC: DATA\nS: 354 go\n${inside.repeat(2000)}C: .\nS: 250 ok\nC: QUIT\nS: 221 bye\n`;
    const file = await written(t, text.repeat(3));
    const whole = told(await atOnce(file, LINT));
    const segments = await read(file, text.length * 3, LINT, 4);
    assert.deepEqual(told(segments), whole);
  });

  test('a second session without a mark begins nowhere else: read on, not guessed', async t => {
    const fake = '\n220 x\nEHLO y\n250 x\nQUIT\n221 bye\n';
    const text = `220 a\nEHLO b\n250 a\nMAIL FROM:<>\n250 ok\nRCPT TO:<a@b.example>\n250 ok\nDATA\n354 go\n${fake.repeat(3000)}.\n250 ok\nQUIT\n221 bye\n`;
    const file = await written(t, text);
    const segments = await read(file, text.length, LINT, 2);
    assert.equal(segments?.length, 1);
    assert.deepEqual(told(segments), told(await atOnce(file, LINT)));
  });

  test('short files and threads that cannot start are read in one go', async t => {
    const file = await written(t, 'S: 220 a\nC: QUIT\nS: 221 bye\n');
    const onRead = (): void => undefined;
    const input = { file, dialect: smtp, size: 30, onRead };
    assert.equal(await inSegments(input, LINT), undefined);
    const broken = { ...input, threads: 2, program: join(file, 'nowhere.js') };
    assert.equal(await inSegments(broken, LINT), undefined);
  });
});
