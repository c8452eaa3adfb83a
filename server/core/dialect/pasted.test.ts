import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';
import { readTranscript } from '../transcript/readTranscript.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { probeDialect } from './probe.ts';

const BARE = `220 mx.example ESMTP
EHLO client.example
250-mx.example
250 SIZE 1000
MAIL FROM:<a@client.example>
250 OK
RCPT TO:<b@mx.example>
250 OK
DATA
354 go
Subject: x

250 no reply
> QUIT
..dot
.
250 queued
QUIT
221 bye
`;
const LINES = BARE.trimEnd().split('\n');
const MARKED = LINES.map(
  (line, at) => (/^\d{3}[ -]/.test(line) && at !== 12 ? 'S: ' : 'C: ') + line,
);
const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';
const dressed = (dress: (line: string, at: number) => string, lines = LINES): string =>
  lines.map((line, at) => `${dress(line, at)}\n`).join('');

const DRESSES: Readonly<Record<string, (line: string, at: number) => string>> = {
  quoted: line => `> ${line}`,
  'quoted, blanks trimmed': line => `> ${line}`.trimEnd(),
  'quoted without a blank': line => `>${line}`,
  'quoted twice': line => `> > ${line}`,
  'quoted twice, tight': line => `>> ${line}`,
  indented: line => `    ${line}`,
  'indented by a tab': line => `\t${line}`,
  numbered: (line, at) => `${String(at + 1)}: ${line}`,
  'numbered by cat -n': (line, at) => `${String(at + 1).padStart(6)}\t${line}`,
  'numbered by an editor': (line, at) => `${String(at + 98).padStart(4)} ${line}`,
  'a list': line => `- ${line}`,
  'a list with stars': line => `  * ${line}`,
};

for (const [name, dress] of Object.entries(DRESSES)) {
  void test(`a dialogue that is ${name}`, () => {
    assert.deepEqual(summaryOf(dressed(dress)), [ALL]);
    assert.deepEqual(contentOctetsIn(dressed(dress)), [12 + 2 + 14 + 8 + 6]);
    const text = `Hello,\n\nthis is what I see:\n\n${dressed(dress)}\nThanks\nBob\n`;
    if (!name.startsWith('numbered') && !name.startsWith('a list')) {
      assert.deepEqual(summaryOf(text), [ALL]);
    }
    assert.deepEqual(summaryOf(dressed(dress, MARKED)), [ALL]);
    assert.deepEqual(summaryOf(dressed(dress).replaceAll('\n', '\r\n')), [ALL]);
  });
}

void test('fenced blocks: the prose around them is none of the dialogue', () => {
  const text = `Hello,\n\n\`\`\`text\n${BARE}\`\`\`\n\nand then again, QUIT or not:\n\n~~~\n${BARE}~~~\nBob\n`;
  assert.deepEqual(summaryOf(text), [ALL, ALL]);
});

void test('a known dialect that was quoted is still that dialect', () => {
  const file = new URL('../../../test/corpus/swaks/simple.txt', import.meta.url);
  const plain = readFileSync(file, 'utf8');
  const quoted = plain
    .split('\n')
    .map(line => `> ${line}`)
    .join('\n');
  assert.equal(dialectIn(quoted), 'swaks');
  assert.deepEqual(sessionsIn(quoted), sessionsIn(plain));
});

void test('a dialogue about which a message speaks is part of that message', () => {
  const quoted = dressed(line => `> ${line}`, MARKED.slice(0, 9));
  const fenced = `\`\`\`\n${dressed(line => line, MARKED.slice(0, 9))}\`\`\`\n`;
  const indented = dressed(line => `    ${line}`, MARKED.slice(0, 9));
  for (const body of [quoted, fenced, indented]) {
    const text = BARE.replace('> QUIT\n', () => body);
    assert.equal(dialectIn(text), 'smtp');
    assert.deepEqual(summaryOf(text), [ALL]);
  }
});

void test('spans lead back to where the text stands', () => {
  const text = Buffer.from(`Hello\n\n${dressed(line => `> ${line}`)}`);
  const { dialect } = probeDialect(text, bufferScanner);
  const [chunk] = readTranscript(text, { scanner: bufferScanner, dialect });
  const mail = chunk?.sessions[0]?.exchanges[1]?.command;
  assert.ok(chunk?.origin !== undefined && mail !== undefined);
  const from = chunk.origin.toSource(mail.argument.start);
  const to = chunk.origin.toSourceEnd(mail.argument.end);
  assert.equal(text.subarray(from, to).toString(), 'FROM:<a@client.example>');
});

void test('chunks tile the text, however many there are, and however long a message is', () => {
  const long = BARE.replace('Subject: x', `Subject: x${'\nfiller'.repeat(30_000)}`);
  for (const plain of [BARE.repeat(300), long + BARE]) {
    const text = Buffer.from(plain.replaceAll(/^(?=.)/gm, '> '));
    const { dialect } = probeDialect(text, bufferScanner);
    const chunks = [...readTranscript(text, { scanner: bufferScanner, dialect })];
    assert.equal(
      chunks.reduce((sum, chunk) => sum + chunk.source.length, 0),
      text.length,
    );
    const accepted = summaryOf(text).filter(row => row === ALL).length;
    assert.equal(accepted, plain === long + BARE ? 2 : 300);
  }
});

void test('quoted prose is no dialogue', () => {
  assert.ok(
    probeDialect(
      Buffer.from('Hi,\n\n> 220 is a number\n> I like 250 more\n> than 354\n\nBye\n'),
      bufferScanner,
    ).certainty < 0.3,
  );
});
