import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { hereDocument } from './shell.ts';

const HAS_SHELL = spawnSync('sh', ['-c', 'true']).status === 0;

/** What a shell reads of the lines. */
function throughShell(lines: readonly string[]): string {
  const { open, body } = hereDocument(lines);
  return spawnSync('sh', ['-s'], { input: `cat ${open}\n${body}`, encoding: 'utf8' }).stdout;
}

test('a shell reads the lines as they are', { skip: !HAS_SHELL }, () => {
  const texts: readonly (readonly string[])[] = [
    ['END_OF_MESSAGE', '$HOME `id` \\', ' END_OF_MESSAGE'],
    // Some shells lose an octet where a line begins as the delimiter does and goes on otherwise.
    ['E\u0303x', 'EN\u00cc', 'E\u{1f600}'],
    ['E\u0303', 'T\u0303', 'M\u0303', 'Z\u0303', 'END_OF_MESSAGE'],
  ];
  for (const lines of texts) assert.equal(throughShell(lines), `${lines.join('\n')}\n`);
});
