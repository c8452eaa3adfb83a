import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialogueIn } from '../../../test/support/dialogue.ts';
import { lintText } from '../../../test/support/lint.ts';

function bounce(...lines: readonly string[]): string {
  return `From: Mail Delivery Subsystem <MAILER-DAEMON@mx>
Subject: Returned mail: see transcript for details

   ----- The following addresses had permanent fatal errors -----
<x@m.example>
    (reason: 550 5.1.1 no)

   ----- Transcript of session follows -----
... while talking to m.example.:
${lines.join('\n')}

--boundary
Content-Type: message/rfc822

Subject: 250 not a reply

>>> QUIT
<<< 221 not said
`;
}

test('a reply under its command answers it', () => {
  const text = bounce(
    '>>> RCPT To:<x@m.example>',
    '<<< 550 5.1.1 no',
    '550 5.1.1 x... User unknown',
  );
  const { dialect, rows, models } = dialogueIn(text);
  assert.equal(dialect, 'sendmail-bounce');
  assert.deepEqual(rows, ['550 | RCPT | unknown']);
  assert.equal(models[0]?.exchanges[0]?.replies[0]?.code, 550);
});

test('what stands under DATA may answer another command', () => {
  const text = bounce(
    '>>> DATA',
    '<<< 550-5.1.1 no',
    '<<< 550 5.1.1 such user',
    '<<< 503 5.5.1 no',
  );
  const { rows, models } = dialogueIn(text);
  assert.deepEqual(rows, ['550 503 | DATA | unknown']);
  assert.deepEqual(models[0]?.exchanges[0]?.replies, []);
  assert.deepEqual(
    lintText(text, { profile: 'capture', severities: {} })
      .filter(({ finding: { severity } }) => severity === 'error' || severity === 'warning')
      .map(({ rule }) => rule),
    [],
  );
});

test('two hosts are two sessions', () => {
  const text = bounce(
    '>>> RCPT To:<x@m.example>',
    '<<< 550 no',
    '... while talking to n.example.:',
    '>>> RCPT To:<y@n.example>',
    '<<< 450 later',
  );
  assert.deepEqual(dialogueIn(text).rows, ['550 | RCPT | unknown', '450 | RCPT | unknown']);
});

test('a bounce that is sent by mail is content', () => {
  const content = bounce('>>> RCPT To:<x@m.example>', '<<< 550 no');
  const text = `220 mx\nEHLO c\n250 mx\nMAIL FROM:<>\n250 ok\nDATA\n354 ok\n${content}.\n250 ok\n`;
  assert.notEqual(dialogueIn(text).dialect, 'sendmail-bounce');
});
