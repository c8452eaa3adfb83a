import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldVolatile } from './foldVolatile.ts';
import type { Opening } from './volatileParts.ts';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Two runs of one server: the same once folded. */
const SAME: readonly (readonly [one: string, other: string, opening?: Opening])[] = [
  // Postfix: short and long ids.
  ['2.0.0 Ok: queued as 4F1A2B40B', '2.0.0 Ok: queued as 2167519C237'],
  ['2.0.0 Ok: queued as 4F1A2B40B', '2.0.0 Ok: queued as 3Pt2mN2VXxznjll'],
  ['2.0.0 Ok: queued as 3Pt2mN2VXxznjll', '2.0.0 Ok: queued as pQtRmNzVXxznjll'],
  ['2.0.0 Ok: 219 bytes queued as BA90A19C219', '2.0.0 Ok: 60 bytes queued as 4F1A2B40B'],
  ['2.0.0 Ok: queued as 5B1A2B4DE, 286 octets', '2.0.0 Ok: queued as 5B1A2B4DF, 1286 octets'],
  [
    '4.7.0 mx.example.net Error: too many errors',
    '4.7.0 mail.example.com Error: too many errors',
    'host',
  ],
  // Exim: old and new ids, dates.
  ['OK id=1xUtsJ-0001Ly-37', 'OK id=1xUuBx-0003gj-2V'],
  ['OK id=1xUtsJ-0001Ly-37', 'OK id=1rCvQX-00000000abc-0AbC'],
  [
    'mail.example.net ESMTP Exim 4.96 Sat, 21 Nov 2026 22:48:03 +0000',
    'mail.example.net ESMTP Exim 4.96 Tue, 1 Dec 2026 02:01:59 -0330',
  ],
  [
    'mail.example.net Hello client.example.com [127.0.0.1]',
    'mail.example.com Hello mx.example.net [IPv6:::1]',
    'host',
  ],
  // Sendmail.
  [
    'relay.example.net ESMTP Sendmail 8.17.1.9/8.17.1.9; Sat, 21 Nov 2026 23:14:24 GMT',
    'mx1.example.net ESMTP Sendmail 8.17.1.9/8.17.1.9; Sun, 22 Nov 2026 03:14:24 GMT',
  ],
  [
    '2.0.0 6ALNEOYd016462 Message accepted for delivery',
    '2.0.0 6ALNEcVI016500 Message accepted for delivery',
  ],
  [
    'relay.example.net Hello root@localhost, pleased to meet you',
    'relay.example.net Hello build@runner, pleased to meet you',
  ],
  // OpenSMTPD.
  ['2.0.0 0bc7a35e Message accepted for delivery', '2.0.0 fd5a8edd Message accepted for delivery'],
  ['2.0.0 0bc7a35e Message accepted for delivery', '2.0.0 deadbeef Message accepted for delivery'],
  [
    'mx2.example.net Hello client.example.com [127.0.0.1], pleased to meet you',
    'vm Hello client.example.org [10.0.0.7], pleased to meet you',
    'host',
  ],
  // Exchange.
  [
    '2.6.0 <a1@example.com> [InternalId=4711, Hostname=AM0.prod.example.com] 13123 bytes in 0.123, 104.2 KB/sec Queued mail for delivery',
    '2.6.0 <b2@example.com> [InternalId=99, Hostname=DB7.prod.example.com] 9 bytes in 1.5, 6.1 KB/sec Queued mail for delivery',
  ],
  [
    'AM6.mail.example.com Microsoft ESMTP MAIL Service ready at Tue, 5 Nov 2024 10:00:00 +0000 [08DCF5A1B2C3D4E5]',
    'DB7.mail.example.com Microsoft ESMTP MAIL Service ready at Wed, 6 Nov 2024 11:00:00 +0000 [08DCF5A1B2C3D4E6]',
    'host',
  ],
  // Gmail.
  [
    '2.0.0 OK  1700000000 a1-20020a170902bcc100b001cc4f1a2b3csi123.45 - gsmtp',
    '2.0.0 OK  1700000999 d9443c01a7336-1cc2be5c2f3si77.142 - gsmtp',
  ],
  [
    'mx.google.com ESMTP 5b1f17b1804b1-42f1a2b3c4dsi1234567f8f.9 - gsmtp',
    'mx.google.com ESMTP a9-20020a5d4d09000000b0032fsi45.12 - gsmtp',
  ],
  [
    '2.1.0 OK d9443c01a7336-1f3187c9f7asi000000000.1 - gsmtp',
    '2.1.0 OK 5b1f17b1804b1-42f1a2b3c4dsi1234567f8f.42 - gsmtp',
  ],
  [
    'closing connection x-20020a05600c000000b0 - gsmtp',
    'closing connection y-20020a05600c000000b7 - gsmtp',
  ],
  // Haraka, qmail, hMailServer, Dovecot, Stalwart, Amazon SES.
  [
    'Message Queued (8E7CFF08-1F3A-4E32-9C0B-0A1B2C3D4E5F.1)',
    'Message Queued (11111111-2222-3333-4444-AAAABBBBCCCC.2)',
  ],
  [
    'mx.example.net ESMTP Haraka/3.3.4 ready (BE3DEE)',
    'mx.example.net ESMTP Haraka/3.3.4 ready (FFACEB)',
    'host',
  ],
  [
    'mx.example.net ESMTP Haraka/3.3.4 ready (500842)',
    'mx.example.net ESMTP Haraka/3.3.4 ready (8E7CFF08-1F3A-4E32-9C0B-0A1B2C3D4E5F)',
    'host',
  ],
  ['Ok. 000000000009C1F2.000000005F0A1B2C.00000A01', 'Ok. 000000000009C1F3.000000006B0A1B2C.1'],
  ['ok 1700000000 qp 1234', 'ok 1712345678 qp 98765'],
  ['Queued (0.016 seconds)', 'Queued (1.200 seconds)'],
  [
    '2.0.0 <bob@example.org> k4tGCx1ZYmX1EgAA0J78UA Saved',
    '2.0.0 <bob@example.org> 9PzQOqVZYmVvEgAA0J78UB Saved',
  ],
  ['2.0.0 Message queued with id 2f1a3b4c5d.', '2.0.0 Message queued with id 99aa3b4c5d.'],
  [
    'Ok 0102018bb3e58a7f-0a1b2c3d-4e5f-6789-abcd-ef0123456789-000000',
    'Ok 0102018bb3e58a80-1a1b2c3d-4e5f-6789-abcd-ef0123456789-000000',
  ],
  [
    'Ok, message saved <Message-ID: 1.2@a.example>',
    'Ok, message saved <Message-ID: 3.4@b.example>',
  ],
  // aiosmtpd and other plain ones, bare farewells, sizes, counters, times.
  ['mail.example.com Python SMTP 1.4.3', 'vm.example.org Python SMTP 1.4.3', 'host'],
  ['localhost', 'build-7', 'host'],
  ['2.0.0 relay.example.net closing connection', '2.0.0 mx.example.org closing connection'],
  ['SIZE 10240000', 'SIZE 52428800'],
  [
    '4.2.0 <grey@example.org>: Greylisted, try again in 300 seconds',
    '4.2.0 <grey@example.org>: Greylisted, try again in 7 seconds',
  ],
  [
    'smtpd[1234]: ready (#17) at 2026-11-21T22:44:03.123456+00:00',
    'smtpd[99]: ready (#18) at 2026-11-22T00:00:00Z',
  ],
  ['2.0.0 Message queued #17', '2.0.0 Message queued #42'],
  ['it is Sat Nov 21 23:14:24 2026 here', 'it is Sun Nov  1 03:04:05 CET 2026 here'],
  [
    'PDE4OTYuNjk3MTcwOTUyQG1haWwuZXhhbXBsZS5jb20+',
    'PDIzNTQyNzU5NjUuMTM5MDQ0QG14LmV4YW1wbGUubmV0Pg==',
  ],
  [base64('v=signature'), base64('v=8CPKYVjbJt5KYfDEYEKskLr8K+QMwU==')],
  ...(['r=%,s=c2FsdA==,i=4096', 'v=%', 'realm="mx",nonce="%"', 'nonce="%",realm="mx"'].map(form =>
    ['aVerifier+1', '9zB/47gG=aB3'].map(each => base64(form.replace('%', each))),
  ) as [string, string][]),
];

