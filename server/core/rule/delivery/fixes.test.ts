import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import type { Placed } from '../../../../test/support/lint.ts';
import { parseMarked } from '../../../../test/support/markers.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT } from '../exampleParts.ts';
import { RULES } from '../registry.ts';
import type { LintOptions } from '../run.ts';

const OPTIONS: LintOptions = {
  profile: 'default',
  severities: {},
  date: 'Sat, 21 Nov 2026 10:00:00 +0000',
};

const find = (text: string): readonly Placed[] => lintText(text, OPTIONS);
const idsIn = (text: string): string[] => find(text).map(({ rule }) => rule);

function fixed(text: string, { finding }: Placed): string {
  const octets = Buffer.from(text);
  const edits = [...(finding.fix?.edits ?? [])].sort((x, y) => y.at.start - x.at.start);
  return edits
    .reduce(
      (now, edit) =>
        Buffer.concat([
          now.subarray(0, edit.at.start),
          Buffer.from(edit.text),
          now.subarray(edit.at.end),
        ]),
      octets,
    )
    .toString();
}

for (const rule of RULES.filter(({ category }) => category === 'delivery')) {
  test(`${rule.id}: what a fix leaves has that finding no longer and gains none`, () => {
    for (const example of rule.examples.bad) {
      const { text } = parseMarked(example);
      for (const found of find(text)) {
        if (found.rule !== rule.id || found.finding.fix === undefined) continue;
        assert.equal(found.finding.fix.safe, false, 'content is not changed in bulk');
        const before = idsIn(text);
        before.splice(before.indexOf(rule.id), 1);
        assert.deepEqual(idsIn(fixed(text, found)), before, fixed(text, found));
      }
    }
  });
}

function fixOf(rule: string, header: string): string {
  const text = `${UNTIL_CONTENT}${header}C: \nC: hi\n${AFTER_CONTENT}`;
  const found = find(text).find(each => each.rule === rule);
  assert.ok(found?.finding.fix, text);
  return fixed(text, found);
}

test('a date keeps its moment, and where it tells none the given one is put in', () => {
  const dated = (date: string): string => HEADER.replace(/Date: .*/, `Date: ${date}`);
  const fix = (date: string): string => fixOf('header-date-invalid', dated(date));
  assert.match(fix('Mon, 21 Nov 26 9:05 EST'), /^C: Date: Sat, 21 Nov 2026 09:05:00 -0500$/m);
  assert.match(
    fix('Fri, 21 Nov 2026 10:00:00 +0100'),
    /^C: Date: Sat, 21 Nov 2026 10:00:00 \+0100$/m,
  );
  assert.match(fix('now'), /^C: Date: Sat, 21 Nov 2026 10:00:00 \+0000$/m);
  assert.match(fix(''), /^C: Date: Sat, 21 Nov 2026 10:00:00 \+0000$/m);
});

test('an identifier gets brackets and a domain', () => {
  const named = (id: string): string => HEADER.replace('<1@client.example>', id);
  assert.match(fixOf('header-message-id', named('42')), /^C: Message-ID: <42@client\.example>$/m);
  assert.match(
    fixOf('header-message-id', named('a@b.example')),
    /^C: Message-ID: <a@b\.example>$/m,
  );
  const without = HEADER.replace(/C: Message-ID.*\n/, '');
  assert.match(fixOf('header-message-id', without), /^C: Message-ID: <[\w.]+@client\.example>$/m);
});

test('a field is deleted with all its lines', () => {
  const text = fixOf('header-bcc-present', `C: Bcc: x@mx.example,\nC:  y@mx.example\n${HEADER}`);
  assert.equal(text, `${UNTIL_CONTENT}${HEADER}C: \nC: hi\n${AFTER_CONTENT}`);
});

test('a long line is folded as often as needed, or not at all', () => {
  const subject = `C: Comments: ${'some words '.repeat(20).trim()}\n`;
  const text = fixOf('header-line-long', `${HEADER}${subject}`);
  const original = `${UNTIL_CONTENT}${HEADER}${subject}C: \nC: hi\n${AFTER_CONTENT}`;
  assert.equal(text.replaceAll('\nC:  ', ' '), original);
  assert.ok(text.split('\n').every(line => line.length <= 78 + 3));
  const word = `${HEADER}C: Comments: a ${'b'.repeat(100)}\n`;
  const whole = `${UNTIL_CONTENT}${word}C: \nC: hi\n${AFTER_CONTENT}`;
  const found = find(whole).find(({ rule }) => rule === 'header-line-long');
  assert.equal(found?.finding.fix, undefined);
});
