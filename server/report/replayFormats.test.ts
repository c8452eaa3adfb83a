import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { visibleOf } from '../core/octets/visible.ts';
import type { Redacted, ReplayEvent, ReplayPlan, Verdict } from '../protocol/replay.ts';
import type { ReplayFormat, ReplaySetup } from './replayFormat.ts';
import { REPLAY_FORMATS } from './replayFormats.ts';
import { replayJson } from './replayJson.ts';
import { replayJunit } from './replayJunit.ts';
import { replayMarkdown } from './replayMarkdown.ts';
import { notRun, RunFold } from './replayRun.ts';
import type { ReplayCase, ReplayPlace, ReplayRun } from './replayRun.ts';
import { replayTap } from './replayTap.ts';
import { replayText } from './replayText.ts';
import { styleFor } from './style.ts';

const HOSTILE =
  'x]]></failure><script>alert(1)</script>\u001b[2J\u0000\u202e\ufffe\ud800\r\n## a | b `c` ``d`` #1 @team ' +
  '[x](javascript:a) <!-- --> https://evil.example \\ " \' & ::error::y';

/** What the engine tells is made visible already. */
const red = (text: string): Redacted => visibleOf(text) as Redacted;

const A: ReplayPlace = { name: 'alpha', where: 'mx.a.test:25', production: false };
const B: ReplayPlace = { name: 'beta', where: '', production: true };

function caseOf(more: Partial<ReplayCase> = {}): ReplayCase {
  return {
    file: 'dir/a.smtp',
    session: 'First',
    number: 1,
    line: 3,
    expected: 'passed',
    place: A,
    round: 1,
    rounds: 1,
    ...more,
  };
}

const PLAN: Pick<ReplayPlan, 'steps'> = {
  steps: [
    {
      kind: 'expect',
      index: 0,
      line: 5,
      endLine: 5,
      answers: null,
      verb: 'RCPT',
      recorded: { code: 250, lines: ['ok'] },
      policy: 'code',
    },
  ],
};

const AT = { step: 0, at: 1 };

function received(code: number, text = `${code} no`): ReplayEvent {
  return { ...AT, kind: 'received', line: 5, code, lines: [red(text)], took: 3 };
}

function differed(text = 'It differs.'): ReplayEvent {
  return {
    ...AT,
    kind: 'differed',
    line: 5,
    endLine: 5,
    expected: red(`250 ${text}`),
    actual: red(`550 ${text}`),
    message: red(text),
  };
}

function failed(message = 'Nobody listens.'): ReplayEvent {
  return { ...AT, kind: 'failed', line: 0, reason: 'refused', message: red(message) };
}

function done(verdict: Verdict, differences = 0): ReplayEvent {
  const duration = { connect: 1, tls: 0, total: 1500 };
  const counts = { matched: 2, sent: 3, received: 3, skipped: 0, differed: differences };
  return { ...AT, kind: 'done', verdict, ...counts, duration };
}

const OPENED: ReplayEvent = {
  ...AT,
  kind: 'opened',
  host: 'mx.a.test',
  address: '192.0.2.1',
  port: 25,
  localAddress: '10.0.0.5',
  machine: 'box',
};

/** A case with what happened. */
type Happened = readonly [ReplayCase, readonly ReplayEvent[]];

function runOf([of, events]: Happened): ReplayRun {
  if (events.length === 0) return notRun(of);
  const fold = new RunFold(of, PLAN);
  for (const event of events) fold.add(event);
  return fold.run();
}

function report(
  format: ReplayFormat,
  all: readonly Happened[],
  more: Partial<ReplaySetup> = {},
): string {
  const places = [...new Set(all.map(([of]) => of.place))];
  const writer = format.writer({
    style: styleFor('plain'),
    folder: '/work',
    version: '1',
    places,
    runs: all.length,
    columns: 100,
    ...more,
  });
  const parts = [writer.begin()];
  for (const one of all) {
    const [of, events] = one;
    if (events.length > 0) parts.push(writer.starts(of));
    for (const event of events) parts.push(writer.event(of, event, { attempt: 1 }));
    parts.push(writer.ended(runOf(one)));
  }
  return parts.join('') + writer.end(all.map(runOf));
}

