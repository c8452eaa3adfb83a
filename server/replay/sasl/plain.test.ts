import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';

test('the examples of RFC 4616 §4', () => {
  const tim = exchangeOf('PLAIN', { user: 'tim', secret: 'tanstaaftanstaaf' });
  assert.equal(initialOf(tim), '\0tim\0tanstaaftanstaaf');
  const kurt = exchangeOf('PLAIN', { authzid: 'Ursel', user: 'Kurt', secret: 'xipj3plmq' });
  assert.equal(initialOf(kurt), 'Ursel\0Kurt\0xipj3plmq');
});

test('names and passwords go out in UTF-8, as they are', () => {
  const exchange = exchangeOf('PLAIN', { user: 'jörg', secret: 'Ⅸ\u00ad🔑' });
  assert.equal(initialOf(exchange), '\0jörg\0Ⅸ\u00ad🔑');
});

test('a NUL would make another name of it', () => {
  for (const part of ['user', 'authzid', 'secret']) {
    const given = { user: 'u', secret: 's', [part]: 'a\0b' };
    assert.match(exchangeOf('PLAIN', given).unusable ?? '', /NUL/, part);
  }
});

test('a challenge after the one message gets no second password', async () => {
  const exchange = exchangeOf('PLAIN', { user: 'tim', secret: 'x' });
  assert.match(await answerTo(exchange, 'Password:'), /^refused: /);
});
