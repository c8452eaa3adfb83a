import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';

/** What `exim -v` prints of a delivery. */
const DELIVERY = `delivering 1xUtv1-0001dz-2S
Connecting to 127.0.0.1 [127.0.0.1]:8226 ...  TFO mode sendto, no data: EINPROGRESS
 connected
  SMTP<< 220 mail.example ESMTP ready
  SMTP>> EHLO mx.example
  SMTP<< 250-mail.example
         250-SIZE 10240000
         250 PIPELINING
  SMTP|> MAIL FROM:<a@mx.example> SIZE=1386
  SMTP|> RCPT TO:<b@mail.example>
  SMTP>> DATA
  SMTP<< 250 2.1.0 Ok
  SMTP<< 250 2.1.5 Ok
  SMTP<< 354 go on
  SMTP>> (writing message)
  SMTP>> .
  SMTP+> QUIT
  SMTP(shutdown)>>
  SMTP<< 250 2.0.0 queued
  SMTP<< 221 2.0.0 Bye
  SMTP(close)>>
cmdlog: '220:EHLO:250-:MAIL|:RCPT|:DATA:250:250:354:.:QUIT:250:221'
LOG: MAIN
  => b@mail.example C="250 2.0.0 queued"
`;
const DELIVERED = '220 250 250 250 354 250 221 | EHLO MAIL RCPT DATA QUIT | quit | 1 accepted';

/** Lines of one process, as the daemon prints them with -d. */
function lines(pid: string, ...texts: readonly string[]): string {
  return texts.map(text => `${pid.padStart(5)} ${text}\n`).join('');
}

test('-v: queued commands, folded replies, a message that is not shown', () => {
  const { dialect, rows } = dialogueIn(DELIVERY);
  assert.equal(dialect, 'exim-v');
  assert.deepEqual(rows, [DELIVERED]);
});

test('-v: the older words for the message', () => {
  const old = DELIVERY.replace(
    '  SMTP>> (writing message)\n  SMTP>> .\n',
    '  SMTP>> writing message and terminating "."\n',
  );
  assert.deepEqual(dialogueIn(old).rows, [DELIVERED]);
});

test('-v: each connection is a session, one that fails is none', () => {
  const failed = 'Connecting to a.example [192.0.2.1]:25 ... failed: Connection refused\n';
  assert.deepEqual(dialogueIn(DELIVERY + failed + DELIVERY).rows, [DELIVERED, DELIVERED]);
});

test('-v: connections that break', () => {
  const start = '  SMTP<< 220 mail.example\n  SMTP>> EHLO mx\n';
  for (const end of ['SMTP(closed)<<', 'SMTP(Connection reset by peer)<<', 'SMTP(timed out)<<']) {
    assert.deepEqual(dialogueIn(`${start}  ${end}\n  SMTP(close)>>\n`).rows, ['220 | EHLO | drop']);
  }
});

test('-v: lines without their indentation, and LMTP', () => {
  const bare = 'SMTP<< 220 mail.example\nSMTP>> EHLO mx\nSMTP<< 250 ok\n';
  assert.deepEqual(dialogueIn(bare).sessions[0]?.commands, ['EHLO']);
  const lmtp = '  LMTP<< 220 mx LMTP\n  LMTP>> LHLO mx\n  LMTP<< 250-mx\n         250 SIZE\n';
  assert.deepEqual(dialogueIn(lmtp).rows, ['220 250 | LHLO | unknown']);
});

