import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { isSureMask, maskKind } from './maskedSecret.ts';

test('marks of people and tools stand for a secret', () => {
  const marks = [
    '**',
    '********',
    '••••',
    'xxxx',
    'XXXXXXXX',
    '...',
    '…',
    '----',
    '[...]',
    '(...)',
  ];
  const tools = ['PROVIDED_BUT_REMOVED', '/* secret */', '/* secured */', 'b64<secret>'];
  const people = ['<redacted>', '[password hidden]', '(hidden)', 'REDACTED', 'removed by me'];
  const unfilled = ['$PASSWORD', '${SMTP_PASS}', '%PASS%', '<your password>', '{{my password}}'];
  for (const text of [...marks, ...tools, ...people, ...unfilled, ' *** ', '*sensitive*']) {
    assert.equal(maskKind(text), 'mask', text);
  }
});

test('a variable is filled in and is no mark', () => {
  for (const text of ['{{password}}', '{{ auth.blob }}', '{{_x-1}}']) {
    assert.equal(maskKind(text), 'variable', text);
    assert.equal(isSureMask(text), false, text);
  }
  assert.equal(maskKind(`{{${'a'.repeat(61)}}}`), 'mask');
});

test('secrets, protocol signs and nothing are no marks', () => {
  const secrets = ['secret', 'hiddenvalley42', 'Pa$$w0rd', 's3cret-Passw0rd', 'x', 'xx', '$ecret'];
  const encoded = ['AGFsaWNlAHNlY3JldA==', 'dGlt', 'PHBhc3M+', 'a b', 'hidden1', '(pass)'];
  for (const text of [...secrets, ...encoded, '', '=', '*', '<a> <b>', '{{a}}{{b}}']) {
    assert.equal(maskKind(text), null, text);
  }
});

test('a sure mark is one in base64 too, others may be passwords', () => {
  for (const text of [
    '********',
    'PROVIDED_BUT_REMOVED',
    '/* secret */',
    'pass hidden',
    '[removed]',
  ]) {
    assert.equal(isSureMask(text), true, text);
  }
  for (const text of ['xxxx', '<pass>', '...', '$PASS', 'secret', '*']) {
    assert.equal(isSureMask(text), false, text);
  }
});

test('long texts take no long time', () => {
  const began = performance.now();
  for (const text of ['*'.repeat(1e6) + '!', '<'.repeat(1e6), '{{'.repeat(5e5), ' '.repeat(1e6)]) {
    assert.equal(maskKind(text), null);
  }
  assert.ok(performance.now() - began < 500);
});
