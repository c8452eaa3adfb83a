import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Daemon, freePorts } from './daemon.ts';
import { dhParameters } from './dhParameters.ts';

/** Greets on a port, and starts a child that takes no notice of being asked to end. */
const server = `
  const stubborn = require('node:child_process').spawn(process.execPath, ['-e',
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('child')"],
    { stdio: 'inherit' });
  console.log('stubborn ' + stubborn.pid);
  require('node:net').createServer(socket => socket.end('220 ready\\r\\n'))
    .listen(Number(process.argv[1]), '127.0.0.1');
`;

const onLinux = { skip: process.platform !== 'linux' && 'looks into /proc' };

test('a daemon greets, and ends with all that it started', onLinux, async () => {
  const [port = 0] = await freePorts(1);
  const daemon = new Daemon(process.execPath, ['-e', server, String(port)]);
  await daemon.greets(port);
  while (!daemon.output.includes('child')) await pause(10);
  const pid = Number(/stubborn (\d+)/u.exec(daemon.output)?.[1]);
  assert.ok(process.kill(pid, 0));
  await daemon.stop();
  assert.ok(daemon.hasEnded);
  await assert.rejects(daemon.greets(port), /ended at once/u);
  await goneSoon(pid);
});

test('a daemon that ends at once says what it wrote', async () => {
  const [port = 0] = await freePorts(1);
  const daemon = new Daemon(process.execPath, ['-e', 'console.error("no"); process.exit(3)']);
  await assert.rejects(daemon.greets(port), /it ended at once:\nno/u);
  await daemon.stop();
});

test('a program that is not there is no daemon', async () => {
  const daemon = new Daemon('/nonexistent/program', []);
  await assert.rejects(daemon.greets(1), /ended at once/u);
  await daemon.stop();
});

test('the parameters are a group of 2048 bits', () => {
  const [, body = ''] = /BEGIN DH PARAMETERS-----\n([^-]+)-----END/u.exec(dhParameters()) ?? [];
  const der = Buffer.from(body, 'base64');
  assert.equal(der[0], 0x30);
  assert.equal(der.readUInt16BE(2), der.length - 4);
  assert.equal(der.length, 4 + 4 + 257 + 3 + 1);
});

/** Killed, it may stay a zombie until its parent, by now the system's first process, looks. */
async function goneSoon(pid: number): Promise<void> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X');
    if (/\) [ZX]/u.test(state)) return;
    await pause(20);
  }
  assert.fail('the child lives');
}
