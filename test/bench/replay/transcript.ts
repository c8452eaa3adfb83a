/** Octets of one message, headers and end included. */
const MESSAGE = 1024;

/** A session with `messages` transactions, as `.smtp` text. */
export function sessionOf(messages: number): Buffer {
  const head = [
    'S: 220 smtp-sink ESMTP',
    'C: EHLO client.example',
    'S: 250-smtp-sink',
    'S: 250-PIPELINING',
    'S: 250 8BITMIME',
  ];
  const one = [
    'C: MAIL FROM:<sender@example.org>',
    'S: 250 2.1.0 Ok',
    'C: RCPT TO:<recipient@example.net>',
    'S: 250 2.1.5 Ok',
    'C: DATA',
    'S: 354 End data with <CR><LF>.<CR><LF>',
    ...content().map(line => `C: ${line}`),
    'C: .',
    'S: 250 2.0.0 Ok',
  ];
  const all = [...head, ...Array.from({ length: messages }, () => one).flat()];
  return Buffer.from([...all, 'C: QUIT', 'S: 221 Bye', ''].join('\r\n'));
}

/** The lines of one message, without the final dot. */
export function content(): readonly string[] {
  const lines = [
    'From: <sender@example.org>',
    'To: <recipient@example.net>',
    'Date: Mon, 2 Nov 2026 10:00:00 +0000',
    'Message-ID: <1@example.org>',
    'Subject: figures',
    '',
  ];
  const used = lines.join('\r\n').length;
  const body = Array.from({ length: Math.ceil((MESSAGE - used) / 72) }, () => 'x'.repeat(70));
  return [...lines, ...body];
}

/** What the client writes for each reply, in lockstep; the last is answered by 221. */
export function entriesOf(messages: number): readonly Uint8Array[] {
  const one = [
    'MAIL FROM:<sender@example.org>\r\n',
    'RCPT TO:<recipient@example.net>\r\n',
    'DATA\r\n',
    `${content().join('\r\n')}\r\n.\r\n`,
  ].map(text => Buffer.from(text));
  const hello = Buffer.from('EHLO client.example\r\n');
  const all = Array.from({ length: messages }, () => one).flat();
  return [hello, ...all, Buffer.from('QUIT\r\n')];
}
