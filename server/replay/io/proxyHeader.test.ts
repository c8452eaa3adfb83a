import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Endpoint } from '../../protocol/replay.ts';
import { proxyHeaderOf } from './proxyHeader.ts';

const at = (address: string, port: number): Endpoint => ({ address, port });

function octetsOf(version: 1 | 2, source: Endpoint | null, destination: Endpoint | null): Buffer {
  const made = proxyHeaderOf({ version, source, destination });
  if (made.kind === 'refused') throw new Error(made.message);
  return Buffer.from(made.octets);
}

const textOf = (source: Endpoint | null, destination: Endpoint | null): string =>
  octetsOf(1, source, destination).toString('latin1');

const hexOf = (source: Endpoint | null, destination: Endpoint | null): string =>
  octetsOf(2, source, destination).toString('hex');

const SIGNATURE = '0d0a0d0a000d0a515549540a';

test('version 1: the lines of the specification', () => {
  assert.equal(
    textOf(at('192.168.0.1', 56_324), at('192.168.0.11', 443)),
    'PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n',
  );
  assert.equal(textOf(null, null), 'PROXY UNKNOWN\r\n');
  assert.equal(textOf(at('192.168.0.1', 1), null), 'PROXY UNKNOWN\r\n');
});

test('version 1: the longest lines have the lengths that the specification counts', () => {
  const four = at('255.255.255.255', 65_535);
  const six = at('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 65_535);
  assert.equal(textOf(four, four).length, 56);
  assert.equal(textOf(six, six).length, 104);
  assert.equal(textOf(null, null).length, 15);
});

test('version 2: TCP over IPv4 is 28 octets', () => {
  assert.equal(
    hexOf(at('192.168.0.1', 56_324), at('192.168.0.11', 443)),
    `${SIGNATURE}2111000cc0a80001c0a8000bdc0401bb`,
  );
});

test('version 2: TCP over IPv6 is 52 octets, however the address is written', () => {
  const two = '20010db8000000000000000000000002';
  const mapped = '00000000000000000000ffffc0000201';
  assert.equal(
    hexOf(at('2001:db8::2', 1), at('::ffff:192.0.2.1', 25)),
    `${SIGNATURE}21210024${two}${mapped}00010019`,
  );
  const long = '2001:0DB8:0:0:0:0:0:2';
  assert.equal(hexOf(at(long, 1), at('::', 0)).slice(32, 64), two);
  assert.equal(
    hexOf(at('::', 1), at('1::', 0)).slice(32, 96),
    `${'0'.repeat(32)}0001${'0'.repeat(28)}`,
  );
});

test('version 2: LOCAL carries no addresses', () => {
  assert.equal(hexOf(null, null), `${SIGNATURE}20000000`);
  assert.equal(hexOf(null, at('192.0.2.1', 25)), `${SIGNATURE}20000000`);
});

test('what is no address, no port or no pair is refused, and says what it was', () => {
  const good = at('192.0.2.1', 25);
  const cases: readonly (readonly [Endpoint, Endpoint, RegExp])[] = [
    [at('mx.example', 25), good, /"mx\.example" is none/],
    [at('192.0.2.1\r\nEHLO x', 25), good, /needs IP addresses/],
    [at('fe80::1%eth0', 25), at('fe80::2', 25), /"fe80::1%eth0" is none/],
    [good, at('192.0.2.1', 65_536), /65536 is none/],
    [good, at('192.0.2.1', 2.5), /2\.5 is none/],
    [good, at('2001:db8::1', 25), /of one family/],
  ];
  for (const version of [1, 2] as const) {
    for (const [source, destination, message] of cases) {
      const made = proxyHeaderOf({ version, source, destination });
      assert.match(made.kind === 'refused' ? made.message : '', message);
    }
  }
});
