import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { MECHANISMS } from '../server/core/feature/mechanisms.ts';
import { RULES } from '../server/core/rule/registry.ts';
import { ENHANCED_CODES } from '../server/core/smtp/enhancedCodes.ts';
import { EXTENSIONS } from '../server/core/smtp/extensions.ts';
import { REPLY_CODES } from '../server/core/smtp/replyCodes.ts';
import { PRIVATE_VERB, VERBS } from '../server/core/smtp/verbs.ts';
import { citationsIn, REFERENCES } from './references.ts';

const ENTERED: readonly string[] = REFERENCES.flatMap(({ rfc, sections }) =>
  sections.map(section => `RFC ${String(rfc)} ${section}`),
);

/** The sections of a text that nobody entered. */
const missingFrom = (text: string): string[] =>
  citationsIn(text)
    .map(({ rfc, section }) => `RFC ${String(rfc)} ${section}`)
    .filter(citation => !ENTERED.includes(citation));

test('citations are found in every form that tables use', () => {
  assert.deepEqual(
    citationsIn('RFC 5321 §4.2, 4.3.1; RFC 4422 A; RFC 821, RFC 5321 Appendix F.6'),
    [
      { rfc: 5321, section: '4.2' },
      { rfc: 5321, section: '4.3.1' },
      { rfc: 4422, section: 'Appendix A' },
      { rfc: 5321, section: 'Appendix F.6' },
    ],
  );
  assert.deepEqual(citationsIn('RFC 6152 (was 1652, 1426); docs/format.md'), []);
});

test('every rule cites sections of RFCs or a page of this project, each section compared', () => {
  for (const { id, refs } of RULES) {
    for (const ref of refs) {
      assert.match(ref, /^(?:RFC \d+ (?:§\d+(?:\.\d+)*|Appendix [A-Z](?:\.\d+)*)|docs\/\S+)$/, id);
      assert.deepEqual(missingFrom(ref), [], `${id}: read it, then enter it in references.ts`);
    }
  }
});

test('every section that a protocol table cites was compared', () => {
  const tables = [VERBS, [PRIVATE_VERB], EXTENSIONS, REPLY_CODES, ENHANCED_CODES, MECHANISMS];
  for (const { ref } of tables.flat()) assert.deepEqual(missingFrom(ref), [], ref);
});

test('no section is entered twice', () => {
  assert.equal(new Set(ENTERED).size, ENTERED.length);
});
