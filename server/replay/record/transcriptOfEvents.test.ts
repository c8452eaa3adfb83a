import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planText } from '../../../test/support/planText.ts';
import { runEvents } from '../../../test/support/runEvents.ts';
import type { Redacted, ReplayEvent, ReplayPlan } from '../../protocol/replay.ts';
import { transcriptOfEvents } from './transcriptOfEvents.ts';

const SESSION = `S: 220 mx ready
C: EHLO client
S: 250-mx
S: 250 CHUNKING
C: MAIL FROM:<a@example.org>
S: 250 Ok
C: DATA
S: 354 Go
C: Subject: x
C: 
C: ..a dot
C: .
S: 250 Ok: queued as 4F1A2B40B
C: QUIT
S: 221 Bye
`;

function written(plan: ReplayPlan, events: readonly ReplayEvent[], header: string[] = []): string {
  return Buffer.from(transcriptOfEvents(plan, events, header)).toString();
}

/** What a plan sends and expects, without the lines where it stands. */
function dialogue(text: string): unknown[] {
  return planText(text).plan.steps.map(step => {
    if (step.kind === 'send') return Buffer.from(step.octets).toString('latin1');
    return step.kind === 'expect' ? step.recorded : step.kind;
  });
}

void test('a run reads as the session that it was', () => {
  const { plan } = planText(SESSION);
  const text = written(plan, runEvents(plan));
  assert.equal(text, `${SESSION}# | passed after 0 ms\n`);
  assert.deepEqual(dialogue(text), dialogue(SESSION));
});

