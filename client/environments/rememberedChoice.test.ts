import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Memento } from 'vscode';
import { RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import { RememberedChoice } from './rememberedChoice.ts';

function stagingAt(host: string): EnvironmentChoice {
  const environment = { name: 'staging', host, variables: {}, secrets: {} };
  return {
    id: 'file /x staging',
    name: 'staging',
    source: 'file',
    file: '/x',
    environment,
    fault: null,
  };
}

function remembered(): { choice: RememberedChoice; state: Map<string, unknown> } {
  const state = new Map<string, unknown>();
  const memento = {
    get: (key: string) => state.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
  };
  return { choice: new RememberedChoice(memento as unknown as Memento), state };
}

void describe('the environment that a workspace remembers', () => {
  test('is the receiver at first', () => {
    const { choice } = remembered();
    const found = choice.recall([RECEIVER_ENVIRONMENT, stagingAt('a')]);
    assert.deepEqual(found, { kind: 'found', choice: RECEIVER_ENVIRONMENT });
    assert.equal(choice.file, null);
  });

  test('is the one that was chosen, as it is now', async () => {
    const { choice } = remembered();
    await choice.remember(stagingAt('a'));
    const now = stagingAt('a');
    assert.deepEqual(choice.recall([RECEIVER_ENVIRONMENT, now]), { kind: 'found', choice: now });
    assert.equal(choice.file, '/x');
  });

  test('is none that goes elsewhere now, and comes back with its place', async () => {
    const { choice } = remembered();
    await choice.remember(stagingAt('a'));
    const moved = choice.recall([RECEIVER_ENVIRONMENT, stagingAt('b')]);
    assert.ok(moved.kind === 'moved');
    assert.equal(moved.before, 'a:25');
    assert.equal(choice.recall([RECEIVER_ENVIRONMENT]).kind, 'missing');
    assert.equal(choice.recall([stagingAt('a')]).kind, 'found');
  });

  test('the receiver takes the place of another, and nothing is kept', async () => {
    const { choice, state } = remembered();
    await choice.remember(stagingAt('a'));
    await choice.remember(RECEIVER_ENVIRONMENT);
    assert.equal(state.get('smtpTranscript.environment'), undefined);
    assert.equal(choice.recall([]).kind, 'found');
  });
});
