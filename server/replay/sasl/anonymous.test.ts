import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { exchangeOf, initialOf } from '../../../test/support/sasl.ts';

test('the trace of RFC 4505 §3, or none', () => {
  assert.equal(initialOf(exchangeOf('ANONYMOUS', { user: 'sirhc' })), 'sirhc');
  assert.equal(initialOf(exchangeOf('ANONYMOUS')), '');
});

test('traces that RFC 4505 §2 forbids', () => {
  assert.equal(exchangeOf('ANONYMOUS', { user: '𝓪'.repeat(255) }).unusable, null);
  assert.match(exchangeOf('ANONYMOUS', { user: '𝓪'.repeat(256) }).unusable ?? '', /255/);
  for (const user of ['a\0b', 'a\nb', 'a\u0085b']) {
    assert.match(exchangeOf('ANONYMOUS', { user }).unusable ?? '', /control/);
  }
});