const PASSED: Happened = [caseOf(), [OPENED, done('passed')]];
const DIFFERED: Happened = [
  caseOf({ session: 'Second', number: 2 }),
  [OPENED, received(550), differed(), done('differed', 1)],
];
const FAILED: Happened = [caseOf({ session: 'Third', number: 3 }), [failed(), done('failed')]];
const LEFT: Happened = [caseOf({ session: 'Fourth', number: 4 }), []];
const AS_EXPECTED: Happened = [caseOf({ expected: 'differed' }), DIFFERED[1]];
const HOSTILE_RUN: Happened = [
  caseOf({ file: `${HOSTILE}.smtp`, session: HOSTILE, place: { ...A, name: HOSTILE } }),
  [
    { ...OPENED, host: HOSTILE, machine: HOSTILE },
    received(550, HOSTILE),
    differed(HOSTILE),
    failed(HOSTILE),
    done('failed', 1),
  ],
];

/** Elements and attributes of a document; throws where it is not well-formed. */
function elementsOf(xml: string): readonly { name: string; attributes: Map<string, string> }[] {
  assert.doesNotMatch(xml, /(?!\n)[\p{C}]/u, 'a character that XML does not allow');
  const [head = '', ...rest] = xml.split('\n');
  assert.equal(head, '<?xml version="1.0" encoding="UTF-8"?>');
  const open: string[] = [];
  const found: { name: string; attributes: Map<string, string> }[] = [];
  const TAG = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|[^<]+|</g;
  for (const [whole, end, name = '', attributes = '', empty] of rest.join('\n').matchAll(TAG)) {
    if (name === '') {
      assert.doesNotMatch(whole, /<|]]>|&(?!(?:amp|lt|gt|quot|apos|#10);)/, whole);
    } else if (end === '/') assert.equal(open.pop(), name);
    else {
      assert.doesNotMatch(attributes, /&(?!(?:amp|lt|gt|quot|apos|#10);)/);
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)];
      found.push({
        name,
        attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])),
      });
      if (empty !== '/') open.push(name);
    }
  }
  assert.deepEqual(open, []);
  return found;
}

describe('junit', () => {
  test('a suite for each server; differing is a failure, failing an error', () => {
    const other: Happened = [caseOf({ place: B }), [done('passed')]];
    const xml = report(replayJunit, [PASSED, DIFFERED, FAILED, LEFT, other]);
    const elements = elementsOf(xml);
    const suites = elements.filter(({ name }) => name === 'testsuite');
    assert.deepEqual(
      suites.map(({ attributes }) => Object.fromEntries(attributes)),
      [
        { name: 'alpha', tests: '4', failures: '1', errors: '1', skipped: '1', time: '4.500' },
        { name: 'beta', tests: '1', failures: '0', errors: '0', skipped: '0', time: '1.500' },
      ],
    );
    assert.match(
      xml,
      /<testcase name="Second" classname="dir\/a.smtp" file="[^"]*" line="5" time="1\.500">\n {6}<failure message="line 5: It differs\." type="differed">dir\/a\.smtp:5: It differs\.\n {4}recorded {2}250 It differs\.\n {4}live {6}550 It differs\.\n<\/failure>/,
    );
    assert.match(
      xml,
      /<testcase name="Third"[^>]* line="3" [^>]*>\n {6}<error message="Nobody listens\. \[refused\]" type="refused">/,
    );
    assert.match(xml, /192\.0\.2\.1:25 \(mx\.a\.test\) from box 10\.0\.0\.5, no TLS/);
  });

  test('what the transcript expects is a success that shows the difference', () => {
    const xml = report(replayJunit, [AS_EXPECTED]);
    assert.match(xml, /failures="0" errors="0"/);
    assert.match(xml, /<system-out>[^<]*It differs\./);
    const unexpected = report(replayJunit, [[caseOf({ expected: 'differed' }), PASSED[1]]]);
    assert.match(
      unexpected,
      /<failure message="expected: differed, but every reply is as recorded"/,
    );
  });

  test('a server without runs has no suite', () => {
    const xml = report(replayJunit, [PASSED], { places: [A, B] });
    assert.equal(elementsOf(xml).filter(({ name }) => name === 'testsuite').length, 1);
  });

  test('hostile text is character data', () => {
    const names = new Set(elementsOf(report(replayJunit, [HOSTILE_RUN])).map(({ name }) => name));
    const known = ['testsuites', 'testsuite', 'testcase', 'error', 'system-out'];
    assert.deepEqual([...names], known);
  });
});

