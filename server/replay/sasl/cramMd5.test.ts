import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';

test('the example of RFC 2195 §2', async () => {
  const exchange = exchangeOf('CRAM-MD5', { user: 'tim', secret: 'tanstaaftanstaaf' });
  assert.equal(initialOf(exchange), null);
  assert.equal(
    await answerTo(exchange, '<1896.697170952@postoffice.reston.mci.net>'),
    'tim b913a602c7eda7a495b4e6e7334d3890',
  );
  assert.match(await answerTo(exchange, '<2@x>'), /^refused: /);
});

test('a password of more than 64 octets is hashed first (RFC 2104 §2)', async () => {
  const secret = 'correct horse battery staple, and then some more words to get past a block';
  const exchange = exchangeOf('CRAM-MD5', { user: 'a b', secret });
  assert.equal(
    await answerTo(exchange, '<1896.697170952@postoffice.reston.mci.net>'),
    'a b 3291a22832b4f247fb428f9c94be7931',
  );
});

test('an empty challenge is one like any other', async () => {
  const exchange = exchangeOf('CRAM-MD5', { user: 'tim', secret: 'x' });
  assert.match(await answerTo(exchange, ''), /^tim [0-9a-f]{32}$/);
});
