import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import { parseMarked } from '../../../../test/support/markers.ts';
import { RULES } from '../registry.ts';
import type { Fix } from '../rule.ts';

function applied(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.at.start - a.at.start);
  let octets = Buffer.from(text);
  for (const { at, text: inserted } of edits) {
    octets = Buffer.concat([
      octets.subarray(0, at.start),
      Buffer.from(inserted),
      octets.subarray(at.end),
    ]);
  }
  return octets.toString();
}

function rulesIn(text: string): string[] {
  return lintText(text)
    .map(({ rule }) => rule)
    .sort();
}

let tried = 0;
for (const rule of RULES.filter(({ category }) => category === 'sequencing')) {
  for (const [index, example] of rule.examples.bad.entries()) {
    const { text } = parseMarked(example);
    const placed = lintText(text);
    for (const { rule: id, finding } of placed) {
      const { fix } = finding;
      if (id !== rule.id || fix === undefined) continue;
      tried++;
      test(`${rule.id}: the fix of bad example ${String(index + 1)} mends it and breaks nothing`, () => {
        const left = rulesIn(text);
        left.splice(left.indexOf(id), 1);
        // Deleting a line may take findings of other rules with it, but adds none.
        for (const rest of rulesIn(applied(text, fix))) {
          const at = left.indexOf(rest);
          assert.ok(at >= 0, `${rest} in\n${applied(text, fix)}`);
          left.splice(at, 1);
        }
        assert.equal(fix.safe, false, 'it adds, moves or removes what was said');
      });
    }
  }
}

test('the fixes were tried', () => {
  assert.ok(tried >= 15);
});

const CRLF = 'S: 220 mx ESMTP\r\nC: EHLO c\r\nS: 250 mx\r\nC: MAIL FROM:<a@b.example>\r\n';

test('a fix keeps the line ends of the file', () => {
  const text = `${CRLF}S: 250 OK\r\nC: MAIL FROM:<c@b.example>\r\nS: 503 No\r\n`;
  const fix = lintText(text).find(({ rule }) => rule === 'nested-mail')?.finding.fix;
  assert.ok(fix);
  assert.equal(applied(text, fix).replaceAll('\r\n', '').includes('\n'), false);
});

test('one cause, one report: what follows from a missing MAIL is not told again', () => {
  const rcpt = 'C: RCPT TO:<b@b.example>\nS: 503 No\n';
  const text = `S: 220 mx ESMTP\nC: EHLO c.example\nS: 250 mx\n${rcpt}${rcpt}C: DATA\nS: 503 No\n`;
  const own = rulesIn(`${text}C: QUIT\nS: 221 Bye\n`);
  assert.deepEqual(own, ['rcpt-before-mail']);
});

test('RSET in the place of DATA gets the reply of RSET', () => {
  const text =
    'S: 220 mx.example\nC: EHLO a.example\nS: 250-mx.example\nS: 250 ENHANCEDSTATUSCODES\nC: MAIL FROM:<a@a.example>\nS: 250 2.1.0 OK\nC: RCPT TO:<b@b.example>\nS: 550 5.1.1 no\nC: DATA\nS: 503 5.5.1 no\nC: QUIT\nS: 221 2.0.0 Bye\n';
  const found = lintText(text).find(({ rule }) => rule === 'data-without-valid-recipient');
  assert.ok(found?.finding.fix);
  const fixed = applied(text, found.finding.fix);
  assert.match(fixed, /C: RSET\nS: 250 2\.0\.0 OK\nC: QUIT/);
  assert.deepEqual(rulesIn(fixed), []);
});

const UNFINISHED: ReadonlySet<string> = new Set([
  'quit-missing',
  'quit-reply-missing',
  'final-reply-missing',
  'missing-dot-terminator',
  'reply-missing',
  'multiline-unterminated',
  'abandoned-transaction',
  'transcript-truncated',
  'bdat-without-last',
]);

for (const rule of RULES.filter(({ category }) => category === 'sequencing')) {
  test(`${rule.id}: the beginnings of good examples are unfinished, nothing worse`, () => {
    const inOrder = rule.examples.good.filter(example => /^\s*S: /.test(example));
    for (const example of inOrder) {
      const { text, expected } = parseMarked(example);
      const marked = new Set(expected.map(({ rule: id }) => id));
      const lines = text.split('\n');
      const own = new Set(
        RULES.filter(({ category }) => category === 'sequencing').map(({ id }) => id),
      );
      for (let count = 1; count < lines.length; count++) {
        const found = rulesIn(`${lines.slice(0, count).join('\n')}\n`);
        const worse = found.filter(id => own.has(id) && !UNFINISHED.has(id) && !marked.has(id));
        assert.deepEqual(worse, [], lines.slice(0, count).join('\n'));
      }
    }
  });
}
