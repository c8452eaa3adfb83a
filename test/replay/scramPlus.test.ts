import assert from 'node:assert/strict';
import { createHash, X509Certificate, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import { planText } from '../support/planText.ts';
import { against, certificate, doneOf, failureOf, only } from './support.ts';
import type { WireClient, WireOptions } from './wireServer.ts';
import { wireServer } from './wireServer.ts';

const PASSWORD = 'correct horse battery';
const TEXT =
  'S: 220 mx\nC: EHLO client\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nC: EHLO client\nS: 250-mx\nS: 250 AUTH SCRAM-SHA-256-PLUS\n# @auth SCRAM-SHA-256-PLUS user=tim secret=pass\nC: AUTH SCRAM-SHA-256-PLUS ****\nS: 235 ok\nC: QUIT\nS: 221 bye\n';

const base64 = (octets: string | Uint8Array): string => Buffer.from(octets).toString('base64');
const hmac = (key: Uint8Array, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

/** What a server knows of an exchange (RFC 5802 §3), written again from the RFC. */
class ScramServer {
  readonly #binding: (socket: TLSSocket) => Buffer;
  readonly #lies: boolean;
  #header = '';
  #clientFirst = '';
  #serverFirst = '';

  constructor(binding: (socket: TLSSocket) => Buffer, lies: 'lies' | 'knows') {
    this.#binding = binding;
    this.#lies = lies === 'lies';
  }

  reply(line: string, { secure }: WireClient): string | undefined {
    if (line === 'EHLO client') return '250-mx\r\n250-STARTTLS\r\n250 AUTH SCRAM-SHA-256-PLUS';
    const initial = /^AUTH SCRAM-SHA-256-PLUS (\S+)$/.exec(line)?.[1];
    if (initial !== undefined) return this.#first(Buffer.from(initial, 'base64').toString());
    if (line === 'QUIT' || line === 'STARTTLS' || secure === undefined) return undefined;
    if (line === '') return '235 ok';
    return line === '*'
      ? '501 cancelled'
      : this.#final(Buffer.from(line, 'base64').toString(), secure);
  }

  #first(message: string): string {
    const [, bare = '', nonce = ''] = /^p=[\w-]+,,(n=tim,r=(.+))$/.exec(message) ?? [];
    this.#clientFirst = bare;
    this.#header = /^p=[\w-]+,,/.exec(message)?.[0] ?? '';
    this.#serverFirst = `r=${nonce}server,s=${base64('salt-of-16-bytes')},i=4096`;
    return nonce === '' ? '535 no' : `334 ${base64(this.#serverFirst)}`;
  }

  #final(message: string, secure: TLSSocket): string {
    const [, bare = '', channel = '', proof = ''] =
      /^(c=([^,]+),r=[^,]+),p=(.+)$/.exec(message) ?? [];
    const bound = Buffer.concat([Buffer.from(this.#header), this.#binding(secure)]);
    if (channel !== base64(bound)) return '535 5.7.8 channel binding does not match';
    const salted = pbkdf2Sync(PASSWORD, 'salt-of-16-bytes', 4096, 32, 'sha256');
    const text = `${this.#clientFirst},${this.#serverFirst},${bare}`;
    const clientKey = hmac(salted, 'Client Key');
    const stored = createHash('sha256').update(clientKey).digest();
    const signature = hmac(stored, text);
    const given = Buffer.from(proof, 'base64');
    const key = Buffer.from(given.map((octet, at) => octet ^ (signature[at] ?? 0)));
    if (key.length !== 32 || !timingSafeEqual(key, clientKey)) return '535 5.7.8 wrong';
    const verifier = hmac(hmac(salted, 'Server Key'), this.#lies ? 'x' : text);
    return `334 ${base64(`v=${base64(verifier)}`)}`;
  }
}

const exporter = (socket: TLSSocket): Buffer =>
  socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));

async function login(
  t: TestContext,
  scram: ScramServer,
  given?: WireOptions['tls'],
): Promise<{ readonly events: readonly ReplayEvent[]; readonly got: string }> {
  const tls = given ?? (await certificate());
  const server = await wireServer(t, { tls, reply: (line, to) => scram.reply(line, to) });
  const inputs = { secrets: { pass: PASSWORD } };
  const events = await against(server, planText(TEXT).plan, { ca: tls.cert, inputs });
  assert.ok(!JSON.stringify(events).includes(PASSWORD));
  return { events, got: server.received() };
}

test('SCRAM-SHA-256-PLUS is bound to the TLS connection by tls-exporter', async t => {
  const { events, got } = await login(t, new ScramServer(exporter, 'knows'));
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(only(events, 'secured')[0]?.protocol, 'TLSv1.3');
  const initial = /AUTH SCRAM-SHA-256-PLUS (\S+)\r\n/.exec(got)?.[1] ?? '';
  assert.match(Buffer.from(initial, 'base64').toString(), /^p=tls-exporter,,n=tim,r=/);
});

test('somebody in the middle has another TLS connection: the server notices', async t => {
  const other = (): Buffer => Buffer.alloc(32, 7);
  const { events } = await login(t, new ScramServer(other, 'knows'));
  assert.equal(doneOf(events).verdict, 'differed');
  assert.match(only(events, 'differed')[0]?.actual ?? '', /channel binding/);
});

test('a server that does not know the password is told so, by *', async t => {
  const { events, got } = await login(t, new ScramServer(exporter, 'lies'));
  assert.equal(doneOf(events).verdict, 'differed');
  assert.match(got, /\r\n\*\r\nQUIT\r\n$/);
});

test('with TLS 1.2 the certificate is what it is bound to', async t => {
  const pair = await certificate();
  const hash = createHash('sha256').update(new X509Certificate(pair.cert).raw).digest();
  const scram = new ScramServer(() => hash, 'knows');
  const { events, got } = await login(t, scram, { ...pair, maxVersion: 'TLSv1.2' });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const initial = /AUTH SCRAM-SHA-256-PLUS (\S+)\r\n/.exec(got)?.[1] ?? '';
  assert.match(Buffer.from(initial, 'base64').toString(), /^p=tls-server-end-point,,/);
});
