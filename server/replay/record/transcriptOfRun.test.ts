import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { plansOf, planText } from '../../../test/support/planText.ts';
import { runEvents } from '../../../test/support/runEvents.ts';
import type { RunChanges } from '../../../test/support/runEvents.ts';
import type { Redacted } from '../../protocol/replay.ts';
import { transcriptOfRun } from './transcriptOfRun.ts';

const FILE = `# A note.
# @name Greeting
S: 220 mx.example.org ESMTP Postfix
C: EHLO client
S: 250-mx.example.org
# between
S: 250-SIZE 1000
S: 250 PIPELINING
C: MAIL FROM:<a@example.org>
S: 250 2.1.0 Ok
C: DATA
S: 354 Go
C: Subject: x
C: .
S: 250 2.0.0 Ok: queued as 4F1A2B40B
C: QUIT
S: 221 2.0.0 Bye
`;

interface Outcome {
  /** Lines of `actual` and of the promoted file that the file does not have, and the reverse. */
  readonly actual: readonly string[];
  readonly promoted: readonly string[] | string;
}

function changed(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter(line => !now.includes(line)).map(line => `-${line}`),
    ...now.filter(line => !old.includes(line)).map(line => `+${line}`),
  ];
}

function outcome(text: string, changes: RunChanges): Outcome {
  const octets = Buffer.from(text);
  const { plan } = planText(octets);
  const run = transcriptOfRun({ octets, plan, events: runEvents(plan, changes) });
  assert.equal(run.recorded, text);
  const { promoted } = run;
  return {
    actual: changed(run.recorded, run.actual),
    promoted:
      'refused' in promoted ? promoted.refused : changed(text, Buffer.from(promoted).toString()),
  };
}

void test('a run that repeats the recording changes nothing', () => {
  for (const text of [FILE, FILE.replaceAll('\n', '\r\n'), `\ufeff${FILE}`, FILE.trimEnd()]) {
    const octets = Buffer.from(text);
    const { plan } = planText(octets);
    const run = transcriptOfRun({ octets, plan, events: runEvents(plan) });
    assert.equal(run.actual, run.recorded);
    assert.equal(run.promoted, octets);
  }
});

void test('so it is with every session of the examples and of the corpus', () => {
  const root = join(import.meta.dirname, '../../..');
  const folders = [join(root, 'examples'), join(root, 'test/corpus/clean')];
  const files = folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)));
  let runs = 0;
  for (const file of files.filter(name => name.endsWith('.smtp'))) {
    const octets = readFileSync(file);
    for (const { plan } of plansOf(octets)) {
      if (plan.steps.some(step => step.kind === 'send' && step.missing !== undefined)) continue;
      const run = transcriptOfRun({ octets, plan, events: runEvents(plan) });
      assert.equal(run.actual, run.recorded, file);
      assert.ok(run.promoted === octets, file);
      runs++;
    }
  }
  assert.ok(runs > 100, String(runs));
});

void test('volatile parts are no change, nor is the order of extensions', () => {
  const replies = {
    3: ['220 other.example.net ESMTP Postfix'],
    5: ['250-vm', '250-PIPELINING', '250 SIZE 2000'],
    15: ['250 2.0.0 Ok: queued as 2167519C237'],
  };
  assert.deepEqual(outcome(FILE, { replies }), { actual: [], promoted: [] });
});

void test('what means something else takes the place of what was recorded', () => {
  const replies = {
    5: ['250-vm', '250-SIZE 2000', '250-DSN', '250-PIPELINING', '250 HELP'],
    15: ['250 2.6.0 Fine: queued as 2167519C237'],
  };
  assert.deepEqual(outcome(FILE, { replies, verdict: 'differed' }), {
    actual: [
      '-S: 250 PIPELINING',
      '-S: 250 2.0.0 Ok: queued as 4F1A2B40B',
      '+S: 250-DSN',
      '+S: 250-PIPELINING',
      '+S: 250 HELP',
      '+S: 250 2.6.0 Fine: queued as 4F1A2B40B',
    ],
    promoted: [
      '-S: 250 PIPELINING',
      '-S: 250 2.0.0 Ok: queued as 4F1A2B40B',
      '+S: 250-DSN',
      '+S: 250-PIPELINING',
      '+S: 250 HELP',
      '+S: 250 2.6.0 Fine: queued as 2167519C237',
    ],
  });
});

void test('notes between the lines of a reply stay, lines too many go', () => {
  const { actual, promoted } = outcome(FILE, { replies: { 5: ['250 mx.example.org'] } });
  const gone = ['-S: 250-mx.example.org', '-S: 250-SIZE 1000', '-S: 250 PIPELINING'];
  assert.deepEqual(actual, [...gone, '+S: 250 mx.example.org']);
  assert.deepEqual(promoted, actual);
});