/** Not the same thing, however much is folded. */
const OTHER: readonly (readonly [one: string, other: string, opening?: Opening])[] = [
  ['2.1.5 Ok', '2.1.0 Ok'],
  ['5.1.1 <bob@example.org>: User unknown', '5.1.1 <eve@example.org>: User unknown'],
  ['5.1.1 <bob1@example.org>: User unknown', '5.1.1 <bob2@example.org>: User unknown'],
  ['5.1.1 <bob@[127.0.0.1]>: User unknown', '5.1.1 <bob@[127.0.0.2]>: User unknown'],
  ['2.1.5 <bob@example.org> delivered', '2.1.5 <bob@example.com> delivered'],
  ['2.0.0 Ok: queued as 4F1A2B40B', '2.0.0 Ok: discarded as 4F1A2B40B'],
  ['Message queued as spam', 'Message queued as quarantined'],
  ['2.0.0 Ok: queued as 4F1A2B40B', '2.0.0 Ok: queued'],
  [
    'sorry, no mailbox here by that name. (#5.1.1)',
    'sorry, no mailbox here by that name. (#5.7.1)',
  ],
  ['mail.example.com ESMTP Postfix', 'mail.example.com ESMTP Exim', 'host'],
  [
    'mail.example.com ESMTP Exim 4.96 Sat, 21 Nov 2026 22:48:03 +0000',
    'mail.example.com ESMTP Exim 4.97 Sat, 21 Nov 2026 22:48:03 +0000',
  ],
  [
    'relay.example.net ESMTP Sendmail 8.17.1.9/8.17.1.9',
    'relay.example.net ESMTP Sendmail 8.18.1.9/8.18.1.9',
  ],
  ['OK', 'Accepted', 'host'],
  ['Bye', 'Goodbye', 'host'],
  ['4.3.2 closing', '4.3.2 overloaded', 'farewell'],
  ['later', 'never', 'farewell'],
  ['5.7.1 Blocked, see AUP#1310', '5.7.1 Blocked, see AUP#1360'],
  ['5.7.1 Error #12', '5.7.1 Error #13'],
  ['please-report-it', 'always-report-me'],
  ['mx.example.net ready (closed)', 'mx.example.net ready (hidden)', 'host'],
  ['Unknown user id tim1', 'Unknown user id tim2'],
  ['Invalid User ID: tim1', 'Invalid User ID: tim2'],
  ['example.org is not ours', 'example.com is not ours'],
  ['AUTH PLAIN LOGIN', 'AUTH PLAIN'],
  ['UGFzc3dvcmQ6', 'VXNlcm5hbWU6'],
  ['Hello there', 'Hello world'],
  ['Hello bob', 'Goodbye bob', 'host'],
  ['4.7.1 try again in 5 minutes', '4.7.1 try again in 5 hours'],
  ['5.7.1 Relaying denied by rule 12', '5.7.1 Relaying denied by rule 13'],
  ['recipient accepted: bob1@example.org', 'recipient accepted: bob2@example.org'],
];

