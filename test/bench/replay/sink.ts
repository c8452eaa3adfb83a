import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const SINK = '/usr/sbin/smtp-sink';

/** Postfix's smtp-sink on a free loopback port; `stop` ends it. Throws where it is not installed. */
export async function startSink(): Promise<{
  readonly port: number;
  readonly stop: () => void;
}> {
  if (!existsSync(SINK)) throw new Error('smtp-sink is missing: install the package postfix');
  const port = await freePort();
  // As root it would want to become another user.
  const child = spawn(SINK, ['-u', 'nobody', `127.0.0.1:${String(port)}`, '1000'], {
    stdio: 'inherit',
  });
  for (let tries = 0; tries < 200; tries += 1) {
    if (await listens(port)) return { port, stop: () => child.kill() };
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  child.kill();
  throw new Error('smtp-sink does not listen');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
