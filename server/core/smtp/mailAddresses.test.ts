import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { parseMailAddresses } from './mailAddresses.ts';

function addressesIn(value: string): string[] {
  const { addresses, problems } = parseMailAddresses(value);
  assert.deepEqual(problems, [], value);
  for (const { start, end } of addresses) assert.ok(value.slice(start, end).includes('@'));
  return addresses.map(({ localPart, domain }) => `${localPart}@${domain}`);
}

const reasonsIn = (value: string): string[] =>
  parseMailAddresses(value).problems.map(({ start, end, reason }) => {
    return `${value.slice(start, end)}: ${reason}`;
  });

test('names, comments, groups and old forms are read', () => {
  const value =
    'A. Bee <a@b.example>, "x, y" <"q q"@c.example>, (c) d @ e.example (f), ,' +
    'Friends: g@[192.0.2.1], h@i.example;, nobody:;, <@r.example:j@k.example>';
  assert.deepEqual(addressesIn(value), [
    'a@b.example',
    '"q q"@c.example',
    'd@e.example',
    'g@[192.0.2.1]',
    'h@i.example',
    'j@k.example',
  ]);
  assert.equal(parseMailAddresses(value).groups, 2);
  assert.deepEqual(addressesIn('(a \\) ( b ) "c) a@b.example'), ['a@b.example']);
  assert.deepEqual(addressesIn('J\u00c3\u00b6rg <j\u00c3\u00b6@b.example>'), [
    'j\u00c3\u00b6@b.example',
  ]);
});

test('each fault is named at its place', () => {
  assert.deepEqual(reasonsIn('a@b.example; c@d.example'), [
    ';: addresses are separated by ",", not ";"',
  ]);
  assert.deepEqual(reasonsIn('a <b@c.example'), ['<: a ">" is missing']);
  assert.deepEqual(reasonsIn('a(b <c@d.example>'), ['(: a comment is not closed']);
  assert.deepEqual(reasonsIn('x@[1 <c@d.example>'), ['[: an address literal is not whole']);
  assert.deepEqual(reasonsIn(' '), [': it is empty']);
  assert.deepEqual(reasonsIn('A @ Home <a@b.example>'), [
    '@: the name before the address holds "@" and needs quotes',
  ]);
});

test('lists without end cost no more than their length', () => {
  const start = performance.now();
  for (const piece of ['(', '"', '[', '<', '@', ',', 'a@b,', ':', '\\', ' ', 'a ', '()', '"" ']) {
    const { problems } = parseMailAddresses(piece.repeat(100_000));
    assert.ok(problems.length <= 20);
  }
  assert.ok(performance.now() - start < 4_000);
});
