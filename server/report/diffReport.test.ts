import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffTexts } from '../../test/support/diffTexts.ts';
import { diffJson } from './diffJson.ts';
import { diffMarkdown } from './diffMarkdown.ts';
import { DiffTally } from './diffReport.ts';
import type { DiffSetup, DiffWriter } from './diffReport.ts';
import { diffText } from './diffText.ts';
import { styleFor } from './style.ts';

const SETUP: DiffSetup = {
  first: { file: 'a.smtp', dialect: 'smtp' },
  second: { file: '\u001b[31m`|.log', dialect: 'swaks' },
  match: 'exact',
};

function report(writer: DiffWriter, first: string, second: string): string {
  const tally = new DiffTally();
  const parts = diffTexts(first, second).map(diff => writer.add(tally.add(diff)));
  return `${writer.begin()}${parts.join('')}${writer.end(tally.totals)}`;
}

const session = (reply: string): string =>
  `# @name Greeting\nS: 220 mx\nC: NOOP\nS: ${reply}\nC: QUIT\nS: 221 bye\n`;

const ONE = session('250 Ok');
const HOSTILE = session('550 \u001b[2J\u202e | <b>@all</b> `x` [y](http://z)');

void test('text shows both sides, and nothing acts on the terminal', () => {
  const text = report(diffText(SETUP, styleFor('plain')), ONE, HOSTILE);
  assert.equal(
    text,
    [
      'first   a.smtp (smtp)',
      'second  \\x1b[31m`|.log (swaks)',
      '',
      'Greeting lines 2–6 ↔ 2–6',
      '  reply       The reply to NOOP is 250 in the first, 550 in the second.',
      '              first  4: 250 Ok',
      '              second 4: 550 \\x1b[2J\\u{202e} | <b>@all</b> `x` [y](http://z)',
      '',
      '1 difference',
      '',
    ].join('\n'),
  );
  const same = report(diffText(SETUP, styleFor('plain')), ONE, ONE);
  assert.match(same, /\nthe same by meaning: 1 session\n$/);
});

void test('a cell of the table stays a cell, and nothing in it is markup', () => {
  const text = report(diffMarkdown(SETUP), ONE, HOSTILE);
  const rows = text.split('\n').filter(line => line.startsWith('| reply'));
  assert.equal(rows.length, 1);
  assert.match(rows[0] ?? '', /\| 4: ``550 .* \\\| <b>@all<\/b> `x` \[y\]\(http:\/\/z\)`` \|$/);
  assert.ok(!text.includes('\u001b') && !text.includes('\u202e'));
  assert.match(text, /\n1 difference in 1 of 1 session\.\n$/);
  assert.match(text, /^\*\*Second:\*\* ``\\x1b\[31m`\\\|\.log`` \(swaks\)/m);
});

void test('JSON is one object that says whether they are the same', () => {
  const made: unknown = JSON.parse(report(diffJson(SETUP), ONE, HOSTILE));
  assert.ok(typeof made === 'object' && made !== null && 'summary' in made);
  assert.deepEqual(made.summary, {
    same: false,
    sessions: 1,
    differing: 1,
    differences: 1,
    omitted: 0,
    folded: 0,
  });
  const same = JSON.parse(report(diffJson(SETUP), ONE, ONE)) as { summary: { same: boolean } };
  assert.equal(same.summary.same, true);
});

void test('long reports are cut, and count what they leave out', () => {
  const many = (reply: string): string => `S: 220 mx\n${`C: NOOP\nS: ${reply}\n`.repeat(900)}`;
  const tally = new DiffTally();
  const listed = [1, 2, 3, 4, 5].flatMap(() =>
    diffTexts(many('250 Ok'), many('550 No')).map(diff => tally.add(diff)),
  );
  assert.deepEqual(
    listed.map(({ differences, omitted }) => [differences.length, omitted]),
    [
      [500, 400],
      [500, 400],
      [500, 400],
      [500, 400],
      [0, 900],
    ],
  );
  assert.deepEqual([tally.totals.differences, tally.totals.omitted], [4500, 2500]);
});
