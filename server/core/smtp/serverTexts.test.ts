import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { SERVER_TEXTS, serverTextsIn } from './serverTexts.ts';

/** Replies as servers give them, and the wordings that are known in them. */
const REPLIES: readonly (readonly [code: number, text: string, ...ids: string[]])[] = [
  [
    550,
    '5.7.26 This mail has been blocked because the sender is unauthenticated. 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. 5.7.26 - gsmtp',
    'gmail-unauthenticated',
  ],
  [
    550,
    "5.7.26 Unauthenticated email from example.org is not accepted due to 5.7.26 domain's DMARC policy. - gsmtp",
    'gmail-dmarc',
    'gmail-unauthenticated',
  ],
  [
    421,
    '4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. - gsmtp',
    'gmail-rate-unsolicited',
  ],
  [
    550,
    '5.1.1 The email account that you tried to reach does not exist. - gsmtp',
    'gmail-no-such-user',
  ],
  [
    550,
    "5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
    'outlook-network-block',
  ],
  [
    550,
    '5.7.606 Access denied, banned sending IP [192.0.2.1]. (AS16012609)',
    'microsoft-banned-ip',
  ],
  [
    550,
    '5.4.1 Recipient address rejected: Access denied. [x.prod.outlook.com]',
    'microsoft-recipient-denied',
  ],
  [
    535,
    '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    'microsoft-smtp-auth-disabled',
    'authentication-failed',
  ],
  [451, '4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)', 'microsoft-busy'],
  [
    421,
    '4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
    'yahoo-deferred',
  ],
  [
    554,
    '5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1',
    'list-spamhaus',
  ],
  [
    554,
    '5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org; Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.1/',
    'list-query-refused',
    'list-spamhaus',
  ],
  [554, '5.7.1 blocked using bl.example.org', 'list-generic'],
  [
    450,
    '4.2.0 <b@mx.example>: Recipient address rejected: Greylisted, see http://postgrey.example/',
    'greylisting',
  ],
  [451, '4.7.1 Greylisting in action, please come back in 00:05:00', 'greylisting'],
  [554, '5.7.1 <b@example.net>: Relay access denied', 'relay-denied'],
  [550, 'relay not permitted', 'relay-denied'],
  [
    550,
    '5.1.1 <x@mx.example>: Recipient address rejected: User unknown in local recipient table',
    'unknown-user',
  ],
  [504, '5.5.2 <pc>: Helo command rejected: need fully-qualified hostname', 'helo-name'],
  [552, '5.3.4 Message size exceeds fixed limit', 'size-limit'],
  [250, '2.0.0 Ok: queued as spam', ...[]],
  [550, '5.2.1 Refused', ...[]],
];

for (const [code, text, ...ids] of REPLIES) {
  test(`${String(code)} ${text.slice(0, 60)}`, () => {
    assert.deepEqual(
      serverTextsIn(code, text).map(({ id }) => id),
      ids,
    );
  });
}

test('ids are unique, needles are in the form they are looked for, and pages are https', () => {
  assert.equal(new Set(SERVER_TEXTS.map(({ id }) => id)).size, SERVER_TEXTS.length);
  for (const { says, page } of SERVER_TEXTS) {
    assert.ok(says.length > 0);
    for (const parts of says) assert.ok(parts.join('').length > 4, parts.join());
    for (const part of says.flat()) assert.equal(part, part.toLowerCase().replace(/\s+/g, ' '));
    if (page !== undefined) assert.match(page, /^https:\/\//);
  }
});

test('a reply of any length is looked at once', () => {
  const long = 'greylist '.repeat(2_000_000);
  assert.equal(serverTextsIn(450, long)[0]?.id, 'greylisting');
});
