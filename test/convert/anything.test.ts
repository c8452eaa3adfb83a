import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DIALECTS } from '../../server/core/dialect/registry.ts';
import { TARGETS } from '../../server/convert/targets.ts';
import { partsOf } from '../support/convert.ts';

const LINES = [
  'S: 220 mx',
  'C: EHLO a',
  'S: 250 ok',
  'C: MAIL FROM:<a@b.example> SIZE=1',
  'C: MAIL',
  'C: RCPT TO:<b@c.example>',
  'C: RCPT TO:<',
  'C: DATA',
  'S: 354 go',
  'C: .',
  'C: ',
  'C: BDAT 3 LAST',
  'C\\: abc',
  'C\\: RCPT TO:<a\\0b@c>',
  'C: AUTH LOGIN',
  'S: 334 ',
  'C: STARTTLS',
  '# <content not shown>',
  '# <secret not shown>',
  '# @target x:1',
  '=== Trying mx:25...',
  ' -> DATA',
  '<-  354 Go',
  'C: QUIT',
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...LINES), fc.string({ unit: 'binary', maxLength: 10 })), {
    maxLength: 25,
  })
  .map(lines => Buffer.from(lines.join('\n')));

void test('no target throws, whatever the text and the dialect', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...DIALECTS), (octets, { id }) => {
      const parts = partsOf(octets, id);
      const sessions = parts.flatMap(part => part.sessions).length;
      for (const target of TARGETS) {
        const { files, losses } = target.render({ parts, whole: true });
        const some = target.id === 'smtp' || (target.scope === 'session' && sessions > 0);
        if (some) assert.equal(files.length, 1, target.id);
        for (const loss of losses) assert.match(loss, /^\p{Lu}?[^\p{Cc}]+\.$/u);
      }
    }),
    { numRuns: 500 },
  );
});
