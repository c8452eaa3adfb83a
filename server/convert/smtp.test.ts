import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convertedText, partsOf } from '../../test/support/convert.ts';
import { smtpTarget } from './smtp.ts';

function smtpOf(...lines: readonly string[]): readonly string[] {
  return convertedText('smtp', `${lines.join('\n')}\n`)
    .trimEnd()
    .split('\n');
}

const SWAKS = ['=== Trying mx:25...', '=== Connected to mx.', '<-  220 mx', ' -> EHLO a'];

test('a note of a tool becomes nothing but a note', () => {
  const notes = ['# @excerpt both', '<connection lost>', '10:00:05', '# --- new session ---'];
  const written = smtpOf(...SWAKS, '<-  250 mx', ...notes.map(text => `===  ${text}`), ' -> QUIT');
  assert.deepEqual(
    written.filter(line => line.startsWith('# |')),
    notes.map(text => `# | ===  ${text}`),
  );
  const again = smtpOf(...written);
  assert.deepEqual(again, written);
});

test('what cannot stand on a plain line stands on a raw one', () => {
  const written = smtpOf(...SWAKS, ' -> NOOP a\rb\\', ' -> NOOP \u0007', ' -> NOOP caf\u00e9');
  assert.ok(written.includes('C\\: NOOP a\\rb\\\\\\r\\n'));
  assert.ok(written.includes('C\\: NOOP \\x07\\r\\n'));
  assert.ok(written.includes('C: NOOP caf\u00e9'));
});

test('TLS that only the marks show begins with the session', () => {
  const written = smtpOf('=== Trying mx:465...', '<~  220 mx', ' ~> EHLO a', '<~  250 mx');
  assert.ok(written.indexOf('# <TLS established>') < written.indexOf('S: 220 mx'));
  const [part] = partsOf(written.join('\n'));
  assert.equal(part?.sessions[0]?.tls, true);
});

test('what the file does not show stays hidden', () => {
  const text = [
    'S: 220 mx',
    'C: EHLO a',
    '# <lines not shown>',
    '# <authenticated>',
    'C: MAIL FROM:<a@b.example>',
    'S: 250 ok',
    'C: DATA',
    'S: 354 go',
    '# <content not shown>',
    'S: 250 ok',
  ];
  const [part] = partsOf(text.join('\n'));
  const session = part?.sessions[0];
  assert.equal(session?.authenticated, true);
  assert.equal(session.hidden.start, true);
  assert.equal(session.exchanges.at(-1)?.content?.shown, false);
  assert.deepEqual(smtpOf(...text), text);
});

test('a file that shows only the server says so', () => {
  const text = ['# @excerpt server', 'S: 220 mx', 'S: 250 mx', 'S: 221 bye'];
  assert.equal(partsOf(text.join('\n'))[0]?.sessions[0]?.hidden.clientLines, true);
  assert.deepEqual(smtpOf(...text), text);
  const log = ['=== Trying mx:25...', '<-  220 mx', '<-  250 mx', '<-  221 bye'];
  assert.ok(smtpOf(...log).includes('# @excerpt server'));
});

test('an event ends content that lacks its dot', () => {
  const head = ['S: 220 mx', 'C: DATA', 'S: 354 go', 'C: Subject: x'];
  const lost = partsOf([...head, '# <connection lost>', ''].join('\n'))[0]?.sessions[0];
  assert.equal(lost?.ending, 'drop');
  const two = partsOf([...head, '# --- new session ---', 'S: 220 mx', ''].join('\n'));
  assert.equal(two.flatMap(({ sessions }) => sessions).length, 2);
  const note = partsOf([...head, '# <what?>', 'C: y', 'C: .', 'S: 250 ok'].join('\n'))[0];
  assert.equal(note?.sessions[0]?.exchanges[0]?.content?.blocks.length, 1);
});

test('a date stays a date', () => {
  const text = ['# 2026-11-21T10:00:05.250', 'S: 220 mx', '# 2026-11-22T10:00:05', 'C: QUIT'];
  const [part] = partsOf(text.join('\n'));
  const time = part?.sessions[0]?.exchanges[0]?.command.time;
  assert.equal(time, Date.UTC(2026, 10, 22, 10, 0, 5));
  assert.deepEqual(smtpOf(...text), text);
});

test('some sessions alone leave out what belongs to none', () => {
  const [part] = partsOf('S: 220 mx\nC: QUIT\nS: 221 bye\n');
  assert.ok(part);
  const { files } = smtpTarget.render({ parts: [{ ...part, sessions: [] }], whole: false });
  assert.deepEqual(files.map(String), ['']);
});

test('what nobody said on the wire is cut, however long its line is', () => {
  const [note = ''] = smtpOf(`=== ${'\0'.repeat(1_000_000)}`, ...SWAKS).filter(line =>
    line.startsWith('# |'),
  );
  assert.ok(note.length < 70_000 && note.endsWith('\u2026'));
});
