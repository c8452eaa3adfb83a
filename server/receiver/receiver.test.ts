import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import {
  contentOf,
  greeted,
  hello,
  openData,
  startBench,
  storageFor,
} from '../../test/support/receiverBench.ts';
import { listMailboxes, listMessages, readMessage } from './mailbox.ts';
import { startReceiver } from './receiver.ts';

const plain = (user: string, password: string): string =>
  Buffer.from(`\0${user}\0${password}`).toString('base64');

describe('delivery', () => {
  test('stores a copy for each recipient with the trace lines of a final delivery', async t => {
    const { receiver, storage, delivered } = await startBench(t);
    const client = await hello(t, receiver.port);
    assert.equal(await client.command('MAIL FROM:<ann@client.example>'), '250 2.1.0 Accepted');
    assert.equal(await client.command('RCPT TO:<Bob@example.net>'), '250 2.1.5 Accepted');
    assert.equal(await client.command('RCPT TO:<carol@mx.test>'), '250 2.1.5 Accepted');
    assert.match(await client.command('DATA'), /^354 /u);
    const content = 'From: Ann <ann@client.example>\r\nSubject: hi\r\n\r\n..dot\r\n\xE9\0\r\n';
    client.send(Buffer.from(`${content.replace('..dot', '...dot')}.\r\n`, 'latin1'));
    assert.match(await client.reply(), /^250 2\.6\.0 OK: stored as \w+$/u);
    assert.match(await client.command('QUIT'), /^221 /u);

    assert.deepEqual(await listMailboxes(storage), [
      { user: 'bob', messages: 1 },
      { user: 'carol', messages: 1 },
    ]);
    for (const user of ['bob', 'carol']) {
      assert.equal((await contentOf(storage, user)).toString('latin1'), content);
    }
    const [message] = await listMessages(storage, 'bob');
    assert.equal(message?.from, 'Ann <ann@client.example>');
    assert.equal(message.subject, 'hi');
    const whole = Buffer.from((await readMessage(storage, 'bob', message.id)) ?? []).toString();
    assert.match(
      whole,
      /^Return-Path: <ann@client\.example>\r\nDelivered-To: Bob@example\.net\r\n/u,
    );
    assert.match(
      whole,
      /Received: from client\.example \(\[127\.0\.0\.1\]\)\r\n\tby localhost with ESMTP\r\n/u,
    );
    assert.deepEqual(
      delivered.map(({ from, octets, copies }) => ({ from, octets, to: copies.map(c => c.to) })),
      [
        {
          from: 'ann@client.example',
          octets: content.length,
          to: ['Bob@example.net', 'carol@mx.test'],
        },
      ],
    );
    assert.deepEqual(await readdir(join(storage, 'mailboxes', 'bob', 'tmp')), []);
  });

  test('keeps every octet however the content is cut into packets', async t => {
    const { receiver, storage } = await startBench(t);
    const client = await hello(t, receiver.port);
    const contents = [
      '',
      '\r\n',
      '.\r\n',
      '..\r\n.x\r\n',
      'a\r\n.\rb\n.\nc\r\n',
      '.'.repeat(5000) + '\r\n',
    ];
    for (const content of contents) {
      await openData(client);
      const wire = `${content.replace(/(^|\r\n)\./gu, '$1..')}.\r\n`;
      for (let at = 0; at < wire.length; at += 997) {
        client.send(wire.slice(at, at + (at < 30 ? 3 : 997)));
        if (at < 30) client.send(wire.slice(at + 3, at + 997));
        await new Promise(resolve => setTimeout(resolve, 2));
      }
      assert.match(await client.reply(), /^250 /u);
      const octets = await contentOf(storage, 'bob');
      assert.equal(octets.toString('latin1'), content);
    }
  });

  test('takes pipelined commands and the null sender', async t => {
    const { receiver, storage } = await startBench(t);
    const client = await hello(t, receiver.port);
    client.send('MAIL FROM:<>\r\nRCPT TO:<alice@example.com>\r\nRCPT TO:<Postmaster>\r\nDATA\r\n');
    for (const code of ['250', '250', '250', '354']) {
      assert.equal((await client.reply()).slice(0, 3), code);
    }
    client.send('x\r\n.\r\nQUIT\r\n');
    assert.match(await client.reply(), /^250 /u);
    assert.match(await client.reply(), /^221 /u);
    const [message] = await listMessages(storage, 'postmaster');
    const octets = await readMessage(storage, 'postmaster', message?.id ?? '');
    assert.match(
      Buffer.from(octets ?? []).toString(),
      /^Return-Path: <>\r\nDelivered-To: Postmaster@localhost\r\n/u,
    );
  });

  test('serves Nodemailer over STARTTLS with a login', async t => {
    const { receiver, storage } = await startBench(t);
    const transport = createTransport({
      host: '127.0.0.1',
      port: receiver.port,
      requireTLS: true,
      tls: { ca: receiver.certificate?.pem, servername: 'localhost' },
      auth: { user: 'tim', pass: 'tanstaaftanstaaf' },
    });
    await transport.sendMail({
      from: 'tim@example.org',
      to: ['alice@example.com', 'bob@example.com'],
      subject: 'Grüße',
      text: 'Hallo\n.\nWelt\n',
    });
    transport.close();
    const [message] = await listMessages(storage, 'alice');
    assert.equal(message?.subject, 'Grüße');
    const octets = await readMessage(storage, 'alice', message.id);
    assert.match(Buffer.from(octets ?? []).toString(), /with ESMTPSA \(TLSv1\.3\)/u);
  });
});

