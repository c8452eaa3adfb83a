import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { answerTo, exchangeOf } from '../../../test/support/sasl.ts';
import { saslExchange } from './saslExchange.ts';
import { saslMechanisms } from '../../core/smtp/saslMechanisms.ts';

const GIVEN = {
  user: 'tim',
  authzid: '',
  secret: 'Tr0ub4dor',
  host: 'mx.example',
  port: 587,
  channelBinding: { type: 'tls-exporter', data: new Uint8Array(32) },
} as const;

test('mechanisms are known in any letter case, others are not', () => {
  assert.equal(saslExchange('scram-sha-256', GIVEN)?.unusable, null);
  for (const name of ['', 'DIGEST-MD5', 'GSSAPI', 'SCRAM-SHA-256-PLUS-PLUS', '__proto__']) {
    assert.equal(saslExchange(name, GIVEN), null, name);
  }
});

test('every mechanism can begin; one of them waits for the server', () => {
  for (const { name } of saslMechanisms) {
    const exchange = exchangeOf(name, GIVEN);
    assert.equal(exchange.unusable, null, name);
    assert.equal(exchange.initial === null, name === 'CRAM-MD5', name);
    assert.equal(exchange.verified(), !name.startsWith('SCRAM'), name);
  }
});

test('what is missing is said before anything is sent', () => {
  for (const { name, needsUser, needsSecret } of saslMechanisms) {
    const noUser = exchangeOf(name, { ...GIVEN, user: '' });
    assert.equal(noUser.unusable !== null, needsUser, name);
    const noSecret = exchangeOf(name, { ...GIVEN, secret: '' });
    assert.equal(noSecret.unusable !== null, needsSecret, name);
    for (const part of ['user', 'authzid', 'secret']) {
      const broken = exchangeOf(name, { ...GIVEN, [part]: 'a\ud800' });
      assert.match(broken.unusable ?? '', /Unicode/, `${name} ${part}`);
      assert.equal(broken.initial, null);
    }
  }
});

test('no refusal repeats a secret or what the server wrote', async () => {
  for (const { name } of saslMechanisms) {
    for (const secret of ['Tr0ub4dor', 'Tr0ub4dor \0\x01ü\u0007']) {
      const exchange = exchangeOf(name, { ...GIVEN, secret });
      const said = [exchange.unusable ?? ''];
      for (const challenge of ['\x1b[31mhostile', 'e=<b>', 'r=x,s=,i=\x1b']) {
        const answer = await answerTo(exchange, challenge);
        if (answer.startsWith('refused: ')) said.push(answer);
      }
      assert.doesNotMatch(said.join(), /Tr0ub|hostile|\x1b|<b>/, name);
    }
  }
});

/** Challenges a hostile server might send: noise, and near misses of what is expected. */
const challenges = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.uint8Array({ minLength: 12_000, maxLength: 13_000, size: 'max' }),
  fc
    .constantFrom('', 'Username:', '<1@x>', 'v=AAAA', 'e=other-error', '{"status":"400"}')
    .map(encode),
  fc
    .record({
      nonce: fc.constantFrom('abc', 'abcd', 'ab', 'abc,', 'abc\0', 'abc\u00ff'),
      salt: fc.constantFrom('AQID', '', '=', 'A', 'AQID===='),
      count: fc.constantFrom('4096', '1', '0', '-1', '1e9', '99999999999', 'NaN', ' 4096'),
      tail: fc.constantFrom('', ',x=y', ',m=z', ',', ',v='),
    })
    .map(({ nonce, salt, count, tail }) => encode(`r=${nonce},s=${salt},i=${count}${tail}`)),
);

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test('any challenges get answers in bounded time, and no proof comes out of nothing', async () => {
  const mechanisms = fc.constantFrom(...saslMechanisms.map(({ name }) => name));
  await fc.assert(
    fc.asyncProperty(mechanisms, fc.array(challenges, { maxLength: 6 }), async (name, given) => {
      const exchange = exchangeOf(name, { ...GIVEN, nonce: 'abc' });
      const began = performance.now();
      let responses = 0;
      let refused = false;
      for (const challenge of given) {
        const answer = await exchange.respond(challenge);
        if (refused) assert.equal(answer.kind, 'refused');
        refused ||= answer.kind === 'refused';
        if (answer.kind === 'response') responses += 1;
      }
      assert.ok(responses <= 2, 'an exchange ends');
      assert.ok(performance.now() - began < 2000);
      if (name.startsWith('SCRAM')) assert.equal(exchange.verified(), false);
    }),
    { numRuns: 300 },
  );
});
