import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { freePorts } from '../../servers/daemon.ts';

const SINK = '/usr/sbin/smtp-sink';

/** Postfix's smtp-sink on a free loopback port; `stop` ends it. Throws where it is not installed. */
export async function startSink(): Promise<{
  readonly port: number;
  readonly stop: () => void;
}> {
  if (!existsSync(SINK)) throw new Error('smtp-sink is missing: install the package postfix');
  const [port = 0] = await freePorts(1);
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

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
