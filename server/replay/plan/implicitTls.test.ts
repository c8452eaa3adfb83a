import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';

const SESSION = 'S: 220 mx\nC: EHLO a\nS: 250 mx\n';

function isImplicit(text: string): boolean {
  return planText(text).plan.implicitTls;
}

void test('TLS before the server speaks is implicit, whatever else is told before', () => {
  assert.equal(isImplicit(`# <TLS established>\n${SESSION}`), true);
  assert.equal(isImplicit(`# <connected>\n# | to mx\n# <TLS established>\n${SESSION}`), true);
  assert.equal(isImplicit(`C: PROXY UNKNOWN\n# <TLS established>\n${SESSION}`), true);
  assert.equal(isImplicit(`# <connected>\n${SESSION}`), false);
});

void test('TLS after STARTTLS is not, though the greeting is not shown', () => {
  const excerpt = 'C: STARTTLS\nS: 220 go\n# <TLS established>\nC: EHLO a\nS: 250 mx\n';
  assert.equal(isImplicit(`# @excerpt\n${excerpt}`), false);
  assert.equal(isImplicit(`S: 220 mx\nC: EHLO a\nS: 250 STARTTLS\n${excerpt}`), false);
});
