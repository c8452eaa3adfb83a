import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureReason, Redacted, ReplayEvent } from '../protocol/replay.ts';
import { renderEvent, renderExpectation, renderTotals } from './replayText.ts';
import { styleFor } from './style.ts';

const plain = styleFor('plain');
const line = (text: string): Redacted => text as Redacted;

type WithoutPlace<E> = E extends ReplayEvent ? Omit<E, 'step' | 'at'> : never;

function render(event: WithoutPlace<ReplayEvent>): string {
  return renderEvent({ step: 0, at: 0, ...event }, plain);
}

test('the conversation line by line', () => {
  const sent = { kind: 'sent', line: 1, verb: 'EHLO', octets: 8 } as const;
  assert.equal(render({ ...sent, purpose: 'command', lines: [line('EHLO x')] }), '  C: EHLO x\n');
  const lines = [line('250-mx'), line('250 DSN')];
  assert.equal(
    render({ kind: 'received', line: 2, code: 250, lines, took: 1 }),
    '  S: 250-mx\n  S: 250 DSN\n',
  );
  assert.equal(render({ kind: 'matched', line: 2, code: 250 }), '');
});

test('of long content the beginning, and how much more there is', () => {
  const send = (count: number): string => {
    const lines = Array.from({ length: count }, (_, at) => line(`l${at}`));
    return render({ kind: 'sent', line: 1, purpose: 'content', verb: 'DATA', lines, octets: 99 });
  };
  assert.match(send(8), /C: l5\n {2}C: … 2 more lines, 99 octets in all\n$/);
  assert.match(send(7), /… 1 more line, /);
  assert.doesNotMatch(send(6), /more/);
});

test('where it connected to, and how TLS went', () => {
  const opened = { kind: 'opened', port: 25, localAddress: '10.0.0.5', machine: 'box' } as const;
  assert.equal(
    render({ ...opened, host: 'mx.test', address: '::1' }),
    '  · connected to [::1]:25 (mx.test)\n',
  );
  assert.equal(
    render({ ...opened, host: '127.0.0.1', address: '127.0.0.1' }),
    '  · connected to 127.0.0.1:25\n',
  );
  assert.equal(
    render({ ...opened, host: 'mx.test', address: '192.0.2.1' }),
    '  · connected to 192.0.2.1:25 (mx.test) from box 10.0.0.5\n',
  );
  const secured = { protocol: 'TLSv1.3', cipher: 'X', fingerprint: 'AA', authorized: false };
  const without = render({ kind: 'secured', ...secured, certificate: null });
  assert.equal(without, '  · TLS TLSv1.3, X, certificate not verified, SHA-256 AA\n');
  const certificate = {
    subject: line('CN=mx'),
    issuer: line('CN=ca'),
    names: [line('mx')],
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2027-01-01T00:00:00.000Z',
  };
  assert.match(
    render({ kind: 'secured', ...secured, authorized: true, certificate }),
    /certificate trusted.*\n {2}· certificate of CN=mx, by CN=ca, valid to 2027-01-01\n$/,
  );
  const own = { ...certificate, issuer: line('CN=mx') };
  assert.match(render({ kind: 'secured', ...secured, certificate: own }), /CN=mx, self-signed, /);
});

test('a difference, a failure, the end', () => {
  const differed = { kind: 'differed', line: 9, endLine: 9, message: line('No.') } as const;
  assert.equal(
    render({ ...differed, expected: line('250 a'), actual: line('550 b') }),
    '  ✗ line 9: No.\n      recorded  250 a\n      live      550 b\n',
  );
  const failed = { kind: 'failed', reason: 'refused', message: line('Nobody.') } as const;
  assert.equal(render({ ...failed, line: 0 }), '  ✗ Nobody. [refused]\n');
  assert.equal(render({ ...failed, line: 4 }), '  ✗ line 4: Nobody. [refused]\n');
  const done = { kind: 'done', verdict: 'failed', matched: 1, differed: 2, skipped: 3 } as const;
  const duration = { connect: 0, tls: 0, total: 12.4 };
  assert.equal(
    render({ ...done, sent: 0, received: 0, duration }),
    '  failed  1 reply as recorded, 2 different, 3 steps skipped, 12 ms\n',
  );
});

test('what a run does by itself, in a line each', () => {
  assert.equal(
    render({ kind: 'waiting', line: 3, ms: 2000, why: 'sleep' }),
    '  · waiting 2.0 s (as the transcript says)\n',
  );
  assert.match(render({ kind: 'waiting', line: 0, ms: 60_000, why: 'retry' }), /1 min 0 s.*put it/);
  const skipped = { kind: 'skipped', message: line('no DSN') } as const;
  assert.equal(render({ ...skipped, line: 3, endLine: 4 }), '  · lines 3 to 4 skipped: no DSN\n');
  assert.equal(
    render({ kind: 'captured', line: 3, name: 'id', value: line('4711') }),
    '  · id = 4711\n',
  );
  assert.equal(
    render({ kind: 'matched', line: 2, code: 250, folded: 2 }),
    '  · 2 parts that change every time not compared\n',
  );
  assert.equal(
    render({ kind: 'next-host', host: 'mx2.test', port: 25, message: line('mx1.test: no.') }),
    '  · mx1.test: no.\n  · next host: mx2.test:25\n',
  );
  const lines = [line('250 slow')];
  assert.equal(
    render({ kind: 'received', line: 2, code: 250, lines, took: 61_000 }),
    '  S: 250 slow (1 min 1 s)\n',
  );
});

test('a verdict beside the expected one', () => {
  assert.equal(renderExpectation({ verdict: 'differed', expected: 'passed' }, plain), '');
  assert.equal(
    renderExpectation({ verdict: 'differed', expected: 'differed' }, plain),
    '  as expected: differed\n',
  );
  assert.equal(
    renderExpectation({ verdict: 'passed', expected: 'failed' }, plain),
    '  expected: failed\n',
  );
});

test('totals tell right from wrong', () => {
  const passed = { verdict: 'passed', expected: 'passed' } as const;
  const differed = { verdict: 'differed', expected: 'differed' } as const;
  assert.equal(renderTotals([passed], plain), '');
  assert.equal(
    renderTotals([passed, passed, differed], plain),
    '3 sessions: 2 passed, 1 differed as expected\n',
  );
  const wrong = [
    { verdict: 'passed', expected: 'differed' },
    { verdict: 'failed', expected: 'passed' },
  ] as const;
  assert.equal(renderTotals(wrong, plain), '2 sessions: 1 passed unexpectedly, 1 failed\n');
});

test('a failure names the options of the command that have to do with it', () => {
  const failed = (reason: FailureReason, message: string): string =>
    render({ kind: 'failed', line: 3, reason, message: line(message) });
  const tls = failed('tls', 'the certificate is self-signed');
  assert.match(tls, /\[tls\]\n {4}--ca FILE [^\n]+--fingerprint [^\n]+--insecure/);
  assert.match(failed('insecure', 'x'), /--insist-plaintext-auth/);
  const silent = failed('timeout', 'If this port speaks TLS …, use implicit TLS.');
  assert.match(silent, /--tls implicit/);
  const plainFirst = failed('tls', 'It needs STARTTLS instead of implicit TLS.');
  assert.match(plainFirst, /--tls starttls/);
  assert.doesNotMatch(plainFirst, /implicit speaks/);
  assert.match(failed('timeout', 'Nothing came'), /--timeout TIME/);
  assert.equal(failed('closed', 'gone'), '  ✗ line 3: gone [closed]\n');
});
