import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { generateTranscript } from '../bench/generate.ts';
import { programOf } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const CLI = programOf('cli');
/** Prints the most memory that the process held, in kilobytes, when it ends. */
const METER = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`;

interface Run {
  readonly stdout: string;
  readonly status: number | null;
  readonly peak: number;
}

function run(args: readonly string[], input?: Buffer): Run {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=64', '--import', METER, CLI, ...args, '--quiet'],
    { encoding: 'utf8', maxBuffer: 1e9, ...(input && { input }) },
  );
  return { stdout, status, peak: Number(/peak (\d+)/.exec(stderr)?.[1]) };
}

/** The same transcript again and again. */
function longFile(path: string, text: Buffer, times: number): void {
  const file = openSync(path, 'w');
  for (let at = 0; at < times; at++) writeSync(file, text);
  closeSync(file);
}

function sessionsIn(stdout: string): number {
  return Number(/, (\d+) sessions?\)?\n/.exec(stdout)?.[1]);
}

describe('long files', () => {
  const text = generateTranscript({ megabytes: 2, seed: 3 });

  test('memory does not follow the length of the file', async t => {
    const folder = await temporaryFolder(t);
    const [short, long] = [join(folder, 'short.smtp'), join(folder, 'long.smtp')];
    longFile(short, text, 20);
    longFile(long, text, 80);
    for (const command of ['parse', 'lint']) {
      const one = run([command, short]);
      const four = run([command, long]);
      assert.ok(four.peak < one.peak * 1.4, `${command}: ${one.peak} and ${four.peak} KB`);
    }
    assert.equal(
      sessionsIn(run(['parse', long]).stdout),
      4 * sessionsIn(run(['parse', short]).stdout),
    );
  });

  test('connections that always overlap do not pile up', async t => {
    const folder = await temporaryFolder(t);
    const log = readFileSync(
      new URL('../corpus/postfix/smtpd-v-two-rcpt.txt', import.meta.url),
      'latin1',
    );
    const lines = log.split('\n').filter(line => line !== '');
    // Each process begins in the middle of the one before.
    const half = lines.length >> 1;
    const file = (sessions: number): string => {
      const path = join(folder, `${sessions}.log`);
      const out: string[] = [];
      for (let at = 0; at < sessions; at++) {
        const own = lines.slice(0, half).map(line => line.replace(/\[\d+\]:/, `[${5000 + at}]:`));
        const rest = lines.slice(half).map(line => line.replace(/\[\d+\]:/, `[${4999 + at}]:`));
        for (let i = 0; i < half; i++) out.push(own[i] ?? '', rest[i] ?? '');
      }
      writeFileSync(path, out.join('\n'));
      return path;
    };
    const few = run(['parse', file(700)]);
    const many = run(['parse', file(2800)]);
    assert.ok(many.peak < few.peak * 1.5, `${few.peak} and ${many.peak} KB`);
    assert.ok(sessionsIn(many.stdout) >= 2800, many.stdout.slice(0, 100));
  });

  test('gzip and UTF-16 are read as what they hold, from a file and from standard input', async t => {
    const folder = await temporaryFolder(t);
    const plain = 'S: 220 mx\nC: QUIT\nS: 221 bye\n';
    const utf16 = Buffer.from(`\ufeff${plain}`, 'utf16le');
    const path = join(folder, 'a.smtp.gz');
    writeFileSync(path, gzipSync(plain));
    assert.equal(sessionsIn(run(['parse', path]).stdout), 1);
    assert.equal(sessionsIn(run(['parse', '-'], utf16).stdout), 1);
    assert.equal(sessionsIn(run(['parse', '-'], gzipSync(utf16)).stdout), 1);
    const { status } = run(['parse', '-'], gzipSync(plain).subarray(0, 20));
    assert.equal(status, 2);
  });
});