describe('refusals', () => {
  test('an unknown user, another domain and a DATA without recipients', async t => {
    const { receiver, storage } = await startBench(t);
    const client = await hello(t, receiver.port);
    await client.command('MAIL FROM:<a@example.org>');
    assert.match(
      await client.command('RCPT TO:<nobody@example.net>'),
      /^550 5\.1\.1 <nobody@example\.net>: .*User unknown$/u,
    );
    assert.match(
      await client.command('RCPT TO:<bob@elsewhere.invalid>'),
      /^550 5\.7\.1 .*Relay access denied$/u,
    );
    assert.match(
      await client.command('RCPT TO:<@example.net:bob@elsewhere.invalid>'),
      /^550 5\.7\.1 /u,
    );
    assert.match(
      await client.command('RCPT TO:<bob%elsewhere.invalid@example.net>'),
      /^550 5\.1\.1 /u,
    );
    assert.equal(await client.command('DATA'), '554 5.5.1 Error: no valid recipients');
    assert.deepEqual(await listMailboxes(storage), []);
  });

  test('a message over the limit, announced or not', async t => {
    const { receiver, storage } = await startBench(t, { sizeLimit: 1000 });
    const client = await greeted(t, receiver.port);
    assert.match(await client.command('EHLO c'), /\n250[- ]SIZE 1000/u);
    assert.match(await client.command('MAIL FROM:<a@example.org> SIZE=1001'), /^552 5\.3\.4 /u);
    await openData(client);
    client.send(`${'x'.repeat(70)}\r\n`.repeat(20_000));
    client.send('.\r\n');
    assert.match(await client.reply(), /^552 5\.3\.4 /u);
    assert.deepEqual(await listMessages(storage, 'bob'), []);
    assert.deepEqual(await readdir(join(storage, 'mailboxes', 'bob', 'tmp')), []);
    await openData(client);
    client.send('short\r\n.\r\n');
    assert.match(await client.reply(), /^250 /u);
  });

  test('parameters of extensions that are not offered, and UTF-8 without SMTPUTF8', async t => {
    const { receiver } = await startBench(t, {
      disable: ['DSN', 'SIZE'],
      users: [{ name: 'jürgen' }],
    });
    const client = await hello(t, receiver.port);
    assert.match(await client.command('MAIL FROM:<a@example.org> RET=HDRS'), /^555 5\.5\.4 /u);
    assert.match(await client.command('MAIL FROM:<a@example.org> SIZE=12'), /^555 5\.5\.4 /u);
    assert.match(await client.command('MAIL FROM:<a@example.org> HUH'), /^555 5\.5\.4 /u);
    assert.match(await client.command('MAIL FROM:<a@example.org>'), /^250 /u);
    assert.match(await client.command('RCPT TO:<jürgen@example.net>'), /^553 5\.6\.7 /u);
    await client.command('RSET');
    assert.match(
      await client.command('MAIL FROM:<a@example.org> SMTPUTF8 BODY=8BITMIME'),
      /^250 /u,
    );
    assert.match(await client.command('RCPT TO:<jürgen@example.net>'), /^250 /u);
  });
});

