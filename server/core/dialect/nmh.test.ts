import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const PLAIN = `Trying to connect to "mx.example" ...
Connecting to 192.0.2.1:587...
<= 220 mx.example ESMTP
=> EHLO client.example
<= 250-mx.example
<= 250 STARTTLS
=> STARTTLS
<= 220 go
`;
const SECRET = `=> EHLO client.example
<= 250-mx.example
<= 250 AUTH PLAIN
=> AUTH PLAIN b64<\\0alice\\0s3cret>
<= 235 ok
=> MAIL FROM:<a@b.example>
<= 250 OK
=> RCPT TO:<c@d.example>
<= 250 OK
=> DATA
<= 354 go
=> .
<= 250 queued
=> QUIT
<= 221 bye
`;
const TEXT =
  PLAIN + SECRET.replaceAll('=> ', '(tls-encrypted) => ').replaceAll('<= ', '(tls-decrypted) <= ');
const ONE =
  'EHLO STARTTLS EHLO AUTH MAIL RCPT DATA QUIT; 220 250 220 250 235 250 250 354 250 221; quit; 1 accepted; tls; authenticated';

test('of the message only the dot is printed', () => {
  assert.equal(dialectIn(TEXT), 'nmh-snoop');
  assert.deepEqual(summaryOf(TEXT), [ONE]);
  assert.deepEqual(summaryOf(TEXT + TEXT), [ONE, ONE]);
  assert.deepEqual(complaintsOf(TEXT), []);
  assertPrefixesAgree(Buffer.from(TEXT), 'nmh-snoop');
});

test('the marks of curl --trace are not enough', () => {
  assert.notEqual(dialectIn('=> Send header, 6 bytes (0x6)\n0000: QUIT\n'), 'nmh-snoop');
});
