import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OctetChange } from './octetChanges.ts';
import { OctetChanges } from './octetChanges.ts';

function applied(text: string, changes: readonly OctetChange[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, octets } of changes) {
    assert.ok(start >= at && end >= start && end <= text.length);
    result += text.slice(at, start) + Buffer.from(octets).toString('latin1');
    at = end;
  }
  return result + text.slice(at);
}

function change(start: number, end: number, text: string): OctetChange {
  return { start, end, octets: Buffer.from(text, 'latin1') };
}

test('two rounds at one place are one change', () => {
  const all = new OctetChanges(Buffer.from('RCPT TO: a@b'));
  all.add([change(8, 9, '')]);
  all.add([change(8, 8, '<'), change(11, 11, '>')]);
  assert.deepEqual(all.total(), [change(8, 9, '<'), change(12, 12, '>')]);
});

test('nothing is no change, nor is what is taken back', () => {
  const none = new OctetChanges(new Uint8Array(0));
  none.add([]);
  assert.deepEqual(none.total(), []);
  const back = new OctetChanges(Buffer.from('ab'));
  back.add([change(1, 1, 'x')]);
  back.add([change(1, 2, '')]);
  assert.deepEqual(back.total(), []);
});

const round = fc.array(
  fc.record({ gap: fc.nat(4), cut: fc.nat(3), text: fc.constantFrom('', 'x', 'yz') }),
  { maxLength: 4 },
);

test('any rounds together give the text that they give one after the other', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-l]{0,12}$/), fc.array(round), (text, rounds) => {
      const all = new OctetChanges(Buffer.from(text, 'latin1'));
      let now = text;
      for (const steps of rounds) {
        const changes: OctetChange[] = [];
        let at = 0;
        for (const { gap, cut, text: put } of steps) {
          const start = at + gap + 1;
          if (start > now.length) break;
          at = Math.min(now.length, start + cut);
          changes.push(change(start, at, put));
        }
        all.add(changes);
        now = applied(now, changes);
      }
      assert.equal(applied(text, all.total()), now);
    }),
  );
});
