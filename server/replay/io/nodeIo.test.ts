import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScriptedServer } from '../../receiver/scripted/scriptedServer.ts';
import { nodeIo } from './nodeIo.ts';

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
    const chunk = await io.read();
    assert.equal(chunk.kind === 'octets' && Buffer.from(chunk.octets).toString(), 'hello');
    assert.deepEqual(await io.read(), { kind: 'end' });
    io.destroy();
  }
});

test('destroying settles what is pending, and nothing after it waits', async t => {
  const server = await startScriptedServer([{ do: 'stall' }]);
  t.after(() => server.close());
  const io = nodeIo();
  await io.connect({ host: server.host, port: server.port });
  const pending = io.read();
  io.destroy();
  assert.deepEqual(await pending, { kind: 'end' });
  assert.deepEqual(await io.read(), { kind: 'end' });
  await io.write(Buffer.from('x'));
  const tls = await io.startTls({ host: server.host, port: server.port });
  assert.equal(tls.kind, 'failed');
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
    const chunk = await io.read();
    if (chunk.kind !== 'octets') break;
    total += chunk.octets.length;
  }
  assert.equal(total, 20_000_000);
  io.destroy();
});
