import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import type { Placed } from '../../../../test/support/lint.ts';
import { parseMarked } from '../../../../test/support/markers.ts';
import { RULES } from '../registry.ts';
import type { Fix } from '../rule.ts';

/** The text after a fix; an example is one chunk, so offsets are those of the text. */
function applied(text: string, fix: Fix): string {
  let octets = Buffer.from(text);
  for (const { at, text: put } of [...fix.edits].sort((a, b) => b.at.start - a.at.start)) {
    const [before, after] = [octets.subarray(0, at.start), octets.subarray(at.end)];
    octets = Buffer.concat([before, Buffer.from(put), after]);
  }
  return octets.toString();
}

function countOf(findings: readonly Placed[], id: string): number {
  return findings.filter(({ rule }) => rule === id).length;
}

let tried = 0;

for (const rule of RULES.filter(({ category }) => category === 'reply')) {
  for (const [index, example] of rule.examples.bad.entries()) {
    const { text } = parseMarked(example);
    const before = lintText(text);
    for (const { finding, line } of before.filter(found => found.rule === rule.id)) {
      const { fix } = finding;
      if (fix === undefined) continue;
      tried += 1;
      const place = `${rule.id} ${String(index + 1)}, line ${String(line + 1)}`;
      test(`${place}: ${fix.title}: the finding goes, no other comes, and no server line is safe`, () => {
        assert.equal(fix.safe, false);
        const after = lintText(applied(text, fix));
        assert.ok(countOf(after, rule.id) < countOf(before, rule.id));
        const gained = after.filter(({ rule: id }) => countOf(after, id) > countOf(before, id));
        assert.deepEqual(
          gained.map(({ rule: id, message }) => `${id}: ${message}`),
          [],
        );
      });
    }
  }
}

test('there were fixes to try', () => {
  assert.ok(tried >= 12, String(tried));
});

function mended(rule: string, text: string): string {
  const fix = lintText(text).find(found => found.rule === rule)?.finding.fix;
  assert.ok(fix, rule);
  return applied(text, fix);
}

const OPENED = 'S: 220 mx.example ESMTP\nC: EHLO c.example\nS: 250-mx.example\n';
const BYE = 'C: QUIT\nS: 221 2.0.0 Bye\n';

test('a bare code gets words of its class, after an enhanced code where those are promised', () => {
  const coded = `${OPENED}S: 250 ENHANCEDSTATUSCODES\n`;
  const mail = 'C: MAIL FROM:<a@c.example>\n';
  assert.equal(
    mended('reply-text-missing', `${coded}${mail}S: 452\n${BYE}`),
    `${coded}${mail}S: 452 4.0.0 Try again later\n${BYE}`,
  );
  const plain = `${OPENED}S: 250 SIZE\n`;
  assert.equal(
    mended('reply-text-missing', `${plain}C: NOOP\nS: 250\n${BYE}`),
    `${plain}C: NOOP\nS: 250 OK\n${BYE}`,
  );
});

test('a list in answer to HELO becomes one line', () => {
  const hello = 'S: 220 mx.example SMTP\nC: HELO c.example\n';
  assert.equal(
    mended(
      'extended-reply-to-helo',
      `${hello}S: 250-mx.example\nS: 250-SIZE 9\nS: 250 DSN\n${BYE}`,
    ),
    `${hello}S: 250 mx.example\n${BYE}`,
  );
});
