import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../support/planText.ts';
import { against, answers, doneOf, failureOf, only, serve } from './support.ts';

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';
const GREETED = ['220 mx', '250-mx\r\n250-SIZE 1000\r\n250 AUTH LOGIN plain'];

test('what the server does not offer is left out, with all that belongs to it', async t => {
  const text = `${HELLO}# @if DSN\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\n# @if CHUNKING\nC: BDAT 3\nC: abc\nS: 250 ok\n# @if auth Plain\nC: NOOP one\nS: 250 1\n# @unless SIZE\nC: NOOP two\nS: 250 2\n# @unless AUTH CRAM-MD5\nC: NOOP three\nS: 250 3\n${BYE}`;
  const server = await serve(t, answers(...GREETED, '250 1', '250 3', '221 bye'));
  const events = await against(server, planText(text).plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(server.received()[0], 'EHLO client\r\nNOOP one\r\nNOOP three\r\nQUIT\r\n');
  assert.deepEqual(
    only(events, 'skipped').map(({ line, message }) => `${line} ${message}`),
    [
      '5 Left out, as the transcript asks: the server does not offer DSN.',
      '11 Left out, as the transcript asks: the server does not offer CHUNKING.',
      '18 Left out, as the transcript asks: the server offers SIZE.',
    ],
  );
  assert.equal(doneOf(events).skipped, 9);
});

test('HELO offers nothing', async t => {
  const text = `S: 220 mx\nC: HELO client\nS: 250 mx\n# @if SIZE\nC: NOOP\nS: 250 x\n${BYE}`;
  const server = await serve(t, answers('220 mx', '250-mx\r\n250 SIZE', '221 bye'));
  const events = await against(server, planText(text).plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(server.received()[0], 'HELO client\r\nQUIT\r\n');
});

test('STARTTLS that is left out takes its handshake along', async t => {
  const text = `${HELLO}# @if STARTTLS\nC: STARTTLS\nS: 220 go\n# <TLS established>\n# @if STARTTLS\nC: EHLO client\nS: 250 mx\n${BYE}`;
  const server = await serve(t, answers(...GREETED, '221 bye'));
  const events = await against(server, planText(text).plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(server.received()[0], 'EHLO client\r\nQUIT\r\n');
});

test('nothing waits for what is left out', async t => {
  const text = `${HELLO}# @if DSN\n# @sleep 60s\nC: NOOP\nS: 250 x\n${BYE}`;
  const server = await serve(t, answers(...GREETED, '221 bye'));
  const events = await against(server, planText(text).plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.deepEqual(only(events, 'waiting'), []);
});
