import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';

const TIM = { user: 'tim', secret: 'tanstaaf' };

test('first the user name, then the password', async () => {
  for (const prompt of ['Password:', 'Password\0', '', 'anything']) {
    const exchange = exchangeOf('LOGIN', TIM);
    assert.equal(initialOf(exchange), 'tim');
    assert.equal(await answerTo(exchange, prompt), 'tanstaaf');
    assert.match(await answerTo(exchange, prompt), /^refused: .*more than/);
  }
});

test('a server that passed over the initial response gets the name, not the password', async () => {
  const exchange = exchangeOf('LOGIN', TIM);
  assert.equal(await answerTo(exchange, 'User Name\0'), 'tim');
  assert.equal(await answerTo(exchange, 'Password\0'), 'tanstaaf');
  assert.match(await answerTo(exchange, 'Password\0'), /^refused: /);
});

test('a server that asks for the name for ever gets no password', async () => {
  const exchange = exchangeOf('LOGIN', TIM);
  assert.equal(await answerTo(exchange, 'username:'), 'tim');
  assert.match(await answerTo(exchange, 'username:'), /^refused: .*once more/);
  assert.match(await answerTo(exchange, 'Password:'), /^refused: /);
});