void test('line ends and the bare form are kept', () => {
  const bare = FILE.replaceAll(/^[SC]: /gm, '')
    .replaceAll('\n', '\r\n')
    .trimEnd();
  const octets = Buffer.from(bare);
  const { plan } = planText(octets);
  const replies = { 10: ['250-2.1.0 Fine', '250 sir'], 17: ['221-2.0.0 Good', '221 bye'] };
  const { promoted } = transcriptOfRun({ octets, plan, events: runEvents(plan, { replies }) });
  assert.ok(promoted instanceof Uint8Array);
  const wanted = bare
    .replace('250 2.1.0 Ok\r\n', '250-2.1.0 Fine\r\n250 sir\r\n')
    .replace('221 2.0.0 Bye', '221-2.0.0 Good\r\n221 bye');
  assert.equal(Buffer.from(promoted).toString(), wanted);
});

void test('places stay where what came fits them', () => {
  const text = FILE.replace('as 4F1A2B40B', 'as {{id}}');
  const fits = { 15: ['250 2.0.0 Ok: queued as X'] };
  assert.deepEqual(outcome(text, { replies: fits }), { actual: [], promoted: [] });
  const other = outcome(text, { replies: { 15: ['250 2.0.0 Fine'] } });
  assert.deepEqual(other.promoted, ['-S: 250 2.0.0 Ok: queued as {{id}}', '+S: 250 2.0.0 Fine']);
});

void test('what the file leaves open is filled in', () => {
  const text = FILE.replace('S: 250 2.1.0 Ok\n', '').replace(/S: 220.*\n/, '');
  const octets = Buffer.from(text);
  const { plan } = planText(octets);
  const replies = { 3: ['220 mx ready'], 8: ['250 2.1.0 Ok'] };
  const run = transcriptOfRun({ octets, plan, events: runEvents(plan, { replies }) });
  assert.ok(run.promoted instanceof Uint8Array);
  assert.equal(Buffer.from(run.promoted).toString(), FILE.replace(/S: 220.*/, 'S: 220 mx ready'));
});

void test('only a whole run can become the recording', () => {
  const refused = (changes: RunChanges): unknown => outcome(FILE, changes).promoted;
  assert.equal(refused({ verdict: 'failed' }), 'The run did not come to its end.');
  assert.equal(refused({ replies: { 17: null } }), 'No reply came for line 17.');
  assert.equal(
    refused({ replies: { 17: ['221 \\x1b[31mBye'] } }),
    'The reply for line 17 holds characters that cannot be shown.',
  );
  assert.equal(
    refused({ replies: { 17: ['221 <redacted>!'] } }),
    'The reply for line 17 repeats a secret.',
  );
  assert.match(String(refused({ replies: { 17: ['221 {{password}}'] } })), /read as a variable/);
  assert.match(
    String(refused({ replies: { 17: ['221 ', '… (99 more octets)'] } })),
    /too long to be kept whole/,
  );
});

void test('a run that left something out is refused, and shown for what it is', () => {
  const octets = Buffer.from(FILE);
  const { plan } = planText(octets);
  const events = runEvents(plan, { replies: { 12: ['554 no'], 15: null }, verdict: 'differed' });
  const left = events.filter(event => event.kind !== 'sent' || event.purpose !== 'content');
  const run = transcriptOfRun({ octets, plan, events: left });
  assert.deepEqual(changed(run.recorded, run.actual), [
    '-S: 354 Go',
    '-S: 250 2.0.0 Ok: queued as 4F1A2B40B',
    '+S: 554 no',
    '+# (no reply in this run)',
  ]);
  assert.deepEqual(run.promoted, { refused: 'No reply came for line 15.' });
});

void test('a reply that repeats a secret of the recording is the same', () => {
  const text = FILE.replace('2.1.0 Ok', '2.1.0 hunter2 is fine');
  const replies = { 10: ['250 2.1.0 <redacted> is fine'] };
  assert.deepEqual(outcome(text, { replies }), { actual: [], promoted: [] });
});

void test('what was skipped on purpose is no change', () => {
  const skipped = { step: 5, at: 0, kind: 'skipped', line: 9, endLine: 10 } as const;
  const more = [{ ...skipped, message: 'not offered' as Redacted }];
  const octets = Buffer.from(FILE);
  const { plan } = planText(octets);
  const events = runEvents(plan, { replies: { 10: null }, more });
  const ran = events.filter(event => event.kind !== 'sent' || event.line !== 9);
  const run = transcriptOfRun({ octets, plan, events: ran });
  assert.equal(run.actual, FILE);
  assert.equal(run.promoted, octets);
});

void test('a refusal names no host: it is shown as it came', () => {
  const { actual, promoted } = outcome(FILE, { replies: { 5: ['502 no'] } });
  assert.deepEqual(actual, promoted);
  assert.ok(actual.includes('+S: 502 no'), actual.join('\n'));
});

void test('TAB is text, and is taken over as it came; a backslash and t stay these two', () => {
  const replies = { 10: ['250 2.1.0 Sender\tok'], 12: ['354 C:\\temp'] };
  const { promoted } = outcome(FILE, { replies });
  assert.deepEqual(promoted, [
    '-S: 250 2.1.0 Ok',
    '-S: 354 Go',
    '+S: 250 2.1.0 Sender\tok',
    '+S: 354 C:\\temp',
  ]);
});

void test('a reply that nothing asked for and that stays away is no change', () => {
  const text = FILE.replace('C: DATA', 'S: 250 stray\nC: DATA');
  const { actual, promoted } = outcome(text, { replies: { 11: null } });
  assert.deepEqual([actual, promoted], [[], []]);
});
