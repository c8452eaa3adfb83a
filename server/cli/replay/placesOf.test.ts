import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/temporaryFolder.ts';
import type { Environment } from '../../protocol/environment.ts';
import { readArguments } from '../arguments.ts';
import type { Invocation } from '../command.ts';
import { replayCommand } from '../replay.ts';
import { namedEnvironments } from './namedEnvironments.ts';
import { placesOf } from './placesOf.ts';

const invoked = (...args: string[]): Invocation => readArguments(replayCommand, args);
const named = (name: string, more: Partial<Environment> = {}): Environment => {
  return { name, variables: {}, secrets: {}, ...more };
};

test('nothing named: the embedded receiver', async () => {
  const [place, ...more] = await placesOf(invoked('x.smtp'), []);
  assert.deepEqual([place?.server.kind, more.length], ['receiver', 0]);
});

test('each server once, in the order of the command line, then the environments', async () => {
  const staging = named('staging', { host: 'mx.test', port: 2525, production: true });
  const places = await placesOf(
    invoked('--to', 'b:25', '--to', 'A:26', '--to', 'b', '--unix', '/run/x', '--mx', 'd.test'),
    [staging],
  );
  assert.deepEqual(
    places.map(({ shown }) => [shown.name, shown.where, shown.production]),
    [
      ['b:25', '', false],
      ['a:26', '', false],
      ['/run/x', '', false],
      ['MX of d.test', '', false],
      ['staging', 'mx.test:2525', true],
    ],
  );
  const [, , unix] = places;
  assert.ok(unix?.server.kind === 'target');
  assert.equal(unix.server.target.path, '/run/x');
});

test('sockets and mail hosts may be several too', async () => {
  const args = ['--unix', '/run/x', '--unix', '/run/y', '--mx', 'd.test', '--mx', 'e.test'];
  const places = await placesOf(invoked(...args), []);
  assert.deepEqual(
    places.map(({ shown }) => shown.name),
    ['/run/x', '/run/y', 'MX of d.test', 'MX of e.test'],
  );
});

test('what the command line says of TLS counts for every server', async () => {
  const args = ['--to', 'mx.test', '--tls', 'implicit', '--min-tls', '1.2', '--insecure', '--ipv6'];
  const own = named('staging', { host: 'h', tls: 'starttls', serverName: 'name' });
  const [first, second] = await placesOf(invoked(...args, '--proxy', 'v1'), [own]);
  assert.ok(first?.server.kind === 'target' && second?.server.kind === 'target');
  assert.deepEqual(first.server.target, {
    host: 'mx.test',
    port: 465,
    implicitTls: true,
    minTlsVersion: 'TLSv1.2',
    verifyCertificate: false,
    family: 6,
    proxy: { version: 1, source: null, destination: null },
  });
  assert.deepEqual(
    [second.server.target.serverName, second.server.target.implicitTls],
    ['name', true],
  );
});

test('an environment without a server lends its variables', async () => {
  const vars = named('vars', { variables: { a: 'b' } });
  const [place] = await placesOf(invoked('--to', 'h:25'), [vars]);
  assert.deepEqual(place?.environment?.variables, { a: 'b' });
  const [own] = await placesOf(invoked('x'), [vars]);
  assert.deepEqual([own?.shown.name, own?.server.kind], ['vars', 'receiver']);
  const two = placesOf(invoked('--to', 'h:25'), [vars, named('more')]);
  await assert.rejects(two, /"vars" and "more" name no server/);
});

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['--to', 'h:0'], /no server listens on port 0/],
  [['--ca', 'x'], /--ca goes with --to, --env, --mx or --unix/],
  [['--allow', 'x:25'], /--allow goes with/],
  [['--dns', '192.0.2.1', '--to', 'h'], /--dns goes with --mx/],
  [['--mx', 'a..b'], /--mx takes a domain/],
  [['--mx', 'a', '--dns', 'dns.test'], /--dns takes an address/],
  [['--to', 'h', '--tls', 'yes'], /--tls takes starttls, implicit or none, not "yes"/],
  [['--to', 'h', '--min-tls', '2'], /--min-tls takes 1, 1\.1, 1\.2 or 1\.3/],
  [['--to', 'h', '--fingerprint', 'AB'], /64 hexadecimal digits/],
  [['--to', 'h', '--proxy', 'v1:1.2.3.4:5'], /--proxy takes v1 or v2/],
  [['--to', 'h', '--local-address', 'eth0'], /address of this machine/],
  [['--to', 'h', '--ipv4', '--ipv6'], /leave no address/],
  [['--to', 'h', '--cert', 'no.pem'], /needs both the certificate and its key/],
  [['--to', 'h', '--ca', '/no/such.pem'], /cannot read "\/no\/such\.pem": it does not exist/],
];

test('what cannot be is said in words', async () => {
  for (const [args, message] of WRONG) {
    await assert.rejects(placesOf(invoked(...args), []), message, args.join(' '));
  }
});

test('environments by name: the nearest file wins, faults and unknown names are refused', async t => {
  const folder = await temporaryFolder(t);
  const write = (text: string): Promise<void> =>
    writeFile(join(folder, '.smtp-transcript.env.json'), text);
  const file = join(folder, 'a.smtp');
  await assert.rejects(
    namedEnvironments(invoked('--env', 'staging'), [file]),
    /no \.smtp-transcript\.env\.json is in the folder/,
  );
  await write('{ "environments": { "staging": { "host": "h", "ca": "ca.pem" } } }');
  const [found] = await namedEnvironments(invoked('--env', 'staging'), [file]);
  assert.deepEqual([found?.host, found?.ca], ['h', join(folder, 'ca.pem')]);
  await assert.rejects(
    namedEnvironments(invoked('--env', 'stagign'), [file]),
    /did you mean "staging"/,
  );
  await write('{ "environments": { "staging": { "host": "h", "port": "25" } } }');
  await assert.rejects(
    namedEnvironments(invoked('--env', 'staging'), [file]),
    /cannot be used\n.*env\.json:1:\d+: "port" is a number/,
  );
  await assert.rejects(
    namedEnvironments(invoked('--environments', 'x'), [file]),
    /goes with --env/,
  );
});
