import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { answerTo, exchangeOf } from '../../../test/support/sasl.ts';

/**
 * Exchanges that GNU SASL 2.2.0 as the server accepted. RFCs have no examples of -PLUS, nor of names
 * and passwords that need escapes and SASLprep.
 */
const RECORDED = [
  {
    mechanism: 'SCRAM-SHA-1-PLUS',
    type: 'tls-exporter',
    first: 'r=c0ffee+teax47vrAasiHKfY793hDMMLdhB,s=PFVi8qjJWSvgW0wO,i=4096',
    proof: 'calFiAsLufrF7T7tXfTsgia1X24=',
    last: 'dj1tZjdiVklaeEpDdis5MlRMSERudlFOa0R5QzQ9',
  },
  {
    mechanism: 'SCRAM-SHA-1-PLUS',
    type: 'tls-unique',
    first: 'r=c0ffee+teaVzIbJj9l3dzmh3Faf6la4KPu,s=uI88bw5NBH6c1iiy,i=4096',
    proof: 'D6zQzMKa/3PeMfX9dodMPZuajCE=',
    last: 'dj1XU1BKeUppTUhXZlFWanpmMDBuTTZsOGNlNjg9',
  },
  {
    mechanism: 'SCRAM-SHA-256-PLUS',
    type: 'tls-exporter',
    first: 'r=c0ffee+tea2wIPyWvB5H7f+oAI/AHOm9e6,s=OIUtReOSaXHRwADr,i=4096',
    proof: 'GhNgywSvTMj2nj+mE5QDCe2uE49xTNmoML6oOCkWTkM=',
    last: 'dj1LRFhlbThRdGxGUGd4WGR4YzNmdW5FN3pUN2NuOW5jS29vSElPYUpnVEU0PQ==',
  },
  {
    mechanism: 'SCRAM-SHA-256-PLUS',
    type: 'tls-unique',
    first: 'r=c0ffee+teaH5FVwW8W2dUH7j7Pr5plwEF9,s=Yq9lVckJf8zye/w2,i=4096',
    proof: 'xlsbse0WbPpyEzZ4j1KYqT2TbQogpht4GurwkEF7TSM=',
    last: 'dj1TanB2QU80dkZta25zUEpLL0NVQnFpNUp0WGZOVkxJTUFDNW9ET3lSY1dvPQ==',
  },
] as const;

for (const { mechanism, type, first, proof, last } of RECORDED) {
  test(`${mechanism} by ${type} as another implementation has it`, async () => {
    const exchange = exchangeOf(mechanism, {
      user: 'us,er=ü',
      secret: 'Ⅸpencil\u00ad',
      nonce: 'c0ffee+tea',
      channelBinding: { type, data: Uint8Array.from({ length: 32 }, (_, at) => at * 7) },
    });
    const final = await answerTo(exchange, first);
    assert.equal(/,p=(.*)$/.exec(final)?.[1], proof);
    assert.equal(await answerTo(exchange, Buffer.from(last, 'base64').toString()), '');
    assert.ok(exchange.verified());
  });
}
