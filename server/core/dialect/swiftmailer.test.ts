import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  complaintsOf,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const RUN = `++ Starting Swift_SmtpTransport
<< 220 mx.example ESMTP\r

>> EHLO [127.0.0.1]\r

<< 250-mx.example\r
250-8BITMIME\r
250 SIZE 1000\r

++ Swift_SmtpTransport started
>> MAIL FROM:<a@b.example>\r

<< 250 OK\r

>> RCPT TO:<c@d.example>\r

<< 250 OK\r

>> DATA\r

<< 354 go\r

>> \r
.\r

<< 250 queued\r

`;
const STOP = `++ Stopping Swift_SmtpTransport
>> QUIT\r

<< 221 bye\r

++ Swift_SmtpTransport stopped
`;
const FAILED = `++ Starting Swift_SmtpTransport
<< 220 mx.example ESMTP\r

>> EHLO [127.0.0.1]\r

<< 550-no\r
550 way\r

!! Expected response code 250 but got code "550", with message "550-no\r
550 way\r
" (code: 550)
`;
const ONE = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

test('only the first line of a record has a mark, and errors repeat replies', () => {
  const text = RUN + STOP + FAILED;
  assert.equal(dialectIn(text), 'swiftmailer-log');
  assert.deepEqual(summaryOf(text), [ONE, 'EHLO; 220 550; unknown; 0 accepted']);
  assert.deepEqual(complaintsOf(text), []);
  assertPrefixesAgree(Buffer.from(text), 'swiftmailer-log');
});

test('the HTML form', () => {
  const html = (RUN + STOP).replace(/\r\n\n/g, '\r\n<br />\n').replace(/^\+\+.*/gm, '$&<br />');
  assert.deepEqual(summaryOf(html), [ONE]);
});

test('a page that lost the line end after the first note', () => {
  const page = (RUN + STOP).replace('SmtpTransport\n<<', 'SmtpTransport<<').replaceAll('\r', '');
  assert.equal(dialectIn(page), 'swiftmailer-log');
  assert.deepEqual(summaryOf(page), [ONE]);
});
