import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConsentMemory } from './consentMemory.ts';

const one = { host: 'mx1.test', port: 25 };
const other = { host: 'mx2.test', port: 25 };

test('covers the servers and recipients that the user saw, and no others', () => {
  const memory = new ConsentMemory();
  assert.equal(memory.covers([one], []), false);
  memory.add([one], ['a@example.org', 'b@example.org']);
  assert.equal(memory.covers([one], ['b@example.org']), true);
  assert.equal(memory.covers([one], []), true);
  assert.equal(memory.covers([one], ['c@example.org']), false);
  assert.equal(memory.covers([{ ...one, port: 587 }], []), false);
  assert.equal(memory.covers([one, other], []), false);
  memory.add([one, other], ['c@example.org']);
  assert.equal(memory.covers([one], ['a@example.org', 'c@example.org']), true);
  assert.equal(memory.covers([other], ['a@example.org']), false);
  for (const weak of [{ allowPlaintextAuth: true }, { verifyCertificate: false }]) {
    assert.equal(memory.covers([{ ...one, ...weak }], []), false);
    memory.add([{ ...one, ...weak }], []);
    assert.equal(memory.covers([{ ...one, ...weak }], []), true);
  }
});
