import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent, Target } from '../../server/protocol/replay.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { certified } from './certificates.ts';
import type { CertificateWishes, TestCertificate } from './certificates.ts';
import type { Script } from './support.ts';
import { against, doneOf, failureOf, only, opening, serve } from './support.ts';

type TlsAction = Extract<ServerAction, { readonly do: 'tls' }>;

const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const LINE: ServerAction = { do: 'line' };
const OFFER = [say('220 hi'), LINE, say('250 STARTTLS'), LINE, say('220 go')];
const AFTER = [LINE, say('250 ok'), LINE, say('221 bye')];
const CLEAR = 'EHLO client.example\r\nSTARTTLS\r\n';
const QUICK = { timeoutMs: 200 };

function secured(): Script {
  const script = opening().send('STARTTLS').reply(220).tls();
  return script.send('EHLO client.example').reply(250).send('QUIT').reply(221);
}

/** A run over STARTTLS against a server that goes on like this after its 220. */
async function after(
  t: TestContext,
  script: readonly ServerAction[],
  target: Partial<Target> = {},
): Promise<{ events: readonly ReplayEvent[]; heard: string }> {
  const server = await serve(t, [...OFFER, ...script]);
  const events = await against(server, secured().plan(QUICK), target);
  return { events, heard: server.received()[0] ?? '' };
}

async function shakingHands(
  t: TestContext,
  action: Omit<TlsAction, 'do'>,
  target: Partial<Target> = {},
): Promise<{ events: readonly ReplayEvent[]; heard: string }> {
  return after(t, [{ do: 'tls', ...action }, ...AFTER], target);
}

/** An alert of level fatal, as it stands on the wire before any key is agreed on. */
const alert = (number: number): ServerAction => ({
  do: 'send',
  octets: Buffer.from([0x15, 3, 3, 0, 2, 2, number]),
});

test('bad certificates: each says what is wrong and what to do, and nothing follows in it', async t => {
  const authority = await certified({ authority: true, subject: 'Test Authority' });
  const cases: readonly (readonly [string, CertificateWishes, RegExp])[] = [
    ['expired', { from: -9, to: -2 }, /has expired on \d{4}-\d\d-\d\dT.*Renew it/],
    ['not yet valid', { from: 2, to: 9 }, /not valid before \d{4}-.*Compare the clocks/],
    ['wrong name', { names: ['a.test', 'b.test'] }, /not for 127\.0\.0\.1.*for a\.test, b\.test/],
    ['no name at all', { names: [], subject: 'bare' }, /issued for CN=bare, without any name/],
  ];
  for (const [what, wishes, message] of cases) {
    const made = await certified(wishes);
    const { events, heard } = await shakingHands(t, made, { ca: made.cert });
    assert.match(failureOf(events), /^tls TLS with 127\.0\.0\.1 failed: the certificate/, what);
    assert.match(failureOf(events), message, what);
    assert.equal(heard, CLEAR, what);
    assert.deepEqual(only(events, 'secured'), [], what);
  }
  const own = await certified();
  const alone = await shakingHands(t, own);
  assert.match(failureOf(alone.events), /^tls .*self-signed.*trust its certificate/);
  const signed = await certified({ by: authority });
  const unknown = await shakingHands(t, signed);
  assert.match(failureOf(unknown.events), /^tls .*issuer is unknown.*CN=Test Authority/);
  const chained = { key: signed.key, cert: `${signed.cert}\n${authority.cert}` };
  const chain = await shakingHands(t, chained);
  assert.match(failureOf(chain.events), /^tls .*authority that is not trusted here/);
  const trusted = await shakingHands(t, signed, { ca: authority.cert });
  assert.equal(doneOf(trusted.events).verdict, 'passed', failureOf(trusted.events));
});

test('a certificate with control sequences in its names shows none', async t => {
  const evil = '\u001b[2J\u202e\u0007*x*';
  const made = await certified({ names: [`${evil}.test`], subject: evil });
  for (const target of [{ ca: made.cert }, {}, { verifyCertificate: false }]) {
    const { events } = await shakingHands(t, made, target);
    for (const event of events) assert.doesNotMatch(JSON.stringify(event), /\p{Cc}|\p{Cf}/u);
  }
});

