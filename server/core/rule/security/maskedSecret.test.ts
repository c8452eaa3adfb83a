import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { isMaskText } from './maskedSecret.ts';
import { lintText } from '../../../../test/support/lint.ts';

test('stand-ins are no secrets', () => {
  for (const mask of ['***', '<redacted>', '{{password}}', 'PROVIDED_BUT_REMOVED', 'XXXX', '']) {
    assert.equal(isMaskText(mask), true, mask);
  }
});

test('secrets are no stand-ins', () => {
  for (const secret of ['secret', 'hiddenvalley42', 'Pa$$w0rd', 's3cret-Passw0rd', 'x']) {
    assert.equal(isMaskText(secret), false, secret);
  }
});

test('no finding carries the secret', () => {
  const encoded = Buffer.from('\0alice\0Tr0ub4dor').toString('base64');
  const frames = [encoded, '\\0alice\\0Tr0ub4dor', 'Tr0ub4dor'];
  for (const frame of frames) {
    const text = `S: 220 mx\nC: EHLO c\nS: 250 AUTH PLAIN\nC: AUTH PLAIN ${frame}\nS: 235 OK\n`;
    const found = lintText(text).filter(({ rule }) => rule.endsWith('-in-transcript'));
    assert.equal(found.length, 1, frame);
    const shown = JSON.stringify(found);
    assert.equal(shown.includes('Tr0ub4dor') || shown.includes(encoded), false, frame);
  }
});
