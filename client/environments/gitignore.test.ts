import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { IGNORED, ignoresEnvironments, withEnvironmentsIgnored } from './gitignore.ts';

void describe('a .gitignore', () => {
  test('is added to once, with the line ends that it has', () => {
    assert.equal(withEnvironmentsIgnored(''), `${IGNORED}\n`);
    assert.equal(withEnvironmentsIgnored('dist/'), `dist/\n${IGNORED}\n`);
    assert.equal(withEnvironmentsIgnored('dist/\r\n'), `dist/\r\n${IGNORED}\r\n`);
    for (const text of ['', 'dist/', 'dist/\r\n']) {
      assert.ok(!ignoresEnvironments(text));
      assert.ok(ignoresEnvironments(withEnvironmentsIgnored(text)));
    }
  });

  test('is understood in the ways people write it', () => {
    for (const line of [
      '.smtp-transcript.env.json',
      '/.smtp-transcript.env.*',
      '**/.smtp-transcript.env*',
    ]) {
      assert.ok(ignoresEnvironments(`dist/\n${line}\n`), line);
    }
    assert.ok(!ignoresEnvironments('# .smtp-transcript.env.json\n!.smtp-transcript.env.json\n'));
  });
});
