import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadCertificate, makeCertificate } from './certificate.ts';

test('names localhost and the loopback addresses and lasts about a year', async () => {
  const { cert, key, fingerprint } = await makeCertificate('mail.example');
  const parsed = new X509Certificate(cert);
  assert.ok(parsed.checkHost('localhost') && parsed.checkHost('mail.example'));
  assert.ok(parsed.checkIP('127.0.0.1') && parsed.checkIP('::1'));
  assert.ok(parsed.checkPrivateKey(createPrivateKey(key)));
  assert.equal(parsed.fingerprint256, fingerprint);
  const days = (Date.parse(parsed.validTo) - Date.now()) / 86_400_000;
  assert.ok(days > 365 && days < 399);
});

test('is kept, and replaced when damaged, for another name, or expired', async t => {
  const storage = await mkdtemp(join(tmpdir(), 'certificate-'));
  t.after(() => rm(storage, { recursive: true, force: true }));
  const first = await loadCertificate(storage, 'localhost');
  const kept = await loadCertificate(storage, 'localhost');
  assert.deepEqual(
    { ...kept, cert: kept.cert.trim(), key: kept.key.trim() },
    { ...first, cert: first.cert.trim(), key: first.key.trim() },
  );
  const renamed = await loadCertificate(storage, 'other.example');
  assert.notEqual(renamed.fingerprint, first.fingerprint);
  await truncate(join(storage, 'tls', 'receiver.pem'), 100);
  const repaired = await loadCertificate(storage, 'other.example');
  assert.notEqual(repaired.fingerprint, renamed.fingerprint);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 398 * 86_400_000 });
  const renewed = await loadCertificate(storage, 'other.example');
  assert.notEqual(renewed.fingerprint, repaired.fingerprint);
  assert.deepEqual(await readdir(join(storage, 'tls')), ['receiver.pem']);
});
