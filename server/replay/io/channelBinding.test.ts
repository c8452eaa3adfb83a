import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { connect, createServer } from 'node:tls';
import type { SecureVersion, TLSSocket } from 'node:tls';
import { makeCertificate } from '../../receiver/certificate.ts';
import { channelBindingOf } from './channelBinding.ts';

/** Both ends of a handshake. */
async function handshake(
  t: TestContext,
  version: SecureVersion,
): Promise<{ client: TLSSocket; server: TLSSocket; cert: string }> {
  const { key, cert } = await makeCertificate('localhost');
  const listening = createServer({ key, cert, maxVersion: version });
  const accepted = new Promise<TLSSocket>(resolve => listening.once('secureConnection', resolve));
  await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = connect({ host: '127.0.0.1', port, ca: cert });
  await new Promise<void>(resolve => client.once('secureConnect', resolve));
  const server = await accepted;
  t.after(() => {
    client.destroy();
    server.destroy();
    listening.close();
  });
  return { client, server, cert };
}

test('TLS 1.3: both ends export the same (RFC 9266)', async t => {
  const { client, server } = await handshake(t, 'TLSv1.3');
  const binding = channelBindingOf(client, client.getPeerX509Certificate());
  const label = 'EXPORTER-Channel-Binding';
  const expected = server.exportKeyingMaterial(32, label, Buffer.alloc(0));
  assert.deepEqual(binding, { type: 'tls-exporter', data: expected });
});

test('TLS 1.2: the hash of the certificate (RFC 5929 section 4)', async t => {
  const { client, cert } = await handshake(t, 'TLSv1.2');
  const expected = createHash('sha256').update(new X509Certificate(cert).raw).digest();
  assert.deepEqual(channelBindingOf(client, client.getPeerX509Certificate()), {
    type: 'tls-server-end-point',
    data: expected,
  });
});
