import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smtp } from '../dialect/smtp.ts';
import { readTranscript } from '../transcript/readTranscript.ts';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { FileChecker } from './fileChecker.ts';
import type { Finding } from './finding.ts';
import { messageOf } from './finding.ts';
import type { LintOptions } from './run.ts';

const OPTIONS: LintOptions = { profile: 'default', severities: {} };
const HELLO = 'S: 220 mx.example ESMTP\nC: EHLO client.example\nS: 250 mx.example\n';
const FROB = 'C: FROB\nS: 500 What?\n';
const BYE = 'C: QUIT\nS: 221 Bye\n';

function check(text: string, options: LintOptions = OPTIONS): readonly Finding[] {
  const checker = new FileChecker(options);
  const octets = Buffer.from(text);
  const found: Finding[] = [];
  let base = 0;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect: smtp })) {
    found.push(...checker.check(chunk, { first: base === 0 }));
    base += chunk.source.length;
  }
  return [...found, ...(checker.late()?.findings ?? [])];
}

const rulesIn = (text: string, options?: LintOptions): readonly string[] =>
  check(text, options).map(({ rule }) => rule);

function fixed(text: string, finding: Finding | undefined): string {
  const [edit] = finding?.fix?.edits ?? [];
  assert.ok(edit);
  return text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end);
}

test('a comment counts for the next line, the session, the file', () => {
  assert.deepEqual(rulesIn(`${HELLO}${FROB}${BYE}`), ['unknown-command']);
  const line = `${HELLO}# @disable-next-line unknown-command -- a test\n${FROB}${BYE}`;
  assert.deepEqual(rulesIn(line), []);
  assert.deepEqual(rulesIn(`# @disable-session unknown-command\n${HELLO}${FROB}${BYE}`), []);
  const second = `\n${HELLO}${FROB}${BYE}`;
  const session = `# @disable-session unknown-command\n${HELLO}${FROB}${BYE}${second}`;
  assert.deepEqual(rulesIn(session), ['unknown-command']);
  const file = `# @disable-file unknown-command\n${HELLO}${FROB}${BYE}${second}`;
  assert.deepEqual(rulesIn(file), []);
});

test('a comment counts between the lines of content as well', () => {
  const mail = 'C: MAIL FROM:<a@client.example>\nS: 250 OK\nC: RCPT TO:<b@mx.example>\nS: 250 OK\n';
  const header = [
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    'From: a@client.example',
    'To: b@mx.example',
  ];
  const fields = [...header, 'Subject: dots', 'Message-ID: <1@client.example>', ''];
  const data = `C: DATA\nS: 354 Go\n${fields.map(line => `C: ${line}\n`).join('')}`;
  const session = (lines: string): string =>
    `${HELLO}${mail}${data}${lines}C: .signature\nC: .\nS: 250 OK\n${BYE}`;
  assert.deepEqual(rulesIn(session('')), ['dot-stuffing-missing']);
  const comment = '# @disable-next-line dot-stuffing-missing -- it is meant to go\n';
  assert.deepEqual(rulesIn(session(comment)), []);
  assert.deepEqual(rulesIn(session(`C: ${comment}`)), ['dot-stuffing-missing']);
  assert.deepEqual(rulesIn(session(`${comment}C: no dot\n`)), [
    'unused-suppression',
    'dot-stuffing-missing',
  ]);
  assert.deepEqual(rulesIn(session('# @disable-sesion dot-stuffing-missing\n')), [
    'directive-invalid',
    'dot-stuffing-missing',
  ]);
});

test('comments above a line add up', () => {
  const two =
    '# @disable-next-line nested-mail, unknown-command\n# @disable-next-line unknown-command\n';
  const found = check(`${HELLO}${two}${FROB}${BYE}`);
  assert.deepEqual(
    found.map(({ rule }) => rule),
    ['unused-suppression'],
  );
  assert.equal(found[0]?.values['rules'], 'nested-mail, unknown-command');
});

test('of several comments the nearest is the one with an effect', () => {
  const text = `# @disable-session unknown-command\n${HELLO}# @disable-next-line unknown-command\n${FROB}${BYE}`;
  const [finding, ...more] = check(text);
  assert.deepEqual([finding?.rule, more], ['unused-suppression', []]);
  const mended = fixed(text, finding);
  assert.ok(mended.startsWith('S: 220'));
  assert.deepEqual(rulesIn(mended), []);
});

