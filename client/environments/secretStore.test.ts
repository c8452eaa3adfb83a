import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Memento, SecretStorage } from 'vscode';
import { RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import { secretKeyOf, SecretStore } from './secretStore.ts';

/** Storage and index in memory, as far as the store uses them. */
function storageOf(): {
  store: SecretStore;
  kept: Map<string, string>;
  index: Map<string, unknown>;
} {
  const kept = new Map<string, string>();
  const index = new Map<string, unknown>();
  const storage: Pick<SecretStorage, 'get' | 'store' | 'delete'> = {
    get: key => Promise.resolve(kept.get(key)),
    store: (key, value) => Promise.resolve(void kept.set(key, value)),
    delete: key => Promise.resolve(void kept.delete(key)),
  };
  const memento = {
    get: (key: string) => index.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void index.set(key, value)),
  };
  const store = new SecretStore(storage as SecretStorage, memento as unknown as Memento);
  return { store, kept, index };
}

const staging: EnvironmentChoice = {
  id: 'file /x staging',
  name: 'staging',
  source: 'file',
  file: '/x',
  environment: { name: 'staging', host: 'mail.example', variables: {}, secrets: {} },
  fault: null,
};
const key = secretKeyOf(staging, 'password');

void describe('secrets', () => {
  test('are stored by environment, place and name, and listed without their values', async () => {
    const { store, kept, index } = storageOf();
    await store.store(key, 'hunter2');
    assert.equal(await store.get(key), 'hunter2');
    assert.equal(kept.size, 1);
    assert.deepEqual(store.all(), [key]);
    assert.doesNotMatch(JSON.stringify([...index]), /hunter2/);
  });

  test('the same name at another place gets nothing', async () => {
    const { store } = storageOf();
    await store.store(key, 'hunter2');
    const environment = { name: 'staging', host: 'evil.example', variables: {}, secrets: {} };
    assert.equal(await store.get(secretKeyOf({ ...staging, environment }, 'password')), undefined);
    assert.equal(await store.get(secretKeyOf(RECEIVER_ENVIRONMENT, 'password')), undefined);
  });

  test('what is kept for the window is in no storage, and goes where it is stored anew', async () => {
    const { store, kept } = storageOf();
    store.keep(key, 'hunter2');
    assert.equal(await store.get(key), 'hunter2');
    assert.equal(kept.size, 0);
    assert.deepEqual(store.all(), [key]);
    await store.store(key, 'hunter3');
    assert.equal(await store.get(key), 'hunter3');
    assert.deepEqual(store.all(), [key]);
  });

  test('are forgotten wherever they are kept', async () => {
    const { store, kept } = storageOf();
    const other = { ...key, secret: 'token' };
    await store.store(key, 'hunter2');
    store.keep(other, 'abc');
    await store.forget([key, other]);
    assert.equal(await store.get(key), undefined);
    assert.equal(await store.get(other), undefined);
    assert.deepEqual(store.all(), []);
    assert.equal(kept.size, 0);
  });

  test('an index of an unknown form is none', () => {
    const { store, index } = storageOf();
    index.set('smtpTranscript.secretNames', [{ environment: 1 }, null, 'x', key]);
    assert.deepEqual(store.all(), [key]);
    index.set('smtpTranscript.secretNames', 'x');
    assert.deepEqual(store.all(), []);
  });
});