describe('features', () => {
  test('are announced', async t => {
    const { receiver } = await startBench(t);
    const client = await greeted(t, receiver.port);
    const lines = (await client.command('EHLO client.example')).split('\n');
    assert.deepEqual(
      lines.slice(1).map(line => line.slice(4)),
      [
        'PIPELINING',
        '8BITMIME',
        'SMTPUTF8',
        'ENHANCEDSTATUSCODES',
        'DSN',
        'STARTTLS',
        'SIZE 26214400',
      ],
    );
  });

  test('EHLO can be off, and HELO works then', async t => {
    const { receiver, storage } = await startBench(t, { disable: ['EHLO'] });
    const client = await greeted(t, receiver.port);
    assert.match(await client.command('EHLO client.example'), /^502 5\.5\.1 /u);
    assert.match(await client.command('HELO client.example'), /^250 localhost/u);
    await openData(client);
    client.send('Subject: old\r\n\r\nx\r\n.\r\n');
    assert.match(await client.reply(), /^250 /u);
    assert.equal((await listMessages(storage, 'bob')).length, 1);
  });

  test('every other one can be off', async t => {
    const { receiver } = await startBench(t, {
      auth: 'always',
      disable: [
        'STARTTLS',
        'AUTH',
        'PIPELINING',
        'SIZE',
        '8BITMIME',
        'SMTPUTF8',
        'DSN',
        'ENHANCEDSTATUSCODES',
        'VRFY',
        'HELP',
      ],
    });
    const client = await greeted(t, receiver.port);
    assert.match(await client.command('EHLO c'), /^250 [^\n]*$/u);
    for (const line of ['STARTTLS', 'AUTH PLAIN', 'VRFY bob', 'HELP', 'BDAT 0 LAST']) {
      assert.equal(await client.command(line), '502 Error: command not implemented', line);
    }
    assert.equal(await client.command('MAIL FROM:<a@example.org>'), '250 Accepted');
    assert.match(await client.command('RCPT TO:<no@example.org>'), /^550 <no@/u);
  });
});

describe('TLS', () => {
  test('STARTTLS with the certificate, and commands smuggled before it are dropped', async t => {
    const { receiver, storage } = await startBench(t);
    const client = await hello(t, receiver.port);
    client.send('STARTTLS\r\nMAIL FROM:<evil@example.org>\r\n');
    assert.match(await client.reply(), /^220 /u);
    await client.upgrade(receiver.certificate?.pem ?? '');
    assert.match(await client.command('MAIL FROM:<a@example.org>'), /^503 /u);
    assert.match(await client.command('EHLO c'), /AUTH PLAIN LOGIN CRAM-MD5/u);
    await openData(client);
    client.send('x\r\n.\r\n');
    assert.match(await client.reply(), /^250 /u);
    assert.equal((await listMessages(storage, 'bob')).length, 1);
  });

  test('from the first octet', async t => {
    const { receiver } = await startBench(t, { tls: 'implicit' });
    const client = await hello(t, receiver.port, receiver.certificate?.pem);
    await openData(client);
    client.send('x\r\n.\r\n');
    assert.match(await client.reply(), /^250 /u);
  });

  test('none at all', async t => {
    const { receiver, storage } = await startBench(t, { tls: 'none' });
    assert.equal(receiver.certificate, null);
    const client = await greeted(t, receiver.port);
    assert.doesNotMatch(await client.command('EHLO c'), /STARTTLS|AUTH/u);
    assert.match(await client.command('STARTTLS'), /^502 /u);
    assert.deepEqual(await readdir(storage), []);
  });

  test('the certificate survives a restart, readable by its owner only', async t => {
    const storage = await storageFor(t);
    const first = await startReceiver({ storage });
    await first.close();
    const second = await startReceiver({ storage });
    await second.close();
    assert.equal(second.certificate?.fingerprint, first.certificate?.fingerprint);
    assert.match(second.certificate?.fingerprint ?? '', /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/u);
    if (process.platform !== 'win32') {
      assert.equal((await stat(join(storage, 'tls', 'receiver.pem'))).mode & 0o777, 0o600);
    }
  });
});

