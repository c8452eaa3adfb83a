import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { RawSmtpClient } from '../support/rawSmtpClient.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { filesFor, runCli, startCli } from './support.ts';

/** A session that sends this body, its lines ended with CRLF. */
function sessionWith(body: string): string {
  return [
    'S: 220 mx.example.org ESMTP',
    'C: EHLO client.example.net',
    'S: 250-mx.example.org',
    'S: 250 8BITMIME',
    'C: MAIL FROM:<ann@example.net> BODY=8BITMIME',
    'S: 250 OK',
    'C: RCPT TO:<bob@example.org>',
    'S: 250 OK',
    'C: DATA',
    'S: 354 go',
    'C: Date: Sat, 21 Nov 2026 10:00:00 +0000',
    'C: From: ann@example.net',
    'C: Message-ID: <1@example.net>',
    'C: ',
    `C: ${body}`,
    'C: .',
    'S: 250 OK',
    'C: QUIT',
    'S: 221 Bye',
    '',
  ].join('\r\n');
}
const BODY = 15;

interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
}

async function findingsIn(cwd: string, file: string): Promise<readonly Finding[]> {
  const { stdout, stderr } = await runCli(['lint', '--format', 'json', file], { cwd });
  assert.equal(stderr, '');
  const { files } = JSON.parse(stdout) as { files: readonly { findings: readonly Finding[] }[] };
  return files[0]?.findings ?? [];
}

describe('octets of files', { concurrency: 4 }, () => {
  test('UTF-16 and a byte order mark are read as what they say', async t => {
    const faulty = sessionWith('gr\u00fc\u00dfe \u{1f600}').replace('RCPT TO:<', 'RCPT TO: <');
    const le = Buffer.from(`\ufeff${faulty}`, 'utf16le');
    const cwd = await filesFor(t, {
      'le.smtp': le,
      'be.smtp': Buffer.from(le).swap16(),
      'mark.smtp': `\ufeff${faulty}`,
      'plain.smtp': faulty,
    });
    const plain = await findingsIn(cwd, 'plain.smtp');
    assert.deepEqual(
      plain.map(({ rule, line, column }) => [rule, line, column]),
      [['space-around-colon', 7, 12]],
    );
    for (const name of ['le.smtp', 'be.smtp', 'mark.smtp']) {
      assert.deepEqual(await findingsIn(cwd, name), plain);
    }
    const parsed = await runCli(['parse', '--format', 'json', '-'], { input: le });
    assert.match(parsed.stdout, /"to":"bob@example\.org"/);
  });

  test('--fix leaves the encoding of a file alone', async t => {
    const text = sessionWith('hi').replace('RCPT TO:<', 'RCPT TO: <');
    const stored = {
      'le.smtp': Buffer.from(`\ufeff${text}`, 'utf16le'),
      'be.smtp': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      'mark.smtp': Buffer.from(`\ufeff${text}`),
    };
    const cwd = await filesFor(t, stored);
    const { status } = await runCli(['lint', '--fix', '.'], { cwd });
    assert.equal(status, 0);
    const fixed = `\ufeff${sessionWith('hi')}`;
    const read = (name: string): Promise<Buffer> => readFile(join(cwd, name));
    assert.equal((await read('le.smtp')).toString('utf16le'), fixed);
    assert.equal((await read('be.smtp')).swap16().toString('utf16le'), fixed);
    assert.equal((await read('mark.smtp')).toString(), fixed);
  });

  test('a line end unlike the others is evidence, and a text file’s own are none', async t => {
    const text = sessionWith('one\nC: two\rC: \0');
    const cwd = await filesFor(t, {
      'odd.smtp': text,
      'lf.smtp': sessionWith('one').replaceAll('\r\n', '\n'),
    });
    assert.deepEqual(
      (await findingsIn(cwd, 'odd.smtp')).map(({ rule, line, severity }) => [rule, line, severity]),
      [
        ['bare-lf', BODY, 'warning'],
        ['bare-cr', BODY + 1, 'warning'],
        ['nul-or-control-in-content', BODY + 2, 'warning'],
      ],
    );
    assert.deepEqual(await findingsIn(cwd, 'lf.smtp'), []);
  });

  test('a replay sends, and the receiver stores, octet for octet', async t => {
    const mailbox = join(await temporaryFolder(t), 'mail');
    const receiver = startCli(['receive', '--mailbox', mailbox]);
    t.after(async () => {
      receiver.child.kill('SIGKILL');
      await receiver.done;
    });
    const [, port = ''] = await receiver.printed(/^listening on 127\.0\.0\.1:(\d+)/);
    const octets = Buffer.from('caf\xe9 \x80\0\xff\xfe "\x1b"', 'latin1');
    const file = Buffer.concat([
      Buffer.from(sessionWith('X').split('X')[0] ?? ''),
      octets,
      Buffer.from('\r\nC\\: bare\\rCR\\nLF\\x00\\xc3\\r\\n\r\n'),
      Buffer.from(sessionWith('X').split('X\r\n')[1] ?? ''),
    ]);
    const cwd = await filesFor(t, { 'octets.smtp': file });
    const run = await runCli(['replay', '--to', `127.0.0.1:${port}`, 'octets.smtp'], { cwd });
    assert.equal(run.status, 0, run.stdout + run.stderr);
    const wanted = Buffer.concat([
      Buffer.from('Date: Sat, 21 Nov 2026 10:00:00 +0000\r\nFrom: ann@example.net\r\n'),
      Buffer.from('Message-ID: <1@example.net>\r\n\r\n'),
      octets,
      Buffer.from('\r\nbare\rCR\nLF\0\xc3\r\n', 'latin1'),
    ]);
    assert.ok((await storedIn(mailbox)).every(message => endsWith(message, wanted)));

    const client = await RawSmtpClient.connect({ port: Number(port) });
    await client.reply();
    const commands = ['EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<bob@example.org>', 'DATA'];
    for (const command of commands) await client.command(command);
    const any = Buffer.from(Array.from({ length: 2048 }, (_, at) => (at * 7 + (at >> 8)) & 255));
    client.send(Buffer.concat([Buffer.from('x'), any, Buffer.from('\r\n.\r\n')]));
    assert.match(await client.reply(), /^250 /);
    const ending = Buffer.concat([any, Buffer.from('\r\n')]);
    const messages = await storedIn(mailbox);
    assert.equal(messages.length, 2);
    assert.equal(messages.filter(message => endsWith(message, ending)).length, 1);
    client.destroy();
  });
});

async function storedIn(mailbox: string): Promise<readonly Buffer[]> {
  const folder = join(mailbox, 'mailboxes', 'bob', 'new');
  const names = await readdir(folder);
  assert.ok(names.length > 0);
  return Promise.all(names.map(name => readFile(join(folder, name))));
}

function endsWith(message: Buffer, ending: Buffer): boolean {
  return message.subarray(-ending.length).equals(ending);
}
