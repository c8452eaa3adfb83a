import assert from 'node:assert/strict';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/temporaryFolder.ts';
import { connectionOf } from './connectionOf.ts';
import { findEnvironments } from './findEnvironments.ts';

const NAME = '.smtp-transcript.env.json';

test('the nearest file wins, name by name; names of files are absolute', async t => {
  const folder = await temporaryFolder(t);
  const below = join(folder, 'a', 'b');
  await mkdir(below, { recursive: true });
  await writeFile(
    join(folder, NAME),
    '{ "environments": { "one": { "host": "far" }, "two": { "host": "far", "ca": "ca.pem" } } }',
  );
  await writeFile(join(below, `${NAME}c`), '{ "environments": { "one": { "host": "near" } } }');
  const { environments, files } = await findEnvironments(join(below, 'x.smtp'));
  assert.deepEqual(
    environments.map(({ name, host, ca }) => [name, host, ca]),
    [
      ['one', 'near', undefined],
      ['two', 'far', join(folder, 'ca.pem')],
    ],
  );
  assert.deepEqual(
    files.map(({ path }) => path),
    [join(below, `${NAME}c`), join(folder, NAME)],
  );
});

test('a file that is none, or no text, is a problem and no error', async t => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, NAME));
  const [own] = (await findEnvironments(join(folder, 'x.smtp'))).files;
  assert.match(own?.problems[0]?.message ?? '', /no ordinary file/);
  const other = await temporaryFolder(t);
  await writeFile(join(other, NAME), Uint8Array.of(0xff, 0xfe, 0x7b, 0x00));
  const [garbled] = (await findEnvironments(join(other, 'x.smtp'))).files;
  assert.match(garbled?.problems[0]?.message ?? '', /no UTF-8/);
});

test('certificates are read, and what is none is said', async t => {
  const folder = await temporaryFolder(t);
  const file = (name: string): string => join(folder, name);
  await writeFile(file('ca.pem'), '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n');
  await writeFile(file('key.pem'), '-----BEGIN EC PRIVATE KEY-----\nx\n');
  const whole = await connectionOf({
    ca: file('ca.pem'),
    certificate: file('ca.pem'),
    key: file('key.pem'),
    tls: 'starttls',
  });
  assert.ok(whole.kind === 'connection');
  assert.equal(whole.connection.implicitTls, false);
  assert.match(whole.connection.clientCertificate?.key ?? '', /PRIVATE KEY/);
  const faults = [
    await connectionOf({ ca: file('key.pem') }),
    await connectionOf({ certificate: file('ca.pem') }),
    await connectionOf({ certificate: file('ca.pem'), key: file('none.pem') }),
  ];
  assert.deepEqual(
    faults.map(answer => (answer.kind === 'fault' ? answer.message.replaceAll(folder, '') : '')),
    [
      '"/key.pem" holds no certificate in PEM form',
      'a client certificate needs both the certificate and its key',
      'cannot read "/none.pem": it does not exist',
    ],
  );
});

test('what a stranger put into a folder that is open to all is not taken', async t => {
  if (process.getuid?.() !== 0) {
    t.skip('only root can give a file away');
    return;
  }
  const folder = await temporaryFolder(t);
  const path = join(folder, NAME);
  await writeFile(path, '{ "environments": { "one": { "host": "127.0.0.1" } } }');
  await chmod(folder, 0o1777);
  const names = async (): Promise<readonly string[]> => {
    const { environments } = await findEnvironments(join(folder, 'below', 'x.smtp'));
    return environments.map(({ name }) => name);
  };
  assert.deepEqual(await names(), ['one']);
  await chown(path, 12_345, 12_345);
  assert.deepEqual(await names(), []);
  await chmod(folder, 0o755);
  assert.deepEqual(await names(), ['one']);
});
