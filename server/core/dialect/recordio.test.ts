import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';
import { lintText } from '../../../test/support/lint.ts';

/** As recordio prints it: the CR of the line stays, and a blank follows. */
const said = (pid: number, ...lines: string[]): string =>
  lines.map(line => `${String(pid)} ${line}\r \n`).join('');

const OPENING = ['> 220 mx.example ESMTP', '< EHLO client.example', '> 250 mx.example'];
const MESSAGE = [
  '< MAIL FROM:<a@client.example>',
  '> 250 OK',
  '< RCPT TO:<b@mx.example>',
  '> 250 OK',
  '< DATA',
  '> 354 go',
  '< 7 > 250 no reply',
  '< [EOF]x',
  '< .',
  '> 250 queued',
];
const END = ['< QUIT', '> 221 bye'];
const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

void test('two connections that mix, and what the server logs between', () => {
  const text =
    said(7, ...OPENING) +
    said(8, ...OPENING) +
    '2026-11-21 23:08:22.964 [14202] exim user lost privilege\n' +
    said(7, ...MESSAGE) +
    said(8, ...END) +
    '8 < [EOF]\n8 > [EOF]\n' +
    said(7, ...END) +
    '7 > [EOF]\n';
  assert.equal(dialectIn(text), 'recordio');
  assert.deepEqual(summaryOf(text), [ALL, 'EHLO QUIT; 220 250 221; quit; 0 accepted']);
  assert.deepEqual(
    sessionsIn(text).map(session => session.connection),
    ['7', '8'],
  );
  assert.deepEqual(contentOctetsIn(text), [18 + 8]);
});

void test('the same pid again is another session', () => {
  const text = `${said(7, ...OPENING, ...END)}7 > [EOF]\n`;
  assert.equal(summaryOf(text + text).length, 2);
  assert.equal(summaryOf(said(7, ...OPENING, ...END, ...OPENING, ...END)).length, 2);
});

void test('parts of a line are put together', () => {
  const text = `${said(7, ...OPENING)}7 < MAIL FR+\n7 < OM:<a@cl+\n7 < ient.example>\r \n${said(7, '> 250 OK')}`;
  assert.deepEqual(summaryOf(text), ['EHLO MAIL; 220 250 250; unknown; 0 accepted']);
  assert.equal(sessionsIn(text)[0]?.transactions[0]?.from, 'a@client.example');
});

void test('a line that the client ended with LF alone is shown as that', () => {
  const text = `${said(7, ...OPENING, ...MESSAGE.slice(0, 6))}7 < bare \n${said(7, ...MESSAGE.slice(8), ...END)}`;
  const found = lintText(text, { profile: 'capture', severities: {} });
  assert.deepEqual(
    found.filter(({ rule }) => rule === 'bare-lf').map(({ line }) => line),
    [9],
  );
});

void test('the client goes away in its message: the 421 after it reached nobody', () => {
  const text = `${said(7, ...OPENING, ...MESSAGE.slice(0, 7))}7 < half+\n7 < [EOF]\n${said(7, '> 421 Lost incoming connection')}7 > [EOF]\n`;
  assert.deepEqual(summaryOf(text), ['EHLO MAIL RCPT DATA; 220 250 250 250 354; drop; 0 accepted']);
});

void test('around a client the arrows mean the opposite', () => {
  const swap = (line: string): string => line.replace(/^[<>]/, mark => (mark === '<' ? '>' : '<'));
  const text = said(7, ...[...OPENING, ...MESSAGE, ...END].map(swap));
  assert.deepEqual(summaryOf(text), [ALL]);
});

void test('time stamps of multilog and of tai64nlocal', () => {
  const text = said(7, ...OPENING, ...MESSAGE, ...END);
  const stamped = text.replaceAll(/^(?=7)/gm, '@4000000067402b0f1c9c3804 ');
  assert.equal(dialectIn(stamped), 'recordio');
  assert.deepEqual(summaryOf(stamped), [ALL]);
  const local = text.replaceAll(/^(?=7)/gm, '2026-11-21 23:08:20.079123456 ');
  assert.deepEqual(summaryOf(local, 'recordio'), [ALL]);
  assert.deepEqual(summaryOf(text.replaceAll('\r \n', '\n')), [ALL]);
});

void test('an editor takes each CR for a line end, so that a blank stands alone', () => {
  const text = said(7, ...OPENING, ...MESSAGE, ...END);
  for (const end of ['\n', '\r\n']) {
    const opened = text.split(/\r\n|\r|\n/).join(end);
    assert.equal(dialectIn(opened), 'recordio');
    assert.deepEqual(summaryOf(opened), [ALL]);
    assert.deepEqual(contentOctetsIn(opened), contentOctetsIn(text));
  }
});

void test('captures that are cut off anywhere', () => {
  for (const { text } of capturesOf('recordio')) assertPrefixesAgree(text, 'recordio');
});
