import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { convertedText } from '../support/convert.ts';
import { contentOf, startBench } from '../support/receiverBench.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function has(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** A message, and lines to end it with. */
function session(content: readonly string[], more: readonly string[] = []): string {
  return [
    'S: 220 mx',
    'C: EHLO client.example.net',
    'S: 250 mx',
    ...more,
    'C: MAIL FROM:<alice@example.net>',
    'S: 250 ok',
    'C: RCPT TO:<bob@example.org>',
    'S: 250 ok',
    'C: DATA',
    'S: 354 go',
    ...content,
    'C: .',
    'S: 250 ok',
    'C: QUIT',
    'S: 221 bye',
    '',
  ].join('\n');
}

const PLAIN = session([
  'C: Subject: dots and dollars $HOME',
  'C: ',
  'C: ..one dot',
  'C: ...two dots',
  'C: caf\u00e9',
  'C: ',
]);
const PLAIN_OCTETS =
  'Subject: dots and dollars $HOME\r\n\r\n.one dot\r\n..two dots\r\ncaf\u00e9\r\n\r\n';
const ODD = session([
  'C: From the first line',
  'C: Subject: %FROM_ADDRESS%\\n',
  'C: ',
  'C: ..',
  'C\\: \\x01\\xe9 latin\\r\\n',
]);
const ODD_OCTETS = Buffer.from(
  'From the first line\r\nSubject: %FROM_ADDRESS%\\n\r\n\r\n.\r\n\x01\xe9 latin\r\n',
  'latin1',
);

/** Runs a program on a script against a receiver of its own; gives what bob got. */
async function received(
  t: TestContext,
  command: readonly string[],
  script: { readonly text: string; readonly file: string },
): Promise<Buffer> {
  const { receiver, storage } = await startBench(t, { tls: 'none', auth: 'always' });
  const [program = '', ...args] = command;
  await writeFile(script.file, script.text);
  const child = spawn(program, [...args, script.file], {
    env: {
      ...process.env,
      SMTP_SERVER: '127.0.0.1',
      SMTP_PORT: String(receiver.port),
      SMTP_PASSWORD: 'tanstaaftanstaaf',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [status] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  assert.equal(status, 0, said);
  return contentOf(storage, 'bob');
}

const CLIENTS = [
  { id: 'swaks', needs: 'swaks', command: ['sh'], name: 'session.sh' },
  { id: 'curl', needs: 'curl', command: ['sh'], name: 'session.sh' },
  { id: 'smtplib', needs: 'python3', command: ['python3'], name: 'session.py' },
  { id: 'nodemailer', needs: 'node', command: [process.execPath], name: 'session.mjs' },
];

for (const { id, needs, command, name } of CLIENTS) {
  const skip = !has(needs);
  /** nodemailer has to be found from the script, so that lies below the project. */
  const folderFor = async (t: TestContext): Promise<string> => {
    if (id !== 'nodemailer') return temporaryFolder(t);
    const folder = await mkdtemp(join(ROOT, 'test/convert/.run-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };

  void test(`${id} delivers the message`, { skip }, async t => {
    const file = join(await folderFor(t), name);
    const got = await received(t, command, { text: convertedText(id, PLAIN), file });
    assert.equal(got.toString(), PLAIN_OCTETS);
  });

  void test(`${id} delivers odd octets`, { skip }, async t => {
    const file = join(await folderFor(t), name);
    const got = await received(t, command, { text: convertedText(id, ODD), file });
    assert.equal(got.toString('latin1'), ODD_OCTETS.toString('latin1'));
  });

  void test(`${id} authenticates with the password of the environment`, { skip }, async t => {
    const auth = ['C: AUTH PLAIN AHRpbQBzZWNyZXQtb2Ytb2xk', 'S: 235 ok'];
    const file = join(await folderFor(t), name);
    const text = convertedText(id, session(['C: Subject: x', 'C: ', 'C: y'], auth));
    const got = await received(t, command, { text, file });
    assert.equal(got.toString(), 'Subject: x\r\n\r\ny\r\n');
  });
}