test('-d of a daemon: the process is the connection, the server reads what SMTP<< says', () => {
  const text =
    lines('5688', 'postfork: daemon-accept', 'SMTP>> 220 mx ESMTP') +
    lines('5689', 'postfork: daemon-accept', 'SMTP>> 220 mx ESMTP', 'SMTP<< EHLO b') +
    lines('5688', 'SMTP<< EHLO a', 'SMTP>> 250-mx', '       250-SIZE 100') +
    lines('5689', 'SMTP>> 250-mx', '       250 HELP') +
    lines(
      '5688',
      '       250 HELP',
      'SMTP<< QUIT',
      'SMTP>> 221 Bye',
      'SMTP>>(close on process exit)',
    ) +
    lines('5689', 'LOG: MAIN', '  SMTP connection from b lost') +
    lines('5689', 'SMTP<< QUIT', 'SMTP>> 221 Bye');
  const { dialect, rows } = dialogueIn(text);
  assert.equal(dialect, 'exim-debug');
  assert.deepEqual(rows, [
    '5688: 220 250 221 | EHLO QUIT | quit',
    '5689: 220 250 221 | EHLO QUIT | quit',
  ]);
});

test('-d: time stamps, wide process ids, a process id that is used again', () => {
  const session = lines(
    '1234567',
    'SMTP>> 220 mx ESMTP',
    'SMTP<< QUIT',
    'SMTP>> 221 Bye',
    'SMTP>>(close on process exit)',
  ).replaceAll(/^(?=.)/gm, '22:49:14.689 ');
  const { dialect, rows, models } = dialogueIn(session + session);
  assert.equal(dialect, 'exim-debug');
  assert.deepEqual(rows, ['1234567: 220 221 | QUIT | quit', '1234567: 220 221 | QUIT | quit']);
  assert.equal(models[0]?.exchanges[0]?.command.time, 82_154_689);
});

test('-d: a server that calls out to verify an address speaks with two', () => {
  const text = lines(
    '77',
    'SMTP>> 220 mx ESMTP',
    'SMTP<< MAIL FROM:<a@b.example>',
    'Connecting to b.example [192.0.2.1]:25 ... connected',
    '  SMTP<< 220 b.example',
    '  SMTP>> HELO mx',
    '  SMTP<< 250 ok',
    '  SMTP>> QUIT',
    '  SMTP(close)>>',
    'SMTP>> 250 OK',
  );
  assert.deepEqual([...dialogueIn(text).rows].sort(), [
    '77 callout: 220 250 | HELO QUIT | quit-noreply',
    '77: 220 250 | MAIL | unknown',
  ]);
});

test('-d: a reply that the client never got, and one without words', () => {
  const text = lines(
    '77',
    'SMTP>> 220 mx',
    'SMTP<< EXPN list',
    'SMTP>> ',
    'SMTP>> 250 done',
    'SMTP>> 421 mx lost input connection',
  );
  assert.deepEqual(dialogueIn(text).rows, ['77: 220 250 | EXPN | eof']);
});

test('-d: without a process id the older versions indent nothing', () => {
  const text = 'SMTP>> 220 mx\nSMTP<< EHLO c\nSMTP>> 250-mx\n250-SIZE 1\n250 HELP\nSMTP<< QUIT\n';
  const { dialect, rows } = dialogueIn(text);
  assert.equal(dialect, 'exim-debug');
  assert.deepEqual(rows, ['220 250 | EHLO QUIT | quit-noreply']);
});

test('-d: a connection that another process goes on with is one session', () => {
  const text =
    lines(
      '10',
      '  SMTP<< 220 m.example',
      '  SMTP>> MAIL FROM:<a@b.example>',
      '  SMTP<< 250 ok',
      'transport_pass_socket entered',
      'transport forked for continued-transport: 11',
      '  SMTP(close)>>',
    ) + lines('11', '  SMTP>> QUIT', '  SMTP<< 221 Bye', '  SMTP(close)>>');
  assert.deepEqual(dialogueIn(text).rows, ['10: 220 250 221 | MAIL QUIT | quit']);
});

test('headers that Exim prints while it receives are no replies', () => {
  const text = lines(
    '77',
    'SMTP>> 220 mx',
    'SMTP<< DATA',
    'SMTP>> 354 go on',
    '>>Headers received:',
    'Subject: 250 not a reply',
    '250 not a reply',
    '       250 not a reply',
    'SMTP>> 250 OK',
  );
  assert.deepEqual(dialogueIn(text).sessions[0]?.replyCodes, [220, 354, 250]);
});
