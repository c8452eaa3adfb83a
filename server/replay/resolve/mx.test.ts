import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailHostsOf } from './mx.ts';
import type { MailResolver } from './mx.ts';

type Zone = Readonly<Record<string, readonly string[] | string>>;

/** Answers from a table of `TYPE name`; text instead of a list is an error code. */
function fake(zone: Zone, asked: string[] = []): MailResolver {
  const look = (type: string, name: string): Promise<readonly string[]> => {
    asked.push(`${type} ${name}`);
    const found = zone[`${type} ${name}`] ?? 'ENODATA';
    if (typeof found !== 'string') return Promise.resolve(found);
    return Promise.reject(Object.assign(new Error(found), { code: found }));
  };
  return {
    resolveMx: async name =>
      (await look('MX', name)).map(entry => {
        const [priority = '', exchange = ''] = entry.split(' ');
        return { priority: Number(priority), exchange };
      }),
    resolve4: name => look('A', name),
    resolve6: name => look('AAAA', name),
  };
}

const hostsOf = async (recipient: string, zone: Zone): Promise<unknown> => {
  const found = await mailHostsOf(recipient, fake(zone));
  return found.kind === 'hosts'
    ? [found.source, ...found.hosts.map(host => host.host)]
    : found.kind;
};

test('MX hosts by preference, equal ones in the order of the answer', async () => {
  const zone = { 'MX d.test': ['20 c.test', '10 b.test.', '10 a.test', '5 first.test'] };
  assert.deepEqual(await hostsOf('u@d.test', zone), [
    'mx',
    'first.test',
    'b.test',
    'a.test',
    'c.test',
  ]);
});

test('the domain is that behind the last @, without case, dot or angle brackets', async () => {
  const asked: string[] = [];
  await mailHostsOf('<"a@b"@D.Test.>', fake({ 'MX d.test': ['1 m.test'] }, asked));
  await mailHostsOf('u@b\u00fccher.test', fake({}, asked));
  assert.deepEqual(asked.slice(0, 2), ['MX d.test', 'MX xn--bcher-kva.test']);
});

test('a null MX refuses and no address is asked for', async () => {
  for (const exchange of ['', '.']) {
    const asked: string[] = [];
    const found = await mailHostsOf(
      'u@d.test',
      fake({ 'MX d.test': [`0 ${exchange}`], 'A d.test': ['192.0.2.1'] }, asked),
    );
    assert.equal(found.kind, 'null-mx');
    assert.match(found.message, /takes no mail .*RFC 7505/);
    assert.deepEqual(asked, ['MX d.test']);
  }
});

test('a null MX beside others counts for nothing', async () => {
  assert.deepEqual(await hostsOf('u@d.test', { 'MX d.test': ['0 .', '10 a.test'] }), [
    'mx',
    'a.test',
  ]);
});

test('without MX the domain itself, if it has an address of either kind', async () => {
  assert.deepEqual(await hostsOf('u@d.test', { 'A d.test': ['192.0.2.1'] }), [
    'implicit',
    'd.test',
  ]);
  const six = { 'A d.test': 'ESERVFAIL', 'AAAA d.test': ['2001:db8::1'] };
  assert.deepEqual(await hostsOf('u@d.test', six), ['implicit', 'd.test']);
  assert.equal(await hostsOf('u@d.test', {}), 'no-host');
  assert.equal(await hostsOf('u@d.test', { 'A d.test': 'ESERVFAIL' }), 'temporary');
});

test('a name that does not exist is told from a look-up that failed', async () => {
  assert.equal(await hostsOf('u@d.test', { 'MX d.test': 'ENOTFOUND' }), 'no-domain');
  for (const code of ['ESERVFAIL', 'ETIMEOUT', 'ECONNREFUSED', 'EREFUSED']) {
    assert.equal(await hostsOf('u@d.test', { 'MX d.test': code }), 'temporary');
  }
});

test('MX records that name no host do not fall back to the address', async () => {
  const zone = { 'MX d.test': ['1 \u001b[2J'], 'A d.test': ['192.0.2.1'] };
  assert.equal(await hostsOf('u@d.test', zone), 'no-host');
});

test('address literals need no look-up', async () => {
  const asked: string[] = [];
  const literal = async (text: string): Promise<unknown> => {
    const found = await mailHostsOf(text, fake({}, asked));
    return found.kind === 'hosts' ? found.hosts[0]?.host : found.kind;
  };
  assert.equal(await literal('u@[192.0.2.1]'), '192.0.2.1');
  assert.equal(await literal('<u@[IPv6:2001:db8::1]>'), '2001:db8::1');
  for (const wrong of ['u@[2001:db8::1]', 'u@[IPv6:192.0.2.1]', 'u@[x]', 'u@[192.0.2.1', 'u@[]']) {
    assert.equal(await literal(wrong), 'invalid', wrong);
  }
  assert.deepEqual(asked, []);
});

test('what is no domain is not looked up', async () => {
  const asked: string[] = [];
  for (const wrong of ['postmaster', '', 'u@', 'u@a..b', 'u@a b', `u@${'a.'.repeat(200)}a`]) {
    assert.equal((await mailHostsOf(wrong, fake({}, asked))).kind, 'invalid', wrong);
  }
  assert.deepEqual(asked, []);
});

test('of a zone that names very many hosts the first ones are told', async () => {
  const many = Array.from({ length: 500 }, (_, at) => `${at} mx${at}.test`);
  const found = await mailHostsOf('u@d.test', fake({ 'MX d.test': many }));
  assert.equal(found.kind === 'hosts' && found.hosts.length, 20);
});
