import { strict as assert } from 'node:assert';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { describe, test } from 'node:test';
import { answerTo, exchangeOf, initialOf } from '../../../test/support/sasl.ts';
import type { SaslBinding, SaslExchange } from './sasl.ts';

const PENCIL = { user: 'user', secret: 'pencil' };

interface Vector {
  readonly mechanism: string;
  readonly nonce: string;
  readonly first: string;
  readonly proof: string;
  readonly signature: string;
}

const RFC_5802: Vector = {
  mechanism: 'SCRAM-SHA-1',
  nonce: 'fyko+d2lbbFgONRv9qkxdawL',
  first: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
  proof: 'v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
  signature: 'rmF9pqV8S7suAoZWja4dJRkFsKQ=',
};

const RFC_7677: Vector = {
  mechanism: 'SCRAM-SHA-256',
  nonce: 'rOprNGfwEbeRWgbNEkqO',
  first: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  signature: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
};

for (const vector of [RFC_5802, RFC_7677]) {
  const begun = (): SaslExchange =>
    exchangeOf(vector.mechanism, { ...PENCIL, nonce: vector.nonce });

  describe(`the example of ${vector.mechanism}`, () => {
    test('every message is that of the RFC', async () => {
      const exchange = begun();
      assert.equal(initialOf(exchange), `n,,n=user,r=${vector.nonce}`);
      const nonce = /r=[^,]*/.exec(vector.first)?.[0] ?? '';
      assert.equal(await answerTo(exchange, vector.first), `c=biws,${nonce},p=${vector.proof}`);
      assert.equal(exchange.verified(), false);
      assert.equal(await answerTo(exchange, `v=${vector.signature}`), '');
      assert.equal(exchange.verified(), true);
      assert.match(await answerTo(exchange, ''), /^refused: /);
    });

    test('a server without the password is not believed', async () => {
      for (const signature of [vector.proof, vector.signature.slice(4), 'AAAA']) {
        const exchange = begun();
        await answerTo(exchange, vector.first);
        assert.match(await answerTo(exchange, `v=${signature}`), /could not prove/);
        assert.equal(exchange.verified(), false);
        assert.match(await answerTo(exchange, `v=${vector.signature}`), /^refused: /);
      }
    });

    test('the proof of the server cannot come first', async () => {
      const exchange = begun();
      assert.match(await answerTo(exchange, `v=${vector.signature}`), /^refused: /);
      assert.equal(exchange.verified(), false);
    });
  });
}

/** A server's side of RFC 5802 §3, from the password: is the proof right, and what does it sign? */
function served(hash: string, password: string, messages: readonly string[]) {
  const [bare = '', first = '', final = ''] = messages;
  const [, salt = '', iterations = ''] = /s=([^,]*),i=(\d+)/.exec(first) ?? [];
  const size = createHash(hash).digest().length;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(iterations), size, hash);
  const hmac = (key: Buffer, text: string): Buffer => createHmac(hash, key).update(text).digest();
  const [, signed = '', proof = ''] = /^(.*),p=([^,]*)$/.exec(final) ?? [];
  const text = `${bare},${first},${signed}`;
  const stored = createHash(hash).update(hmac(salted, 'Client Key')).digest();
  const signature = hmac(stored, text);
  const key = Buffer.from(proof, 'base64').map((octet, at) => octet ^ (signature[at] ?? 0));
  return {
    right: createHash(hash).update(key).digest().equals(stored),
    last: `v=${hmac(hmac(salted, 'Server Key'), text).toString('base64')}`,
  };
}

const EXPORTED: SaslBinding = {
  type: 'tls-exporter',
  data: Uint8Array.from({ length: 32 }, (_, at) => at * 7),
};