test('a pinned certificate: the very one and no other, whoever issued it', async t => {
  const made = await certified({ names: ['other.test'], from: -9, to: -2 });
  const { fingerprint256 } = new X509Certificate(made.cert);
  const right = await shakingHands(t, made, { fingerprint: fingerprint256.toLowerCase() });
  assert.equal(doneOf(right.events).verdict, 'passed', failureOf(right.events));
  assert.equal(only(right.events, 'secured')[0]?.authorized, true);
  const other = fingerprint256.replace(/^../, two => (two === '00' ? '01' : '00'));
  for (const verifyCertificate of [true, false]) {
    const wrong = await shakingHands(t, made, { fingerprint: other, verifyCertificate });
    assert.match(failureOf(wrong.events), /^tls .*another certificate than the pinned one/);
    assert.ok(failureOf(wrong.events).includes(`Pinned: ${other}, shown: ${fingerprint256}`));
    assert.equal(wrong.heard, CLEAR);
  }
  const none = await shakingHands(t, made, { fingerprint: 'AB:CD' });
  assert.match(failureOf(none.events), /^tls .*"AB:CD" is not SHA-256/);
});

test('what the certificate says, with the handshake', async t => {
  const made = await certified({ names: ['127.0.0.1', 'mx.test'], subject: 'Mail' });
  const { events } = await shakingHands(t, made, { ca: made.cert });
  const { certificate } = only(events, 'secured')[0] ?? {};
  assert.deepEqual(certificate?.names, ['127.0.0.1', 'mx.test']);
  assert.equal(certificate.subject, 'CN=Mail');
  assert.equal(certificate.issuer, 'CN=Mail');
  assert.match(certificate.validFrom, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  assert.ok(Date.parse(certificate.validTo) > Date.now());
});

test('no TLS version in common, on either side; an old one where it is asked for', async t => {
  const made = await certified();
  const { cert: ca } = made;
  const newer = await shakingHands(
    t,
    { ...made, maxVersion: 'TLSv1.2' },
    { ca, minTlsVersion: 'TLSv1.3' },
  );
  assert.match(failureOf(newer.events), /^tls .*share no TLS version.*accepts TLS 1\.3 and later/);
  const old = { ...made, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
  const relaxed = { ...old, ciphers: 'DEFAULT@SECLEVEL=0' };
  const refused = await shakingHands(t, relaxed, { ca });
  assert.match(
    failureOf(refused.events),
    /^tls .*share no TLS version.*accepts TLS 1\.2 and later/,
  );
  const taken = await shakingHands(t, relaxed, { ca, minTlsVersion: 'TLSv1' });
  assert.equal(only(taken.events, 'secured')[0]?.protocol, 'TLSv1.1', failureOf(taken.events));
});

test('no cipher in common', async t => {
  const made = await certified();
  const rsaOnly = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
  const { events, heard } = await shakingHands(t, { ...made, ...rsaOnly }, { ca: made.cert });
  assert.match(failureOf(events), /^tls .*alert handshake_failure: it shares no cipher/);
  assert.equal(heard, CLEAR);
});

test('a server that wants a client certificate, without one and with one', async t => {
  const made = await certified();
  const { cert: ca } = made;
  const strict = { ...made, wantsCertificate: true };
  const late = await shakingHands(t, strict, { ca });
  assert.match(failureOf(late.events), /^tls .*alert certificate_required: it wants a client/);
  const early = await shakingHands(t, { ...strict, maxVersion: 'TLSv1.2' }, { ca });
  assert.match(failureOf(early.events), /^tls .*alert handshake_failure: .*client certificate/);
  const own = await certified({ subject: 'client' });
  const clientCertificate = { certificate: own.cert, key: own.key };
  const shown = await shakingHands(t, strict, { ca, clientCertificate });
  assert.equal(doneOf(shown.events).verdict, 'passed', failureOf(shown.events));
});

test('a client certificate that cannot be used', async t => {
  const [made, other] = [await certified(), await certified()];
  const using = async (certificate: string, key: string): Promise<string> =>
    failureOf((await shakingHands(t, made, { clientCertificate: { certificate, key } })).events);
  assert.match(await using(made.cert, other.key), /^tls .*do not belong together/);
  assert.match(await using('nonsense', other.key), /^tls .*not readable PEM/);
});

test('TLS alerts by name, in the middle of the handshake', async t => {
  const cases: readonly (readonly [number, RegExp])[] = [
    [40, /alert handshake_failure: it shares no cipher/],
    [42, /alert bad_certificate: .*Give another one/],
    [48, /alert unknown_ca: .*Send the chain/],
    [49, /alert access_denied: /],
    [70, /share no TLS version/],
    [80, /alert internal_error: .*See its log/],
    [112, /alert unrecognized_name: .*a name it serves/],
  ];
  for (const [number, message] of cases) {
    const { events } = await after(t, [{ do: 'some' }, alert(number), { do: 'stall' }]);
    assert.match(failureOf(events), /^tls TLS with 127\.0\.0\.1 failed: the server/);
    assert.match(failureOf(events), message);
  }
});

test('handshakes that stall, at once and in the middle', async t => {
  const hello: ServerAction = { do: 'send', octets: Buffer.from([0x16, 3, 3, 0, 0x7a, 2, 0]) };
  for (const start of [[], [{ do: 'some' }, hello]] as readonly ServerAction[][]) {
    const { events } = await after(t, [...start, { do: 'stall' }]);
    assert.match(failureOf(events), /^timeout .*TLS handshake/);
  }
});

test('handshakes that are reset or closed, at once and in the middle', async t => {
  const hello: ServerAction = { do: 'send', octets: Buffer.from([0x16, 3, 3, 0, 0x7a, 2, 0]) };
  for (const end of ['close', 'reset'] as const) {
    for (const start of [[], [{ do: 'some' }], [{ do: 'some' }, hello]] as ServerAction[][]) {
      const { events } = await after(t, [...start, { do: end }]);
      assert.match(failureOf(events), /^tls .*(?:dropped|gone|closed)/, `${end} ${start.length}`);
    }
  }
});

test('plain text instead of TLS: on an implicit port, and after an accepted STARTTLS', async t => {
  const plain = await serve(t, [say('220 hi'), { do: 'stall' }]);
  const implicit = opening().plan({ ...QUICK, implicitTls: true });
  assert.match(
    failureOf(await against(plain, implicit)),
    /^tls .*speaks SMTP without TLS first.*STARTTLS instead of implicit/,
  );
  const { events } = await after(t, [{ do: 'some' }, say('250 what?'), { do: 'stall' }]);
  assert.match(failureOf(events), /^tls .*not TLS, although it had accepted STARTTLS/);
});

test('TLS where plain text was awaited: no greeting, or an alert in its place', async t => {
  const mute = await serve(t, [{ do: 'stall' }]);
  assert.match(failureOf(await against(mute, opening().plan(QUICK))), /^timeout .*implicit TLS/);
  const shrill = await serve(t, [alert(80), { do: 'close' }]);
  assert.match(failureOf(await against(shrill, opening().plan(QUICK))), /^garbage .*implicit TLS/);
});

test('plaintext injected behind the 220: in its packet, half a line, and in one of its own', async t => {
  const made = await certified();
  for (const more of ['250 injected\r\n', '2', '\0']) {
    const go: ServerAction = { do: 'send', octets: `220 go\r\n${more}` };
    const tls: ServerAction = { do: 'tls', ...made };
    const server = await serve(t, [...OFFER.slice(0, -1), go, tls, ...AFTER]);
    const events = await against(server, secured().plan(QUICK), { ca: made.cert });
    assert.match(failureOf(events), /^injected /);
    assert.deepEqual([only(events, 'secured'), server.received()[0]], [[], CLEAR]);
  }
  const late = await after(t, [say('250 injected'), { do: 'tls', ...made }, ...AFTER]);
  assert.match(failureOf(late.events), /^(?:injected|tls) /);
  assert.deepEqual(only(late.events, 'secured'), []);
});

test('a connection that goes inside TLS', async t => {
  const made: TestCertificate = await certified();
  for (const end of ['close', 'reset'] as const) {
    const script: readonly ServerAction[] = [{ do: 'tls', ...made }, LINE, { do: end }];
    const { events } = await after(t, script, { ca: made.cert });
    assert.match(failureOf(events), /^(?:closed|reset) /, end);
    assert.equal(only(events, 'secured').length, 1);
  }
});
