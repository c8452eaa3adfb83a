import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  complaintsOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';
import { splitGlued } from './phpmailerText.ts';

const TS = '2026-11-21 22:40:48';
const INDENT = `${' '.repeat(19)}\t${' '.repeat(18)}`;
const ECHO = `${TS}\tSERVER -> CLIENT: 220 mx.example ESMTP
${TS}\tCLIENT -> SERVER: EHLO client.example
${TS}\tSERVER -> CLIENT: 250-mx.example says 250-x 250 y
${INDENT}250-AUTH LOGIN
${INDENT}250 SIZE 1000
${TS}\tCLIENT -> SERVER: AUTH LOGIN
${TS}\tSERVER -> CLIENT: 334 VXNlcm5hbWU6
${TS}\tCLIENT -> SERVER: [credentials hidden]
${TS}\tSERVER -> CLIENT: 334 UGFzc3dvcmQ6
${TS}\tCLIENT -> SERVER: [credentials hidden]
${TS}\tSERVER -> CLIENT: 235 ok
${TS}\tCLIENT -> SERVER: MAIL FROM:<a@b.example>
${TS}\tSERVER -> CLIENT: 250 OK
${TS}\tCLIENT -> SERVER: RCPT TO:<c@d.example>
${TS}\tSERVER -> CLIENT: 250 OK
${TS}\tCLIENT -> SERVER: DATA
${TS}\tSERVER -> CLIENT: 354 go
${TS}\tCLIENT -> SERVER: From: a@b.example
${TS}\tCLIENT -> SERVER: Date: Sat, 21 Nov 2026 22:30:00 +0000
${TS}\tCLIENT -> SERVER:
${TS}\tCLIENT -> SERVER: SERVER -> CLIENT: 250 no
${TS}\tCLIENT -> SERVER: ..
${TS}\tCLIENT -> SERVER: .
${TS}\tSERVER -> CLIENT: 250 queued
${TS}\tCLIENT -> SERVER: QUIT
${TS}\tSERVER -> CLIENT: 221 bye
Message has been sent
`;
const ONE =
  'EHLO AUTH MAIL RCPT DATA QUIT; 220 250 334 334 235 250 250 354 250 221; quit; 1 accepted; authenticated';

test('echo: further lines of a reply are indented', () => {
  assert.equal(dialectIn(ECHO), 'phpmailer-echo2');
  assert.deepEqual(summaryOf(ECHO), [ONE]);
  assert.deepEqual(complaintsOf(ECHO), []);
  assert.deepEqual(contentOctetsIn(ECHO), [19 + 39 + 2 + 26 + 3]);
});

test('html: entities, and replies without what separated their lines', () => {
  const html = ECHO.replaceAll(`\n${INDENT}`, '')
    .replaceAll('says 250-x 250 y', 'says')
    .replaceAll('\t', ' ')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^2026.*/gm, '$&<br>');
  assert.deepEqual(summaryOf(html), [ONE]);
  assert.deepEqual(contentOctetsIn(html), [19 + 39 + 2 + 26 + 3]);
  assert.deepEqual(complaintsOf(html), []);
});

test('error log: bare lines go on with a reply, blank lines stand between', () => {
  const log = ECHO.replaceAll(`\n${INDENT}`, '\r\n')
    .replace(/^2026.{15}\t(?=SERVER|CLIENT)/gm, '')
    .replaceAll('\n', '\r\n\n');
  assert.deepEqual(summaryOf(log.replaceAll('\r\r\n\n', '\r\n')), [ONE]);
  const apache = ECHO.replaceAll(`\n${INDENT}`, String.raw`\r\n`)
    .replace(/^2026.{15}\t/gm, '[Sat Nov 21 22:40:48.123456 2026] [php:notice] [pid 1] ')
    .replace(/^\[Sat.*/gm, String.raw`$&\r\n`);
  assert.deepEqual(summaryOf(apache), [ONE]);
});

test('a reply is cut where its code comes again, or as the log printed it before', () => {
  const parts = ['250-mx.example', '250-SIZE 10240000', '250 HELP me in 250 ways'];
  assert.deepEqual(splitGlued(parts.join(''), []), parts);
  const odd = ['250-mx 250-x', '250 y'];
  assert.deepEqual(splitGlued(odd.join(''), odd), odd);
  assert.deepEqual(splitGlued('250 OK 250 x', []), ['250 OK 250 x']);
});

test('connections: a reply that never comes, the errors after it, the next connection', () => {
  const opened = `${TS}\tConnection: opening to mx.example:25, timeout=300, options=array ()\n${TS}\tConnection: opened\n`;
  const closed = `${TS}\tConnection: closed\n`;
  const lost = `${TS}\tCLIENT -> SERVER: QUIT\n${TS}\tSERVER -> CLIENT: \n${TS}\tSMTP ERROR: QUIT command failed:\n`;
  const start = ECHO.slice(0, ECHO.indexOf(`${TS}\tCLIENT -> SERVER: AUTH`));
  assert.deepEqual(summaryOf(opened + start + lost + closed + opened + ECHO + closed), [
    'EHLO QUIT; 220 250; quit-noreply; 0 accepted',
    ONE,
  ]);
});

test('level 1: nothing is said of a server that is not shown', () => {
  const client = ECHO.split('\n')
    .filter(line => line.includes('CLIENT -> SERVER'))
    .join('\n');
  assert.deepEqual(summaryOf(client), ['EHLO AUTH MAIL RCPT DATA QUIT; ; unknown; 0 accepted']);
  assert.deepEqual(complaintsOf(client), []);
});

test('cut off at any line', () => {
  for (const { text } of capturesOf('phpmailer')) assertPrefixesAgree(text, 'phpmailer-echo2');
});