describe('AUTH', () => {
  test('right, wrong, unknown and passwordless', async t => {
    const { receiver, log } = await startBench(t, { auth: 'always' });
    const client = await hello(t, receiver.port);
    for (const [user, password] of [
      ['tim', 'wrong'],
      ['nobody', 'x'],
      ['alice', ''],
      ['tim', ''],
    ] as const) {
      assert.match(
        await client.command(`AUTH PLAIN ${plain(user, password)}`),
        /^535 5\.7\.8 Error/u,
      );
    }
    assert.match(await client.command(`AUTH PLAIN ${plain('tim', 'tanstaaftanstaaf')}`), /^235 /u);
    assert.ok(!log.join('\n').includes('tanstaaf'));
  });

  test('LOGIN step by step, then no relay either', async t => {
    const { receiver } = await startBench(t, { auth: 'always' });
    const client = await hello(t, receiver.port);
    assert.match(await client.command('AUTH LOGIN'), /^334 /u);
    assert.match(await client.command(Buffer.from('tim@example.org').toString('base64')), /^334 /u);
    assert.match(
      await client.command(Buffer.from('tanstaaftanstaaf').toString('base64')),
      /^235 /u,
    );
    await client.command('MAIL FROM:<tim@example.org>');
    assert.match(await client.command('RCPT TO:<x@elsewhere.invalid>'), /^550 5\.7\.1 /u);
  });

  test('is neither announced nor taken in the clear by default', async t => {
    const { receiver } = await startBench(t);
    const client = await greeted(t, receiver.port);
    assert.doesNotMatch(await client.command('EHLO c'), /AUTH/u);
    assert.match(await client.command(`AUTH PLAIN ${plain('tim', 'tanstaaftanstaaf')}`), /^538 /u);
  });

  test('CRAM-MD5 through Nodemailer', async t => {
    const { receiver } = await startBench(t, { auth: 'always' });
    const options = {
      host: '127.0.0.1',
      port: receiver.port,
      ignoreTLS: true,
      authMethod: 'CRAM-MD5',
    };
    const right = createTransport({ ...options, auth: { user: 'tim', pass: 'tanstaaftanstaaf' } });
    assert.equal(await right.verify(), true);
    right.close();
    const wrong = createTransport({ ...options, auth: { user: 'tim', pass: 'nope' } });
    await assert.rejects(wrong.verify(), /535/u);
    wrong.close();
  });
});

describe('close', () => {
  test('says 421 to who is connected, frees the port, and may be called twice', async t => {
    const { receiver, storage } = await startBench(t);
    const client = await hello(t, receiver.port);
    const inData = await hello(t, receiver.port);
    await openData(inData);
    const started = Date.now();
    await Promise.all([receiver.close(), receiver.close()]);
    assert.ok(Date.now() - started < 3000);
    assert.match(await client.reply(), /^421 /u);
    const again = await startReceiver({ storage, listen: { port: receiver.port } });
    await assert.rejects(startReceiver({ storage, listen: { port: again.port } }), /EADDRINUSE/u);
    await again.close();
  });
});
