import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostAddressesOf } from '../../server/replay/resolve/hostAddresses.ts';
import { resolveMx } from '../../server/replay/resolve/resolveMx.ts';
import type { ResolveMxOptions } from '../../server/replay/resolve/resolveMx.ts';
import { serveDns } from './dnsServer.ts';

const IMPATIENT = { timeoutMs: 50 };

async function hostsOf(domain: string, options: ResolveMxOptions): Promise<unknown> {
  const found = await resolveMx(domain, options);
  return found.kind === 'hosts'
    ? [found.source, ...found.hosts.map(({ host, preference }) => `${preference} ${host}`)]
    : `${found.kind} ${found.message}`;
}

test('MX records of a domain and of a recipient, asked of the server that is given', async t => {
  const server = await serveDns(t, { 'MX d.test': ['20 b.test', '10 a.test'] });
  const dnsServers = [server.address];
  assert.deepEqual(await hostsOf('d.test', { dnsServers }), ['mx', '10 a.test', '20 b.test']);
  assert.deepEqual(await hostsOf('u@D.test', { dnsServers }), ['mx', '10 a.test', '20 b.test']);
  assert.deepEqual(server.asked, ['MX d.test', 'MX d.test']);
});

test('hosts of one preference are shuffled, and never across preferences', async t => {
  const zone = { 'MX d.test': ['10 a.test', '10 b.test', '10 c.test', '5 z.test'] };
  const dnsServers = [(await serveDns(t, zone)).address];
  const orders = new Set<string>();
  for (let seed = 0; seed < 64; seed += 1) {
    let call = 0;
    // Digits of the seed in base 4: every combination of the three draws turns up.
    const random = (): number => (Math.floor(seed / 4 ** call++) % 4) / 4;
    const found = await hostsOf('d.test', { dnsServers, random });
    orders.add((found as string[]).slice(1).join());
  }
  assert.deepEqual(
    [...orders].every(order => order.startsWith('5 z.test,10 ')),
    true,
  );
  assert.equal(orders.size, 6);
});

test('implicit MX, null MX, no such domain, a server in trouble', async t => {
  const zone = {
    'A implicit.test': ['192.0.2.1'],
    'AAAA six.test': ['2001:db8::1'],
    'MX null.test': ['0 .'],
    'A null.test': ['192.0.2.1'],
    'MX broken.test': 'SERVFAIL',
    'MX closed.test': 'REFUSED',
    'TXT none.test': [],
  } as const;
  const dnsServers = [(await serveDns(t, zone)).address];
  const cases: readonly (readonly [string, RegExp])[] = [
    ['null.test', /^null-mx null\.test has no server to send to: .*RFC 7505/],
    ['gone.test', /^no-domain .*NXDOMAIN/],
    ['none.test', /^no-host .*neither MX records nor an address/],
    ['broken.test', /^temporary .*ESERVFAIL/],
    ['closed.test', /^temporary .*EREFUSED/],
  ];
  assert.deepEqual(await hostsOf('implicit.test', { dnsServers }), ['implicit', '0 implicit.test']);
  assert.deepEqual(await hostsOf('six.test', { dnsServers }), ['implicit', '0 six.test']);
  for (const [domain, expected] of cases) {
    assert.match(String(await hostsOf(domain, { dnsServers, ...IMPATIENT })), expected);
  }
});

test('an alias is followed: with what it leads to in the answer, and without', async t => {
  const server = await serveDns(t, {
    'CNAME www.test': ['real.test'],
    'MX real.test': ['10 mx.test'],
    'CNAME bare.test': ['real.test'],
    'MX bare.test': [],
    'CNAME loop.test': ['loop.test'],
  });
  const dnsServers = [server.address];
  assert.deepEqual(await hostsOf('www.test', { dnsServers }), ['mx', '10 mx.test']);
  assert.deepEqual(await hostsOf('bare.test', { dnsServers }), ['mx', '10 mx.test']);
  assert.match(String(await hostsOf('loop.test', { dnsServers })), /^no-host .*CNAME/);
  assert.ok(server.asked.length < 30, String(server.asked.length));
});

test('a server that says nothing ends in time, and at once when cancelled', async t => {
  const dnsServers = [(await serveDns(t, { 'MX d.test': 'silence' })).address];
  assert.match(
    String(await hostsOf('d.test', { dnsServers, totalMs: 60 })),
    /^temporary .*no answer within 0\.06 s/,
  );
  const began = performance.now();
  const signal = AbortSignal.timeout(30);
  assert.match(String(await hostsOf('d.test', { dnsServers, signal })), /^temporary .*cancelled/);
  assert.ok(performance.now() - began < 1000);
  const aborted = { dnsServers, signal: AbortSignal.abort() };
  assert.match(String(await hostsOf('d.test', aborted)), /^temporary .*cancelled/);
});

test('a DNS server that is no address is told as such', async () => {
  const dnsServers = ['dns.example'];
  assert.match(String(await hostsOf('d.test', { dnsServers })), /^temporary .*its IP address/);
  const found = await hostAddressesOf('mx.test', { dnsServers });
  assert.match(found.kind === 'failed' ? found.message : '', /^mx\.test: .*its IP address/);
});

test('addresses of a host from the server that is given: IPv6 first, one family, aliases', async t => {
  const server = await serveDns(t, {
    'A mx.test': ['192.0.2.1', '192.0.2.2'],
    'AAAA mx.test': ['2001:db8::1'],
    'A four.test': ['192.0.2.4'],
    'AAAA four.test': 'SERVFAIL',
    'CNAME alias.test': ['four.test'],
    'AAAA bad.test': 'SERVFAIL',
    'A none.test': [],
  });
  const dnsServers = [server.address];
  const addresses = async (host: string, family?: 4 | 6): Promise<unknown> => {
    const options = { dnsServers, ...(family === undefined ? {} : { family }) };
    const found = await hostAddressesOf(host, options);
    return found.kind === 'addresses' ? found.addresses : `${found.reason} ${found.message}`;
  };
  assert.deepEqual(await addresses('mx.test'), ['2001:db8::1', '192.0.2.1', '192.0.2.2']);
  assert.deepEqual(await addresses('mx.test', 4), ['192.0.2.1', '192.0.2.2']);
  assert.deepEqual(await addresses('four.test'), ['192.0.2.4']);
  assert.deepEqual(await addresses('alias.test'), ['192.0.2.4']);
  assert.match(String(await addresses('bad.test')), /^dns bad\.test: .*SERVFAIL/);
  assert.match(String(await addresses('none.test')), /^dns none\.test: the name has no address/);
  assert.match(String(await addresses('gone.test')), /^dns gone\.test: the name does not exist/);
  assert.match(String(await addresses('192.0.2.1', 6)), /^dns 192\.0\.2\.1 has no IPv6 address/);
});

test('localhost is never asked of a DNS server', async t => {
  const server = await serveDns(t, { 'A localhost': ['192.0.2.1'] });
  const found = await hostAddressesOf('localhost', { dnsServers: [server.address] });
  assert.ok(found.kind === 'addresses' && !found.addresses.includes('192.0.2.1'));
  assert.deepEqual(server.asked, []);
});
