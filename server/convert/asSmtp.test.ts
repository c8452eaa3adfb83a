import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smtp } from '../core/dialect/smtp.ts';
import { swaks } from '../core/dialect/swaks.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { asSmtp } from './asSmtp.ts';

const LOG = `=== Trying mx:25...
=== Connected to mx.
<-  220 mx ready
 -> EHLO client
<-  250 mx
 -> QUIT
<-  221 Bye
`;

void test('a log becomes a transcript of the same session', () => {
  const text = Buffer.from(asSmtp(Buffer.from(LOG), swaks, bufferScanner)).toString();
  const wire = text.split('\n').filter(line => /^[CS]: /.test(line));
  assert.deepEqual(wire, [
    'S: 220 mx ready',
    'C: EHLO client',
    'S: 250 mx',
    'C: QUIT',
    'S: 221 Bye',
  ]);
});

void test('what is .smtp stays octet for octet', () => {
  const octets = Buffer.from('\xff# odd\r\nS: 220 mx\n', 'latin1');
  assert.equal(asSmtp(octets, smtp, bufferScanner), octets);
});
