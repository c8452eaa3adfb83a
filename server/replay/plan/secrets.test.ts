import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { isMasked } from './secrets.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

test('what stands where a secret was is not sent', () => {
  for (const text of ['********', '<redacted>', '[password hidden]', 'xxxx', ' (hidden) ', '…']) {
    assert.ok(isMasked(text), text);
  }
});

test('marks that a tool wrote in base64 are none the less marks', () => {
  const responses = [
    'PROVIDED_BUT_REMOVED',
    '\0alice\0PROVIDED_BUT_REMOVED',
    '\0alice\0********',
    'user=alice\x01auth=Bearer [REDACTED]\x01\x01',
    '/* secret */',
  ];
  for (const text of responses) assert.ok(isMasked(base64(text)), text);
});

test('responses that may be real are sent', () => {
  const decoded = ['\0alice\0secret', '\0alice\0xxxx', '<pass>', 'alice', '\0***\0secret', ''];
  for (const text of decoded) assert.ok(!isMasked(base64(text)), text);
  for (const text of ['*', '=', '', '{{blob}}', 'not base64', 'A'.repeat(100_000)]) {
    assert.ok(!isMasked(text), text);
  }
});
