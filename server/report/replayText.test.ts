import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Redacted, ReplayEvent } from '../protocol/replay.ts';
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
  const opened = { kind: 'opened', port: 25, localAddress: '' } as const;
  assert.equal(
    render({ ...opened, host: 'mx.test', address: '::1' }),
    '  · connected to [::1]:25 (mx.test)\n',
  );
  assert.equal(
    render({ ...opened, host: '127.0.0.1', address: '127.0.0.1' }),
    '  · connected to 127.0.0.1:25\n',
  );
  const secured = { protocol: 'TLSv1.3', cipher: 'X', fingerprint: 'AA', authorized: false };
  assert.match(render({ kind: 'secured', ...secured }), /certificate not verified/);
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
