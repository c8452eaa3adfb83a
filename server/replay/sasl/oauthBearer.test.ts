import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';

const TOKEN = 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==';
const USER = { user: 'user@example.com', secret: TOKEN };

test('the example of RFC 7628 §4.1', () => {
  const exchange = exchangeOf('OAUTHBEARER', { ...USER, host: 'server.example.com', port: 143 });
  const pairs = `host=server.example.com\x01port=143\x01auth=Bearer ${TOKEN}`;
  assert.equal(initialOf(exchange), `n,a=user@example.com,\x01${pairs}\x01\x01`);
});

test('the error of RFC 7628 §4.3 is answered with 0x01, once', async () => {
  const exchange = exchangeOf('OAUTHBEARER', USER);
  const error = '{"status":"invalid_token","scope":"example_scope"}';
  assert.equal(await answerTo(exchange, error), '\x01');
  assert.match(await answerTo(exchange, error), /^refused: /);
});

test('whom to act as wins over the user, and may be left out', () => {
  const other = exchangeOf('OAUTHBEARER', { ...USER, authzid: 'a=b,c' });
  assert.equal(initialOf(other), `n,a=a=3Db=2Cc,\x01auth=Bearer ${TOKEN}\x01\x01`);
  const nobody = exchangeOf('OAUTHBEARER', { secret: TOKEN });
  assert.equal(initialOf(nobody), `n,,\x01auth=Bearer ${TOKEN}\x01\x01`);
});

test('what would end a pair early is refused or left out', () => {
  assert.match(exchangeOf('OAUTHBEARER', { ...USER, secret: 'a\x01b' }).unusable ?? '', /token/);
  assert.match(exchangeOf('OAUTHBEARER', { ...USER, user: 'a\x01b' }).unusable ?? '', /0x01/);
  const odd = exchangeOf('OAUTHBEARER', { ...USER, host: '/run/mail server\x01.sock' });
  assert.equal(initialOf(odd)?.includes('host='), false);
});