void test('an exchange that was computed can be computed again', () => {
  const exchange = '# @auth CRAM-MD5 user={{who}} secret=pw\nC: AUTH CRAM-MD5\n';
  const { plan } = planText(
    `# @var who=ann\nS: 220 mx\nC: EHLO a\nS: 250 mx\n${exchange}S: 235 ok\nC: QUIT\nS: 221 bye\n`,
  );
  const index = plan.steps.findIndex(step => step.kind === 'auth');
  const events = runEvents(plan).flatMap((event): ReplayEvent[] => {
    if (event.step !== index) return [event];
    const sent = { kind: 'sent', step: index, at: 0, line: 5, verb: 'AUTH', octets: 9 } as const;
    const line = (text: string): Redacted[] => [text as Redacted];
    return [
      { ...sent, purpose: 'command', lines: line('AUTH CRAM-MD5') },
      {
        kind: 'received',
        step: index,
        at: 0,
        line: 5,
        code: 334,
        took: 0,
        lines: line('334 PDE+'),
      },
      { ...sent, purpose: 'auth-response', lines: line('<redacted>') },
      event,
    ];
  });
  const text = written(plan, events);
  assert.match(text, /^# @var who=ann\n/);
  assert.ok(text.includes(`${exchange}S: 334 PDE+\n# <secret not shown>\nC: <redacted>\nS: 235`));
  assert.equal(text.match(/@auth/g)?.length, 1);
  const again = planText(text);
  assert.deepEqual(again.problems, []);
  const [original, recorded] = [plan.steps[index], again.plan.steps[index]];
  assert.deepEqual({ ...recorded, line: 0, endLine: 0 }, { ...original, line: 0, endLine: 0 });
});

void test('accepted credentials that the transcript held are asked for when it runs again', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const session = (auth: string): string => SESSION.replace('C: MAIL', `${auth}C: MAIL`);
  const hidden = (text: string): string => {
    const { plan } = planText(text);
    const events = runEvents(plan).map((event): ReplayEvent => {
      if (event.kind !== 'sent') return event;
      if (event.purpose === 'auth-response') return { ...event, lines: ['<redacted>' as Redacted] };
      if (event.verb !== 'AUTH') return event;
      const lines = event.lines.map(line => line.replace(/^(AUTH \S+) .*/, '$1 <redacted>'));
      return { ...event, lines: lines as Redacted[] };
    });
    return written(plan, events);
  };
  const plain = `C: AUTH PLAIN ${base64('\0ann\0hunter22')}\nS: 235 ok\n`;
  const made = hidden(session(plain));
  assert.match(made, /\n# @auth PLAIN user=ann secret=password\n# <secret.*\nC: AUTH PLAIN <red/);
  const again = planText(made);
  assert.deepEqual(again.problems, []);
  const step = again.plan.steps.find(({ kind }) => kind === 'auth');
  assert.ok(step?.kind === 'auth' && step.initialResponse && step.recorded?.code === 235);

  const rounds = `S: 334 VXNlcm5hbWU6\nC: ${base64('ann')}\nS: 334 UGFzc3dvcmQ6\nC: ${base64('hunter22')}\n`;
  const login = hidden(session(`C: AUTH LOGIN\n${rounds}S: 235 ok\n`));
  assert.match(login, /\n# @auth LOGIN user=ann secret=password\nC: AUTH LOGIN\n/);
  assert.ok(!login.includes(base64('hunter22')) && !login.includes('hunter22'));

  assert.doesNotMatch(hidden(session(plain.replace('235 ok', '535 no'))), /@auth/);
  const other = base64('bob\0ann\0hunter22');
  assert.doesNotMatch(hidden(session(`C: AUTH PLAIN ${other}\nS: 235 ok\n`)), /@auth/);
});

void test('a header names the run, and nothing in it acts', () => {
  const { plan } = planText(`# @name Greeting\n${SESSION}`);
  const header = [
    'Run at <connected>',
    '# --- new session ---',
    'a\nC: RSET',
    '@match exact\nC: x',
  ];
  const text = written(plan, runEvents(plan), header);
  assert.deepEqual(text.split('\n').slice(0, 6), [
    '# | Run at <connected>',
    '# | # --- new session ---',
    '# | a\ufffdC: RSET',
    '# @match exact\ufffdC: x',
    '# @name Greeting',
    'S: 220 mx ready',
  ]);
  assert.deepEqual(dialogue(text), dialogue(SESSION));
});

void test('any octets that were sent are there again', () => {
  const octet = fc.oneof(
    fc.constantFrom(...Buffer.from('\r\n.\\x{}C: S#@\t\0'), 0xc3, 0xa9, 0xff),
    fc.integer({ min: 0, max: 255 }),
  );
  const { plan } = planText(SESSION);
  const steps = (octets: Uint8Array): ReplayPlan['steps'] =>
    plan.steps.map(step =>
      step.kind === 'send' && step.purpose === 'content' ? { ...step, octets } : step,
    );
  fc.assert(
    fc.property(fc.array(octet, { maxLength: 60 }), octets => {
      const content = Buffer.from([...octets, ...Buffer.from('\r\n.\r\n')]);
      // Where the content ends early, what follows is no content any more.
      fc.pre(content.indexOf('\r\n.\r\n') === octets.length && octets.indexOf(46) !== 0);
      const made = { ...plan, steps: steps(content) };
      const again = dialogue(written(made, runEvents(made)));
      assert.equal(again[7], content.toString('latin1'));
    }),
    { numRuns: 500 },
  );
});

void test('credentials are written nowhere', () => {
  const secret = Buffer.from('\0user\0hunter22').toString('base64');
  const login = `C: AUTH PLAIN ${secret}\nS: 235 Welcome hunter22\n`;
  const text = SESSION.replace('C: MAIL', `${login}C: MAIL`).replace(
    'Subject: x',
    'Subject: hunter22 it is',
  );
  const { plan } = planText(text);
  const events = runEvents(plan).map((event): ReplayEvent => {
    if (event.kind === 'sent' && event.verb === 'AUTH') {
      return { ...event, lines: ['AUTH PLAIN <redacted>' as Redacted] };
    }
    if (event.kind !== 'received' || event.code !== 235) return event;
    return { ...event, lines: ['235 Welcome <redacted>' as Redacted] };
  });
  const made = written(plan, events);
  assert.ok(!made.includes('hunter22') && !made.includes(secret));
  assert.match(made, /# <secret not shown>\nC: AUTH PLAIN <redacted>\nS: 235 Welcome <redacted>/);
  assert.match(made, /C: Subject: <redacted> it is\n/);
});

void test('places are filled with what the run shows of them, or stay', () => {
  const text = SESSION.replace('a@example.org', '{{who}}').replace('a dot', '{{token}}');
  const { plan } = planText(text);
  const steps = plan.steps.map(step => {
    const names = step.line === 5 ? ['who'] : ['token'];
    return step.kind === 'send' && /\{\{/.test(Buffer.from(step.octets).toString())
      ? { ...step, variables: names }
      : step;
  });
  const made = { ...plan, steps, values: { token: 'x' } };
  const events = runEvents(made).map((event): ReplayEvent => {
    if (event.kind !== 'sent') return event;
    if (event.verb === 'MAIL') {
      const lines = ['MAIL FROM:<bob@example.net>' as Redacted];
      return { ...event, lines, octets: 29 };
    }
    return {
      ...event,
      lines: event.lines.map(l => l.replace('{{token}}', '<redacted>') as Redacted),
    };
  });
  const out = written(made, events);
  assert.match(out, /C: MAIL FROM:<bob@example\.net>\n/);
  assert.match(out, /C: \.\.\{\{token\}\}\n/);
  assert.match(out, /^# @var token=x\n/);
});

void test('TLS from the first octet stays', () => {
  const { plan } = planText(SESSION);
  const secured: ReplayEvent = {
    ...{ kind: 'secured', step: -1, at: 0, protocol: 'TLSv1.3', cipher: 'X', fingerprint: 'AA' },
    authorized: true,
    certificate: null,
  };
  const made = written(plan, [secured, ...runEvents(plan)]);
  assert.match(made, /^# @tls implicit\n# <TLS established>\n/);
  assert.equal(planText(made).plan.implicitTls, true);
  const [greeting, ...rest] = runEvents(plan);
  assert.ok(greeting);
  assert.doesNotMatch(written(plan, [greeting, secured, ...rest]), /@tls/);
});

void test('what a server says does not become a variable', () => {
  const { plan } = planText(SESSION);
  const events = runEvents(plan, { replies: { 15: ['221 {{who}}'] } });
  assert.match(written(plan, events), /^# @variables off\n/);
});

void test('what happened beside the dialogue is told', () => {
  const { plan } = planText(SESSION);
  const at = { step: -1, at: 0 } as const;
  const r = (text: string): Redacted => text as Redacted;
  const events: readonly ReplayEvent[] = [
    {
      ...at,
      kind: 'opened',
      host: 'mx',
      address: '127.0.0.1',
      port: 25,
      localAddress: '',
      machine: '',
    },
    ...runEvents(plan).slice(0, 3),
    { ...at, kind: 'waiting', line: 2, ms: 12.4, why: 'retry' },
    { ...at, kind: 'captured', line: 2, name: 'id', value: r('X') },
    {
      ...at,
      kind: 'differed',
      line: 3,
      endLine: 3,
      expected: r('a'),
      actual: r('b'),
      message: r('Other.'),
    },
    { ...at, kind: 'failed', line: 4, reason: 'timeout', message: r('Nothing came.') },
  ];
  assert.deepEqual(written(plan, events).trimEnd().split('\n'), [
    '# <connected>',
    '# | mx at 127.0.0.1, port 25',
    ...SESSION.split('\n').slice(0, 4),
    '# | waited 12 ms (retry)',
    '# | id = X',
    '# | line 3 differs: Other.',
    '# <timeout>',
    '# | failed: Nothing came.',
  ]);
});
