import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';
import { encodeInitial } from './saslEncoding.ts';

test('the examples of RFC 4422 Appendix A', async () => {
  const own = exchangeOf('EXTERNAL');
  assert.equal(initialOf(own), '');
  assert.equal(encodeInitial(own.initial ?? new Uint8Array(1)), '=');
  assert.match(await answerTo(own, ''), /^refused: /);
  assert.equal(
    initialOf(exchangeOf('EXTERNAL', { authzid: 'fred@example.com' })),
    'fred@example.com',
  );
});

test('a user stands for whom to act as', () => {
  assert.equal(initialOf(exchangeOf('EXTERNAL', { user: 'fred' })), 'fred');
  assert.equal(initialOf(exchangeOf('EXTERNAL', { user: 'fred', authzid: 'jane' })), 'jane');
  assert.match(exchangeOf('EXTERNAL', { user: 'a\0b' }).unusable ?? '', /NUL/);
});