void test('replies of one server are the same once folded', () => {
  for (const [one, other, opening] of SAME) {
    assert.notEqual(one, other);
    assert.equal(foldVolatile(one, opening), foldVolatile(other, opening));
  }
});

void test('replies that mean something else stay different', () => {
  for (const [one, other, opening] of OTHER) {
    assert.notEqual(foldVolatile(one, opening), foldVolatile(other, opening), one);
  }
});

void test('words and codes stay, whatever stands between', () => {
  const text = '4.2.0 <grey1@example.org>: Greylisted 300 seconds, queued as 4F1A2B40B';
  assert.equal(
    foldVolatile(text),
    '4.2.0 <grey1@example.org>: Greylisted ‹time› seconds, queued as ‹queue-id›',
  );
});

const PIECES = [...SAME, ...OTHER].flatMap(([one, other]) => [
  ...one.split(' '),
  ...other.split(' '),
]);

void test('folding twice is folding once', () => {
  const word = fc.oneof(
    fc.constantFrom(...PIECES),
    fc.constantFrom('id=', 'queued as ', 'size ', '[', ']', '(', '<', '#', '@', '-', '.', ':'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const text = fc.tuple(fc.array(word, { maxLength: 12 }), fc.constantFrom(' ', ''));
  fc.assert(
    fc.property(
      text,
      fc.constantFrom<Opening>('host', 'farewell', 'text'),
      ([words, between], opening) => {
        const folded = foldVolatile(words.join(between), opening);
        assert.equal(foldVolatile(folded, opening), folded);
      },
    ),
    { numRuns: 3000 },
  );
});

void test('the time is bounded for hostile text', () => {
  const hostile = [
    'a.',
    '1:',
    '1-',
    'id=',
    '<a@',
    '[a.',
    'queued as ',
    'Hello a',
    '2026-',
    'f'.repeat(7) + '-',
  ];
  const began = performance.now();
  for (const piece of hostile) foldVolatile(piece.repeat(65_536 / piece.length));
  assert.ok(performance.now() - began < 2000);
});

void test('codes and mailbox addresses stay, whatever they look like', () => {
  const part = fc.stringMatching(/^[a-z0-9][a-z0-9.=+_-]{0,24}[a-z0-9]$/);
  const domain = fc.oneof(
    part.map(text => `${text}.example`),
    fc.constantFrom('[127.0.0.1]', '[IPv6:::1]'),
  );
  const enhanced = fc.tuple(fc.constantFrom(2, 4, 5), fc.nat(9), fc.nat(99)).map(d => d.join('.'));
  const before = fc.constantFrom('', 'id=', 'queued as ', 'Hello ', 'in ', 'size ', 'Recipient ');
  const after = fc.constantFrom(':', ' Saved', ' Message accepted', '... Sender ok', ' delivered');
  const openings = fc.constantFrom<Opening>('host', 'farewell', 'text');
  fc.assert(
    fc.property(
      fc.record({ enhanced, before, local: part, domain, after, opening: openings }),
      ({ enhanced: code, before: words, local, domain: host, after: rest, opening }) => {
        const folded = foldVolatile(`${code} ${words}<${local}@${host}>${rest}`, opening);
        if (words !== 'queued as ') assert.ok(folded.includes(`<${local}@${host}>`), folded);
        assert.ok(folded.startsWith(`${code} `), folded);
      },
    ),
    { numRuns: 3000 },
  );
});