test('names without effect go, the others and the reason stay', () => {
  const text = `${HELLO}# @disable-next-line nested-mail, unknown-command,path-too-long -- as sent\n${FROB}${BYE}`;
  const [finding] = check(text);
  assert.equal(finding?.fix?.safe, true);
  assert.equal(
    messageOf(finding, () => 0),
    'This comment switches off nested-mail, path-too-long, but nothing of that is found on the next line.',
  );
  const mended = fixed(text, finding);
  assert.match(mended, /^# @disable-next-line unknown-command -- as sent\n/m);
  assert.deepEqual(rulesIn(mended), []);
});

test('a whole comment goes at once where it has no reason', () => {
  const plain = `${HELLO}# @disable-next-line nested-mail\r\n${BYE}`;
  assert.equal(check(plain)[0]?.fix?.safe, true);
  assert.equal(fixed(plain, check(plain)[0]), `${HELLO}${BYE}`);
  const reason = `${HELLO}# @disable-next-line nested-mail -- see the log\n${BYE}`;
  assert.equal(check(reason)[0]?.fix?.safe, false);
});

test('nothing is said of a rule that is off, whoever switched it off', () => {
  const text = `# @disable-session unknown-command\n${HELLO}${FROB}${BYE}`;
  const off: LintOptions = { profile: 'default', severities: { 'unknown-command': 'off' } };
  assert.deepEqual(rulesIn(text, off), []);
  assert.deepEqual(rulesIn(text.replaceAll('session', 'file'), off), []);
  const blanket = text.replace(' unknown-command', '');
  assert.deepEqual(rulesIn(blanket, off), []);
  assert.deepEqual(rulesIn(blanket), []);
  assert.deepEqual(rulesIn(`# @disable-session\n${HELLO}${BYE}`), ['unused-suppression']);
});

test('what only the octets of the file show is judged only by them', () => {
  const text = `# @disable-session bare-lf\n${HELLO}${BYE}`;
  assert.deepEqual(rulesIn(text), []);
  assert.deepEqual(rulesIn(text, { ...OPTIONS, fileOctets: true }), ['unused-suppression']);
});

test('a comment for the file is judged when all of it was seen', () => {
  const clean = `${HELLO}${BYE}`;
  const file = (last: string): string =>
    `# @disable-file unknown-command, nested-mail\n${clean}\n${clean}\n${HELLO}${last}${BYE}`;
  const [finding, ...more] = check(file(FROB));
  assert.deepEqual([finding?.rule, more], ['unused-suppression', []]);
  assert.equal(finding?.values['rules'], 'nested-mail');
  assert.match(fixed(file(FROB), finding), /^# @disable-file unknown-command\n/);
  assert.equal(check(file(''))[0]?.values['rules'], 'unknown-command, nested-mail');
  assert.ok(fixed(file(''), check(file(''))[0]).startsWith('S: 220'));
});

test('a comment for the file in a later session counts there, and is told of', () => {
  const text = `${HELLO}${BYE}\n# @disable-file unknown-command\n${HELLO}${FROB}${BYE}\n${HELLO}${FROB}${BYE}`;
  assert.deepEqual(rulesIn(text), ['directive-invalid', 'unknown-command']);
});

test('findings about comments are kept quiet by those that name them', () => {
  assert.deepEqual(
    rulesIn(`# @disable-session unused-suppression, nested-mail\n${HELLO}${BYE}`),
    [],
  );
  const file = `# @disable-file unused-suppression\n# @disable-session nested-mail\n${HELLO}${BYE}`;
  assert.deepEqual(rulesIn(file), []);
  const unknown = `# @disable-session unknown-rule-in-suppression, nosuch\n${HELLO}${BYE}`;
  assert.deepEqual(rulesIn(unknown), []);
});

test('a comment above another comment is for that one as well', () => {
  const above = '# @disable-next-line unused-suppression\n';
  assert.deepEqual(rulesIn(`${HELLO}${above}# @disable-next-line nested-mail\n${BYE}`), []);
});

test('many names and findings are looked up, not searched', () => {
  const names = Array.from({ length: 20_000 }, (_, at) => `rule-${String(at)}`).join(' ');
  const text = `# @disable-session ${names} unknown-command\n${HELLO}${FROB.repeat(2000)}${BYE}`;
  const severities = { 'unknown-rule-in-suppression': 'off', 'too-many-errors': 'off' } as const;
  const start = performance.now();
  assert.deepEqual(rulesIn(text, { profile: 'default', severities }), []);
  assert.ok(performance.now() - start < 5000);
});

test('octets that are no UTF-8 in a comment leave all spans inside it', () => {
  const bad = Buffer.concat([
    Buffer.from('# @disable-session \xff\xfe, nested-mail, a\xff', 'latin1'),
    Buffer.from(`\n${HELLO}${BYE}`),
  ]);
  const checker = new FileChecker(OPTIONS);
  const [chunk] = readTranscript(bad, { scanner: bufferScanner, dialect: smtp });
  assert.ok(chunk);
  const found = checker.check(chunk, { first: true });
  assert.ok(found.length > 0);
  for (const { at } of found) assert.ok(at.start <= at.end && at.end <= bad.indexOf(10));
});