test('names that need escapes, another identity, other scripts', async () => {
  const given = { user: 'a=b,cª', authzid: 'x,y=z', secret: 'Ⅸ\u00ad pass', nonce: 'n0' };
  const exchange = exchangeOf('SCRAM-SHA-256', given);
  const header = 'n,a=x=2Cy=3Dz,';
  assert.equal(initialOf(exchange), `${header}n=a=3Db=2Cca,r=n0`);
  const first = 'r=n0more,s=c2FsdA==,i=4096';
  const final = await answerTo(exchange, first);
  assert.ok(final.startsWith(`c=${Buffer.from(header).toString('base64')},r=n0more,p=`));
  const { right, last } = served('sha256', 'IX pass', ['n=a=3Db=2Cca,r=n0', first, final]);
  assert.ok(right);
  assert.equal(await answerTo(exchange, last), '');
  assert.ok(exchange.verified());
});

describe('binding to the TLS connection', () => {
  for (const type of ['tls-exporter', 'tls-server-end-point', 'tls-unique'] as const) {
    for (const [mechanism, hash] of [
      ['SCRAM-SHA-1-PLUS', 'sha1'],
      ['SCRAM-SHA-256-PLUS', 'sha256'],
    ] as const) {
      test(`${mechanism} by ${type}`, async () => {
        const channelBinding = { type, data: EXPORTED.data };
        const exchange = exchangeOf(mechanism, { ...PENCIL, nonce: 'abc', channelBinding });
        assert.equal(initialOf(exchange), `p=${type},,n=user,r=abc`);
        const first = 'r=abcdef,s=c2FsdA==,i=5000';
        const final = await answerTo(exchange, first);
        const bound = Buffer.concat([Buffer.from(`p=${type},,`), EXPORTED.data]);
        assert.ok(final.startsWith(`c=${bound.toString('base64')},r=abcdef,p=`), final);
        const { right, last } = served(hash, 'pencil', ['n=user,r=abc', first, final]);
        assert.ok(right);
        assert.equal(await answerTo(exchange, last), '');
        assert.ok(exchange.verified());
      });
    }
  }

  test('without TLS there is nothing to bind to, and nothing is sent', async () => {
    const exchange = exchangeOf('SCRAM-SHA-256-PLUS', PENCIL);
    assert.match(exchange.unusable ?? '', /TLS/);
    assert.equal(exchange.initial, null);
    assert.match(await answerTo(exchange, RFC_7677.first), /^refused: /);
  });

  test('the mechanisms without -PLUS never bind', () => {
    const exchange = exchangeOf('SCRAM-SHA-256', { ...PENCIL, channelBinding: EXPORTED });
    assert.match(initialOf(exchange) ?? '', /^n,,n=user,r=/);
  });
});

test('every exchange has a nonce of its own, of characters that a nonce may have', () => {
  const nonces = Array.from({ length: 50 }, () => {
    const initial = initialOf(exchangeOf('SCRAM-SHA-256', PENCIL)) ?? '';
    return /^n,,n=user,r=([!-+\--~]{24})$/.exec(initial)?.[1];
  });
  assert.ok(!nonces.includes(undefined));
  assert.equal(new Set(nonces).size, 50);
});

test('what SASLprep forbids is not sent in another form', () => {
  assert.match(exchangeOf('SCRAM-SHA-1', { user: 'a\x07', secret: 's' }).unusable ?? '', /user/);
  assert.match(exchangeOf('SCRAM-SHA-1', { user: 'a', secret: '\ufffd' }).unusable ?? '', /secret/);
  assert.match(exchangeOf('SCRAM-SHA-1', { ...PENCIL, authzid: 'a\0' }).unusable ?? '', /control/);
});

test('the most iterations are done in seconds and outside the main thread', async () => {
  const exchange = exchangeOf('SCRAM-SHA-256', { ...PENCIL, nonce: 'abc' });
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 5);
  const final = await answerTo(exchange, 'r=abcdef,s=c2FsdA==,i=2000000');
  clearInterval(timer);
  assert.match(final, /,p=/);
  assert.ok(ticks > 5, String(ticks));
});
