import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuredTargets } from './configuredTargets.ts';

test('reads the entries of the setting', () => {
  const setting = [
    { name: 'Test MTA', host: 'mta.test', port: 2525 },
    { host: '[::1]', tls: 'implicit', port: 465 },
    { host: 'plain.test', tls: 'none', verifyCertificate: false },
  ];
  assert.deepEqual(configuredTargets(setting), [
    { name: 'Test MTA', server: { kind: 'server', host: 'mta.test', port: 2525 } },
    { name: '::1', server: { kind: 'server', host: '::1', port: 465, implicitTls: true } },
    {
      name: 'plain.test',
      server: {
        kind: 'server',
        host: 'plain.test',
        port: 25,
        implicitTls: false,
        inTheClear: true,
        verifyCertificate: false,
      },
    },
  ]);
});

test('passes over what is none', () => {
  const bad = [null, 'x', 1, {}, { host: '' }, { host: 1 }, { host: 'a', port: 0 }];
  assert.deepEqual(configuredTargets([...bad, { host: 'a', port: '25' }]), []);
  assert.deepEqual(configuredTargets({ host: 'a' }), []);
  assert.deepEqual(configuredTargets(undefined), []);
});
