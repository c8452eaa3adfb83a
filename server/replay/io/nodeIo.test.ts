import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Target } from '../../protocol/replay.ts';
import type { ServerAction } from '../../receiver/scripted/serverAction.ts';
import { startScriptedServer } from '../../receiver/scripted/scriptedServer.ts';
import type { ScriptedServer } from '../../receiver/scripted/scriptedServer.ts';
import { nodeIo } from './nodeIo.ts';
import type { IoChunk, ReplayIo } from './replayIo.ts';

const HELLO: readonly ServerAction[] = [{ do: 'send', octets: 'hello' }, { do: 'close' }];

async function serve(
  t: TestContext,
  script: readonly ServerAction[],
  host: '127.0.0.1' | '::1' = '127.0.0.1',
): Promise<ScriptedServer> {
  const server = await startScriptedServer(script, { host });
  t.after(() => server.close());
  return server;
}

/** What connecting led to: the addresses of both ends, or the failure. */
async function connected(target: Target): Promise<string> {
  const io = nodeIo();
  const result = await io.connect(target);
  io.destroy();
  return result.kind === 'opened'
    ? `${result.localAddress} → ${result.address}:${result.port}`
    : `${result.reason} ${result.message}`;
}

function nextOf(io: ReplayIo): Promise<IoChunk> {
  return new Promise(resolve => {
    io.read(resolve);
  });
}

async function folder(t: TestContext): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'io-'));
  t.after(() => rm(made, { recursive: true, force: true }));
  return made;
}

test('IPv6 and names connect, and octets come in order before the end', async t => {
  const greeting = { do: 'send', octets: 'hello' } as const;
  for (const host of ['127.0.0.1', '::1'] as const) {
    const server = await startScriptedServer([greeting, { do: 'close' }], { host });
    t.after(() => server.close());
    const io = nodeIo({ loopbackOnly: true });
    const opened = await io.connect({
      host: host === '::1' ? host : 'localhost',
      port: server.port,
    });
    assert.equal(opened.kind === 'opened' && opened.address, host);
    const chunk = await nextOf(io);
    assert.equal(chunk.kind === 'octets' && Buffer.from(chunk.octets).toString(), 'hello');
    assert.deepEqual(await nextOf(io), { kind: 'end' });
    io.destroy();
  }
});

test('destroying settles what is pending, and nothing after it waits', async t => {
  const server = await startScriptedServer([{ do: 'stall' }]);
  t.after(() => server.close());
  const io = nodeIo();
  await io.connect({ host: server.host, port: server.port });
  const pending = nextOf(io);
  io.destroy();
  assert.deepEqual(await pending, { kind: 'end' });
  assert.deepEqual(await nextOf(io), { kind: 'end' });
  await io.write(Buffer.from('x'));
  const tls = await io.startTls({ host: server.host, port: server.port });
  assert.equal(tls.kind, 'failed');
});

test('destroying gives up a look-up that does not end', async () => {
  const io = nodeIo({ findAddresses: () => new Promise(() => undefined) });
  const pending = io.connect({ host: 'mx.test', port: 25 });
  io.destroy();
  const given = await pending;
  assert.match(given.kind === 'failed' ? given.message : '', /^mx\.test:25: .*given up/);
});

test('destroying gives up a connection attempt', async () => {
  const io = nodeIo();
  const pending = io.connect({ host: '127.0.0.1', port: 1 });
  io.destroy();
  assert.equal((await pending).kind, 'failed');
});

test('octets that nobody reads are counted, and held back beyond the limit', async t => {
  const flood = { do: 'flood', unit: 'x', octets: 20_000_000 } as const;
  const server = await startScriptedServer([flood, { do: 'stall' }]);
  t.after(() => server.close());
  const io = nodeIo();
  await io.connect({ host: server.host, port: server.port });
  await new Promise(resolve => setTimeout(resolve, 100));
  assert.ok(io.unread() >= 1_000_000 && io.unread() < 3_000_000, String(io.unread()));
  let total = 0;
  while (total < 20_000_000) {
    const chunk = await nextOf(io);
    if (chunk.kind !== 'octets') break;
    total += chunk.octets.length;
  }
  assert.equal(total, 20_000_000);
  io.destroy();
});

