import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopbackAddress } from './isLoopbackAddress.ts';
import { needsConsent } from './needsConsent.ts';

test('loopback addresses in every form, and nothing else', () => {
  const yes = ['127.0.0.1', '127.255.255.254', '::1', '[::1]', '0:0:0:0:0:0:0:1'];
  for (const address of [...yes, '::ffff:127.0.0.1', '::ffff:7f00:1']) {
    assert.equal(isLoopbackAddress(address), true, address);
  }
  const no = [
    '128.0.0.1',
    '126.255.255.255',
    '0.0.0.0',
    '::',
    '::2',
    '::ffff:192.0.2.1',
    '10.0.0.1',
  ];
  for (const address of [
    ...no,
    'localhost',
    '127.1',
    '127.0.0.1.example',
    '',
    '::1%lo',
    '::127.0.0.1',
  ]) {
    assert.equal(isLoopbackAddress(address), false, address);
  }
});

test('localhost is judged by its addresses', async () => {
  const at =
    (...addresses: string[]) =>
    () =>
      Promise.resolve(addresses);
  assert.equal(await needsConsent({ host: 'localhost' }, at('127.0.0.1', '::1')), false);
  assert.equal(await needsConsent({ host: 'Mail.LocalHost.' }, at('127.0.0.1')), false);
  assert.equal(await needsConsent({ host: 'localhost' }, at('127.0.0.1', '192.0.2.1')), true);
  assert.equal(await needsConsent({ host: 'localhost' }, at()), true);
  assert.equal(await needsConsent({ host: 'localhost' }, () => Promise.reject(new Error())), true);
});

test('another name needs consent and is not looked up for it', async () => {
  let asked = 0;
  const count = (): Promise<string[]> => {
    asked += 1;
    return Promise.resolve(['127.0.0.1']);
  };
  assert.equal(await needsConsent({ host: 'mx.example.net' }, count), true);
  assert.equal(await needsConsent({ host: 'localhost.example' }, count), true);
  assert.equal(await needsConsent({ host: '192.0.2.1' }, count), true);
  assert.equal(await needsConsent({ host: '127.0.0.1' }, count), false);
  assert.equal(asked, 0);
});