describe('tap', () => {
  test('a plan, a point for each run, diagnostics', () => {
    const tap = report(replayTap, [PASSED, DIFFERED, FAILED, LEFT]);
    assert.ok(tap.startsWith('TAP version 14\n1..4\nok 1 - dir/a.smtp: First\n  ---\n'), tap);
    assert.match(tap, /^not ok 2 - dir\/a\.smtp: Second$/m);
    assert.match(tap, /^ {2}severity: "fail"\n {2}at:\n {4}file: "dir\/a\.smtp"\n {4}line: 5$/m);
    assert.match(
      tap,
      /^ {4}- line: 5\n {6}message: "It differs\."\n {6}expected: "250 It differs\."$/m,
    );
    assert.match(tap, /^not ok 3 .*\n {2}---\n {2}verdict: "failed"/m);
    assert.match(tap, /^ok 4 - dir\/a\.smtp: Fourth # SKIP not run/m);
    assert.match(report(replayTap, [PASSED, [caseOf({ place: B }), PASSED[1]]]), / at beta$/m);
  });

  test('hostile text makes no lines, directives or YAML of its own', () => {
    const lines = report(replayTap, [HOSTILE_RUN]).trimEnd().split('\n');
    const [, , point = '', ...diagnostics] = lines;
    assert.match(point, /^not ok 1 - /);
    assert.doesNotMatch(point.replace(/\\[\\#]/g, ''), /[#\\\p{Cc}\p{Cf}\p{Cs}]/u);
    assert.equal(diagnostics[0], '  ---');
    assert.equal(diagnostics.at(-1), '  ...');
    for (const line of diagnostics.slice(1, -1)) {
      const [, value = ''] = /^(?: {2}| {4}| {4}- | {6})[a-z_]+:(.*)$/.exec(line) ?? [
        undefined,
        '!',
      ];
      if (value !== '') assert.ok(JSON.parse(value) !== undefined, line);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });
});

describe('json', () => {
  test('every event a line; target and round only where there are several', () => {
    const [opened, end] = report(replayJson, [PASSED])
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(opened, { file: 'dir/a.smtp', session: 'First', ...OPENED });
    assert.equal(end?.['expected'], 'passed');
    const second: Happened = [caseOf({ place: B, round: 2, rounds: 3 }), PASSED[1]];
    const last = report(replayJson, [PASSED, second]).trimEnd().split('\n').at(-1) ?? '';
    const { target, round } = JSON.parse(last) as Record<string, unknown>;
    assert.deepEqual([target, round], ['beta', 2]);
  });

  test('hostile text comes back as it was', () => {
    const text = report(replayJson, [HOSTILE_RUN]);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    const { session } = JSON.parse(text.split('\n')[0] ?? '') as { session: string };
    assert.equal(session, HOSTILE);
  });
});

describe('several servers', () => {
  const all: readonly Happened[] = [
    PASSED,
    DIFFERED,
    [{ ...PASSED[0], place: B }, FAILED[1]],
    [{ ...DIFFERED[0], place: B }, []],
  ];

  test('a table on the terminal, its legend, and every difference', () => {
    assert.equal(
      report(replayText, all),
      `alpha mx.a.test:25
beta PRODUCTION

session     alpha      beta
dir/a.smtp
  First     ✓ passed   ! refused
  Second    ✗ 550≠250    –

✓ as the transcript expects · ✗ another reply (550≠250: live 550, recorded 250) · ! the run did not come to its end · – not run

✗ alpha: Second
  192.0.2.1:25 (mx.a.test) from box 10.0.0.5, no TLS
  dir/a.smtp:5: It differs.
      recorded  250 It differs.
      live      550 It differs.
✗ beta: First
  dir/a.smtp: Nobody listens. [refused]

4 sessions: 1 passed, 1 differed, 1 failed, 1 not run
4.5 s in all
`,
    );
  });

  test('a file with a single session without a name is one row', () => {
    const alone = { file: 'a.smtp', session: 'session 1' };
    const long = { file: `${'folder/'.repeat(8)}b.smtp`, session: 'session 1' };
    const text = report(replayText, [
      [{ ...PASSED[0], ...alone }, PASSED[1]],
      [{ ...PASSED[0], ...alone, place: B }, PASSED[1]],
      [{ ...PASSED[0], ...long }, PASSED[1]],
      [{ ...PASSED[0], ...long, place: B }, PASSED[1]],
    ]);
    assert.match(text, /^a\.smtp +✓ passed {2}✓ passed$/m);
    assert.match(text, /^(?:folder\/){8}b\.smtp\n {2}session 1 +✓ passed {2}✓ passed$/m);
  });

  test('names of servers that do not fit become numbers', () => {
    const narrow = report(replayText, all, { columns: 20 });
    assert.match(narrow, /^session +\[1\] +\[2\]$/m);
    assert.match(narrow, /^\[2\] {2}beta$/m);
  });

  test('of several rounds the worst, and how often', () => {
    const rounds = [1, 2, 3].map((round): Happened => {
      return [caseOf({ round, rounds: 3 }), round === 2 ? DIFFERED[1] : PASSED[1]];
    });
    const other: Happened = [caseOf({ place: B }), PASSED[1]];
    assert.match(report(replayText, [...rounds, other]), /✗ 550≠250 1\/3 {2}✓ passed/);
  });

  test('the same in Markdown', () => {
    const text = report(replayMarkdown, all);
    assert.ok(
      text.startsWith(
        '| Session | alpha | beta **PRODUCTION** |\n| --- | --- | --- |\n' +
          '| First<br>`dir/a.smtp` | ✅ passed | ⚠️ refused |\n' +
          '| Second<br>`dir/a.smtp` | ❌ 550≠250 | – |\n',
      ),
      text,
    );
    assert.match(text, /^### alpha: Second\n/m);
    assert.match(text, /^- `dir\/a\.smtp:5` It differs\.\n {2}- recorded `250 It differs\.`\n/m);
  });

  test('hostile text is no markup', () => {
    const text = report(replayMarkdown, [HOSTILE_RUN, PASSED]);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    // Code spans show anything; outside of them every sign that could be markup is escaped.
    const outside = text.replace(/(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    const bare = outside.replace(/\\[^\w\s]|<!-- -->|<br>/g, '·');
    assert.doesNotMatch(bare, /[<[\]`]|@\w|#\d|https?:\/\//, bare);
    for (const row of text.split('\n').filter(line => line.startsWith('|'))) {
      assert.equal(row.replace(/\\\|/g, '').match(/\|/g)?.length, 4, row);
    }
  });
});

describe('every format', () => {
  for (const format of REPLAY_FORMATS) {
    test(`${format.id}: nothing in it acts on a terminal`, () => {
      const text = report(format, [HOSTILE_RUN, DIFFERED, LEFT]);
      assert.ok(text.length > 0);
      assert.doesNotMatch(text, /\u001b|\u0000|\u202e|\r/);
    });
  }
});

describe('what a server only puts off', () => {
  const putOff = (events: readonly ReplayEvent[]): boolean => {
    const fold = new RunFold(caseOf(), PLAN);
    for (const event of events) fold.add(event);
    return fold.wasPutOff;
  };
  const closed: ReplayEvent = {
    ...AT,
    kind: 'failed',
    line: 1,
    reason: 'closed',
    message: red('x'),
  };

  test('a temporary reply in place of another one, or as the last word', () => {
    assert.equal(putOff([received(451), differed(), done('differed', 1)]), true);
    assert.equal(putOff([received(421), closed, done('failed')]), true);
  });

  test('no other difference, no other failure', () => {
    assert.equal(putOff([received(550), differed(), done('differed', 1)]), false);
    const second = { ...received(550), step: 1 } as ReplayEvent;
    assert.equal(putOff([received(451), differed(), second, done('differed', 2)]), true);
    assert.equal(putOff([received(250), closed, done('failed')]), false);
    assert.equal(putOff([failed(), done('failed')]), false);
    assert.equal(putOff([received(250), done('passed')]), false);
  });
});
