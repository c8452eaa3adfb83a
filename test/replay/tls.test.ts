import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import type { Script } from './support.ts';
import { against, certificate, doneOf, failureOf, only, opening, serve } from './support.ts';

const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const LINE: ServerAction = { do: 'line' };
const OFFER = [say('220 hi'), LINE, say('250 STARTTLS'), LINE];
const AFTER = [LINE, say('250 ok'), LINE, say('221 bye')];

function secured(): Script {
  return opening()
    .send('STARTTLS')
    .reply(220)
    .tls()
    .send('EHLO client.example')
    .reply(250)
    .send('QUIT')
    .reply(221);
}

test('STARTTLS with a certificate that is trusted', async t => {
  const { key, cert } = await certificate();
  const server = await serve(t, [...OFFER, say('220 go'), { do: 'tls', key, cert }, ...AFTER]);
  const events = await against(server, secured().plan(), { ca: cert });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const [event] = only(events, 'secured');
  assert.equal(event?.fingerprint, new X509Certificate(cert).fingerprint256);
  assert.equal(event.authorized, true);
  assert.equal(event.protocol, 'TLSv1.3');
  assert.ok(doneOf(events).duration.tls > 0);
});

test('implicit TLS, by the plan and by the target', async t => {
  const { key, cert } = await certificate();
  const server = await serve(t, [{ do: 'tls', key, cert }, say('220 hi'), ...AFTER]);
  const plan = opening().send('QUIT').reply(221);
  const byPlan = await against(server, plan.plan({ implicitTls: true }), { ca: cert });
  assert.equal(doneOf(byPlan).verdict, 'passed', failureOf(byPlan));
  const byTarget = await against(server, plan.plan(), { ca: cert, implicitTls: true });
  assert.equal(doneOf(byTarget).verdict, 'passed', failureOf(byTarget));
});

test('certificates that are not trusted say why, and nothing is sent', async t => {
  const good = await certificate();
  const wrong = await certificate({ names: ['other.example'] });
  const old = await certificate({ expired: true });
  const cases: readonly (readonly [typeof good, string | undefined, RegExp])[] = [
    [good, undefined, /self-signed.*trust its certificate/],
    [wrong, wrong.cert, /not for 127\.0\.0\.1\. It is issued for other\.example/],
    [old, old.cert, /has expired/],
  ];
  for (const [pair, ca, message] of cases) {
    const server = await serve(t, [...OFFER, say('220 go'), { do: 'tls', ...pair }, ...AFTER]);
    const events = await against(server, secured().plan(), ca === undefined ? {} : { ca });
    assert.match(failureOf(events), /^tls /);
    assert.match(failureOf(events), message);
    assert.equal(server.received()[0], 'EHLO client.example\r\nSTARTTLS\r\n');
  }
});

test('a name to verify other than the host, and verification switched off', async t => {
  const pair = await certificate({ names: ['mx.example.net'] });
  const server = await serve(t, [...OFFER, say('220 go'), { do: 'tls', ...pair }, ...AFTER]);
  const named = { ca: pair.cert, serverName: 'mx.example.net' };
  assert.equal(doneOf(await against(server, secured().plan(), named)).verdict, 'passed');
  const events = await against(server, secured().plan(), { verifyCertificate: false });
  assert.equal(doneOf(events).verdict, 'passed');
  assert.equal(only(events, 'secured')[0]?.authorized, false);
});

test('plaintext behind the 220 of STARTTLS ends the run', async t => {
  const { key, cert } = await certificate();
  const both: ServerAction = { do: 'send', octets: '220 go\r\n250 injected\r\n' };
  const server = await serve(t, [...OFFER, both, { do: 'tls', key, cert }, ...AFTER]);
  const events = await against(server, secured().plan(), { ca: cert });
  assert.match(failureOf(events), /^injected .*250 injected/);
  assert.deepEqual(only(events, 'secured'), []);
});

test('a refused STARTTLS sends nothing of the rest in the clear', async t => {
  const server = await serve(t, [...OFFER, say('454 not now'), LINE, say('221 bye')]);
  const plan = secured();
  const events = await against(server, plan.plan());
  assert.deepEqual([doneOf(events).verdict, doneOf(events).skipped], ['differed', 5]);
  assert.match(only(events, 'differed')[0]?.message ?? '', /rest is not sent/);
  assert.equal(server.received()[0], 'EHLO client.example\r\nSTARTTLS\r\nQUIT\r\n');
});

test('a STARTTLS accepted where the transcript shows a refusal is not gone into', async t => {
  const server = await serve(t, [...OFFER, say('220 go'), { do: 'stall' }]);
  const plan = opening().send('STARTTLS').reply(454).send('MAIL FROM:<>').reply(250).plan();
  const events = await against(server, plan);
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(server.received()[0], 'EHLO client.example\r\nSTARTTLS\r\n');
});

test('handshakes that fail: no TLS there, closed, silent', async t => {
  const plain = await serve(t, [say('220 hello, no TLS here'), { do: 'stall' }]);
  const implicit = opening().plan({ implicitTls: true, timeoutMs: 300 });
  assert.match(failureOf(await against(plain, implicit)), /^tls .*not TLS.*needs STARTTLS/);
  const curt = await serve(t, [...OFFER, say('220 go'), { do: 'reset' }]);
  assert.match(failureOf(await against(curt, secured().plan())), /^tls .*(?:dropped|gone|closed)/);
  const mute = await serve(t, [...OFFER, say('220 go'), { do: 'stall' }]);
  const patient = secured().plan({ timeoutMs: 300 });
  assert.match(failureOf(await against(mute, patient)), /^timeout .*TLS handshake/);
});

test('an unreadable ca is a TLS failure, not an exception', async t => {
  const { key, cert } = await certificate();
  const server = await serve(t, [...OFFER, say('220 go'), { do: 'tls', key, cert }]);
  const events = await against(server, secured().plan(), { ca: 'nonsense' });
  assert.match(failureOf(events), /^tls /);
});