test('a Unix socket in place of host and port', async t => {
  const path = join(await folder(t), 'smtp.sock');
  const server = await startScriptedServer(HELLO, { path });
  t.after(() => server.close());
  const io = nodeIo({ loopbackOnly: true });
  const opened = await io.connect({ host: 'mail.example', port: 25, path });
  assert.deepEqual(opened, { kind: 'opened', address: path, port: 0, localAddress: '' });
  const chunk = await nextOf(io);
  assert.equal(chunk.kind === 'octets' && Buffer.from(chunk.octets).toString(), 'hello');
  io.destroy();
});

test('a Unix socket that is not there, or none', async t => {
  const place = await folder(t);
  const at = (path: string): Promise<string> => connected({ host: 'x', port: 25, path });
  assert.match(await at(join(place, 'none')), /^refused \/.*none: there is no such socket/);
  const file = join(place, 'file');
  await writeFile(file, '');
  assert.match(await at(file), /^refused \/.*file: (?:nothing listens|that is a file)/);
});

test('the address to connect from', async t => {
  const { host, port } = await serve(t, HELLO);
  const from = (localAddress: string, more: Partial<Target> = {}): Promise<string> =>
    connected({ host, port, localAddress, ...more });
  assert.equal(await from('127.0.0.9'), `127.0.0.9 → 127.0.0.1:${port}`);
  assert.equal(await from('127.0.0.9', { host: 'localhost' }), `127.0.0.9 → 127.0.0.1:${port}`);
  assert.match(await from('192.0.2.77'), /^unreachable .*no address 192\.0\.2\.77 to connect from/);
  assert.match(await from('eth0'), /^unreachable .*"eth0", is not an IP address/);
  assert.match(await from('127.0.0.9', { family: 6 }), /^unreachable .*not of family IPv6/);
  assert.match(await from('::1'), /^dns 127\.0\.0\.1 has no IPv6 address/);
});

test('one family only, and a scoped IPv6 address', async t => {
  const six = await serve(t, HELLO, '::1');
  const at = (host: string, more: Partial<Target> = {}): Promise<string> =>
    connected({ host, port: six.port, ...more });
  assert.equal(await at('::1', { family: 6 }), `::1 → ::1:${six.port}`);
  assert.match(await at('::1', { family: 4 }), /^dns ::1 has no IPv4 address/);
  assert.match(await at('::1%lo'), /^::1(?:%lo)? → ::1/);
  assert.match(await at('127.0.0.1', { family: 4 }), /^refused 127\.0\.0\.1:\d+: nothing listens/);
});

test('a PROXY header goes before anything else', async t => {
  const server = await serve(t, [{ do: 'line' }, ...HELLO]);
  const io = nodeIo();
  const source = { address: '192.0.2.7', port: 1234 };
  const destination = { address: '192.0.2.25', port: 25 };
  const { host, port } = server;
  await io.connect({ host, port, proxy: { version: 1, source, destination } });
  assert.equal((await nextOf(io)).kind, 'octets');
  await io.write(Buffer.from('EHLO x\r\n'));
  io.close();
  const expected = 'PROXY TCP4 192.0.2.7 192.0.2.25 1234 25\r\nEHLO x\r\n';
  for (let tries = 0; tries < 200 && server.received()[0] !== expected; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  assert.deepEqual(server.received(), [expected]);
});

test('a PROXY header that cannot be written connects nowhere', async t => {
  const server = await serve(t, HELLO);
  const { host, port } = server;
  const source = { address: 'client.example', port: 1 };
  const proxy = { version: 2, source, destination: source } as const;
  assert.match(await connected({ host, port, proxy }), /^unsendable .*"client\.example" is none/);
  assert.deepEqual(server.received(), []);
});

test('the pipe of another machine is no socket of this one', async () => {
  for (const path of ['\\\\evil\\pipe\\x', '//evil/pipe/x']) {
    assert.match(await connected({ host: 'localhost', port: 0, path }), /is not this machine/);
  }
  const own = '\\\\.\\pipe\\no-such-pipe';
  assert.match(await connected({ host: 'localhost', port: 0, path: own }), /no such socket/);
});
