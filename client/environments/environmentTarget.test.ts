import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Environment } from '../../server/protocol/environment.ts';
import { isReceiver, placeOf, RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import type { EnvironmentChoice } from './environmentChoice.ts';
import { environmentTarget } from './environmentTarget.ts';

function choiceOf(environment: Partial<Environment>): EnvironmentChoice {
  const whole = { name: 'staging', variables: {}, secrets: {}, ...environment };
  return {
    id: 'file x',
    name: 'staging',
    source: 'file',
    file: '/x',
    environment: whole,
    fault: null,
  };
}

const read = (path: string): Promise<string> => Promise.resolve(`PEM of ${path}`);

void describe('where an environment goes', () => {
  const targets: readonly [Partial<Environment>, place: string, target: object][] = [
    [{}, 'embedded receiver', { kind: 'receiver' }],
    [
      { host: 'mail.example' },
      'mail.example:25',
      { kind: 'server', name: 'staging', host: 'mail.example', port: 25 },
    ],
    [
      { host: 'plain.example', tls: 'none' },
      'plain.example:25',
      {
        kind: 'server',
        name: 'staging',
        inTheClear: true,
        host: 'plain.example',
        port: 25,
        implicitTls: false,
      },
    ],
    [
      { host: '2001:db8::1', tls: 'implicit', production: true },
      '[2001:db8::1]:465',
      {
        kind: 'server',
        name: 'staging',
        production: true,
        host: '2001:db8::1',
        port: 465,
        implicitTls: true,
      },
    ],
    [
      { path: '/run/lmtp', host: 'named' },
      '/run/lmtp',
      { kind: 'server', name: 'staging', host: 'named', port: 25, path: '/run/lmtp' },
    ],
    [
      { mx: 'example.net', dnsServers: ['192.0.2.53'], verifyCertificate: false },
      'MX of example.net:25',
      {
        kind: 'mx',
        name: 'staging',
        domain: 'example.net',
        port: 25,
        dnsServers: ['192.0.2.53'],
        options: { verifyCertificate: false },
      },
    ],
  ];
  for (const [environment, place, target] of targets) {
    test(`${JSON.stringify(environment)} is ${place}`, async () => {
      const choice = choiceOf(environment);
      assert.equal(placeOf(choice), place);
      assert.deepEqual(await environmentTarget(choice, read), target);
      assert.equal(isReceiver(choice), place === 'embedded receiver');
    });
  }

  test('the receiver is the receiver', async () => {
    assert.deepEqual(await environmentTarget(RECEIVER_ENVIRONMENT, read), { kind: 'receiver' });
    assert.ok(isReceiver(RECEIVER_ENVIRONMENT));
  });

  test('certificates are read, and one without its key is an error', async () => {
    const both = await environmentTarget(
      choiceOf({ host: 'h', ca: '/ca', certificate: '/cert', key: '/key' }),
      read,
    );
    assert.ok(both.kind === 'server');
    assert.equal(both.ca, 'PEM of /ca');
    assert.deepEqual(both.clientCertificate, { certificate: 'PEM of /cert', key: 'PEM of /key' });
    const half = environmentTarget(choiceOf({ host: 'h', certificate: '/both' }), read);
    await assert.rejects(half, /needs both/);
  });

  test('nothing goes anywhere while something is wrong in its file', async () => {
    const faulty = { ...choiceOf({ host: 'h' }), fault: 'x.json:3: no such "hots"' };
    await assert.rejects(environmentTarget(faulty, read), /x\.json:3: no such "hots"\.$/);
  });

  test('a file that cannot be read ends it', async () => {
    const fail = (): Promise<string> => Promise.reject(new Error('"/ca" cannot be read.'));
    await assert.rejects(environmentTarget(choiceOf({ host: 'h', ca: '/ca' }), fail), /"\/ca"/);
  });
});
