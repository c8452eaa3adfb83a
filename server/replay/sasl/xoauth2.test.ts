import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';

const TOKEN = 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg';

test('the example in the description of the provider', () => {
  const exchange = exchangeOf('XOAUTH2', { user: 'someuser@example.com', secret: TOKEN });
  assert.equal(initialOf(exchange), `user=someuser@example.com\x01auth=Bearer ${TOKEN}\x01\x01`);
});

test('the reason of a refusal is answered with nothing, once', async () => {
  const exchange = exchangeOf('XOAUTH2', { user: 'u', secret: 't' });
  assert.equal(await answerTo(exchange, '{"status":"401","schemes":"bearer"}'), '');
  assert.match(await answerTo(exchange, '{}'), /^refused: /);
});

test('nothing gets into the message beside the user and the token', () => {
  assert.match(exchangeOf('XOAUTH2', { user: 'a\x01b', secret: 't' }).unusable ?? '', /0x01/);
  for (const secret of ['a b', 'a\x01auth=x', 'tok\n', 'tökën']) {
    const { unusable, initial } = exchangeOf('XOAUTH2', { user: 'u', secret });
    assert.match(unusable ?? '', /token/);
    assert.equal(unusable?.includes(secret), false);
    assert.equal(initial, null);
  }
});
