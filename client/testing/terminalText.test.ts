import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { harmless, terminalText } from './terminalText.ts';

void describe('the output of a test run', () => {
  test('has the line ends of a terminal', () => {
    assert.equal(terminalText('S: 220 hi\nS: 250 ok\n'), 'S: 220 hi\r\nS: 250 ok\r\n');
  });

  test('colours what is ours and what the client says, troubles above all', () => {
    assert.equal(terminalText('# note'), '\u001b[90m# note\u001b[0m');
    assert.match(terminalText('# DIFFERS from line 3: x'), /^\u001b\[31m/);
    assert.match(
      terminalText('# FAILED: x\n#   y\n# z'),
      /\n\u001b\[31m# {3}y[^\n]*\n\u001b\[90m# z/,
    );
    assert.match(terminalText('C: QUIT'), /^\u001b\[36m.*\u001b\[0m$/);
  });

  test('obeys nobody but us', () => {
    const evil = 'S: 220 \u001b]0;title\u0007\u001b[2J\u009b31m\r\u0008\u202egnp\u2066';
    const shown = terminalText(evil);
    assert.doesNotMatch(shown, /[\u0000-\u001f\u007f-\u009f\u202e\u2066]/);
    assert.equal(harmless('a\tb ü 🎉'), 'a\tb ü 🎉');
  });
});
