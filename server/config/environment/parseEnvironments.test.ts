import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parseEnvironments } from './parseEnvironments.ts';

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');

/** What the problems of a text say. */
function wrongs(text: string): string[] {
  return parseEnvironments(text).problems.map(({ message }) => message);
}

/** One environment with these settings. */
function one(settings: object): string {
  return JSON.stringify({ environments: { staging: settings } });
}

test('an environment with everything', () => {
  const { environments, problems } = parseEnvironments(
    one({
      host: 'mx.example.net',
      port: 2525,
      tls: 'implicit',
      verifyCertificate: false,
      ca: 'ca.pem',
      certificate: 'me.pem',
      key: 'me.key',
      serverName: 'mx',
      minTlsVersion: 'TLSv1.2',
      fingerprint: 'ab'.repeat(32),
      localAddress: '192.0.2.7',
      proxy: 'v2 192.0.2.1:4711 198.51.100.1:25',
      path: '/run/lmtp',
      mx: 'auto',
      dnsServers: ['192.0.2.53', '[2001:db8::53]:5353'],
      production: true,
      allowPlaintextAuth: true,
      user: 'tim',
      secret: 'staging-password',
      variables: { tag: 'a b', empty: '' },
      secrets: { password: { env: 'STAGING_PASSWORD' } },
    }),
  );
  assert.deepEqual(problems, []);
  const [staging] = environments;
  assert.equal(staging?.name, 'staging');
  assert.equal(staging.fingerprint, FINGERPRINT);
  assert.deepEqual(staging.proxy, {
    version: 2,
    source: { address: '192.0.2.1', port: 4711 },
    destination: { address: '198.51.100.1', port: 25 },
  });
  assert.deepEqual(staging.variables, { tag: 'a b', empty: '' });
  assert.deepEqual(staging.secrets, { password: { env: 'STAGING_PASSWORD' } });
});

test('comments and trailing commas', () => {
  const { environments, problems } = parseEnvironments(
    '\ufeff// mine\n{ "environments": { "a": { "host": "h", }, "b": {}, } }',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    environments.map(({ name }) => name),
    ['a', 'b'],
  );
});

test('a value that cannot be used is a problem at its place, and left out', () => {
  const text = one({ port: 70_000, host: 'mx' });
  const { environments, problems } = parseEnvironments(text);
  assert.deepEqual(environments, [{ name: 'staging', host: 'mx', variables: {}, secrets: {} }]);
  const [problem] = problems;
  assert.equal(problem?.message, '"port" is a number from 1 to 65535');
  assert.equal(text.slice(problem.start, problem.end), '70000');
});

const BAD: readonly (readonly [object, RegExp])[] = [
  [{ host: 'a b' }, /"host" is a host name/],
  [{ tls: 'always' }, /"tls" is one of none, starttls, implicit/],
  [{ verifyCertificate: 'no' }, /true or false/],
  [{ minTlsVersion: '1.2' }, /TLSv1\.3/],
  [{ fingerprint: 'AB:CD' }, /64 hexadecimal digits/],
  [{ localAddress: 'localhost' }, /address of this machine/],
  [{ proxy: 'v3 unknown' }, /"v1 192/],
  [{ proxy: 'v1 192.0.2.1:1 [2001:db8::1]:25' }, /"v1 192/],
  [{ mx: 'a..b' }, /a domain, or auto/],
  [{ dnsServers: ['dns.example'] }, /list of addresses/],
  [{ dnsServers: [] }, /list of addresses/],
  [{ user: 'a\r\nb' }, /one line/],
  [{ hsot: 'x' }, /did you mean "host"/],
  [{ variables: { '1x': 'y' } }, /a name begins with a letter/],
  [{ variables: { x: 1 } }, /in quotes/],
  [{ secrets: { x: { env: 'A B' } } }, /names an environment variable/],
  [{ secrets: { x: {} } }, /names an environment variable/],
];

test('what else can be wrong', () => {
  for (const [settings, message] of BAD) {
    assert.match(wrongs(one(settings)).join('\n'), message, JSON.stringify(settings));
  }
  assert.deepEqual(wrongs(''), ['the file is empty: write { "environments": {} } at least']);
  assert.match(wrongs('[]').join(), /the file is an object/);
  assert.match(wrongs('{"environments": 1}').join(), /"environments" is an object/);
  assert.match(wrongs('{"environments": {"\\u001b": {}}}').join(), /name of an environment/);
  assert.ok(
    wrongs(`{"environments": ${'['.repeat(1000)}`)
      .join()
      .includes('too deeply'),
  );
});

test('a secret in the file is a problem that says where secrets go and does not repeat it', () => {
  const places = [
    { password: 'hunter2' },
    { smtpPassword: 'hunter2' },
    { 'api-key': 'hunter2' },
    { variables: { token: 'hunter2' } },
    { variables: { smtp_pass: 'hunter2' } },
    { secrets: { login: 'hunter2' } },
    { secrets: { login: { value: 'hunter2' } } },
    { secrets: { login: { password: 'hunter2' } } },
  ];
  for (const place of places) {
    const { environments, problems } = parseEnvironments(one(place));
    assert.ok(problems.length > 0, JSON.stringify(place));
    const said = JSON.stringify([environments, problems]);
    assert.ok(!said.includes('hunter2'), JSON.stringify(place));
  }
  assert.match(wrongs(one({ password: 'x' })).join(), /"secrets": \{ "NAME": \{ "env": "VARIABLE"/);
  assert.deepEqual(wrongs(one({ variables: { passport: 'x', compass: 'y' } })), []);
});

test('never throws, whatever the text', () => {
  for (const text of ['{', '"', '/*', '\0', '{"environments":{"a":', 'null', '{"a":{"a":{}}}']) {
    assert.ok(wrongs(text).length > 0, text);
  }
  const { environments } = parseEnvironments('{"environments":{"__proto__":{"host":"h"}}}');
  assert.equal(environments[0]?.name, '__proto__');
});

const file = new URL('../../../schemas/smtp-transcript.env.schema.json', import.meta.url);
const isValid = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(file, 'utf8')) as object,
);

test('the schema and the parser agree', () => {
  const good = { host: 'h', port: 1, variables: { a: 'b' }, secrets: { a: { env: 'B' } } };
  assert.equal(isValid(JSON.parse(one(good))), true, JSON.stringify(isValid.errors));
  // The schema knows no addresses: those the parser alone judges.
  const byParserOnly = /localAddress|proxy|dns\./;
  for (const [settings] of BAD.filter(([each]) => !byParserOnly.test(JSON.stringify(each)))) {
    assert.equal(isValid(JSON.parse(one(settings))), false, JSON.stringify(settings));
  }
});
