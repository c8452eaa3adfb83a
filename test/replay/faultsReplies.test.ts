import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import {
  LINE,
  SECRET,
  STALL,
  STEPS,
  faulted,
  raw,
  say,
  sessionWith,
  stepOf,
} from './faultSession.ts';
import { doneOf, failureOf, only } from './support.ts';

const GIGABYTE = 1_000_000_000;

/** What the system and both ends may hold of a flood that nobody reads any more. */
const IN_FLIGHT = 32_000_000;

test('replies that end in a bare LF are clear enough to go on', async t => {
  const script = sessionWith('QUIT', say('221 bye')).map((action): ServerAction =>
    action.do === 'send' ? raw(String(action.octets).replaceAll('\r\n', '\n')) : action,
  );
  const { events } = await faulted(t, script);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
});

test('replies that end in a bare CR, or in nothing, say so', async t => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['250 ok\r', /ends in CR alone, and lines end in CR LF/],
    ['250-a\r250 b\r', /ends in CR alone/],
    ['250-a\r\n250 b', /its last line has no end/],
    ['250', /its last line has no end/],
    ['250-a\r\n', /a space after the code marks the last line/],
  ];
  const before = stepOf('MAIL').before;
  await Promise.all(
    cases.map(async ([octets, message]) => {
      const { events } = await faulted(t, [...before, raw(octets), STALL]);
      assert.match(failureOf(events), /^timeout The server began the reply to MAIL and did not/);
      assert.match(failureOf(events), message);
    }),
  );
});

for (const [name, unit, reason] of [
  ['1 GB of reply in lines', `250-${'x'.repeat(76)}\r\n`, /^too-large The reply to EHLO is longer/],
  ['1 GB of reply without a line end', 'x', /^too-large A line of the reply to EHLO is longer/],
  ['a line that never ends, after a code', '250 x', /^too-large A line of the reply to EHLO/],
  ['an endless multi-line reply', '250-\r\n', /^too-large The reply to EHLO is longer than \d+/],
  ['1 GB of NUL', '\0', /^(?:too-large|garbage) /],
  ['1 GB of empty lines', '\r\n', /^garbage .*the reply to EHLO is not an SMTP reply: ""/],
] as const) {
  test(`${name}: cut off early, in bounded memory`, async t => {
    const flood: ServerAction = { do: 'flood', unit, octets: GIGABYTE };
    const before = process.memoryUsage().arrayBuffers;
    const { events, server } = await faulted(t, [...stepOf('EHLO').before, flood, STALL]);
    assert.match(failureOf(events), reason);
    const [sent = 0] = server.sent();
    assert.ok(sent < IN_FLIGHT, `the server could write ${sent} octets`);
    assert.ok(process.memoryUsage().arrayBuffers - before < IN_FLIGHT);
    assert.ok(JSON.stringify(events).length < 200_000);
  });
}

test('a flood at the greeting and after the end of the session', async t => {
  const flood: ServerAction = { do: 'flood', unit: '220-more\r\n', octets: GIGABYTE };
  const first = await faulted(t, [flood, STALL]);
  assert.match(failureOf(first.events), /^too-large The greeting is longer/);
  const last = await faulted(t, sessionWith('QUIT', say('221 bye'), flood));
  // How much of it came with the 221 is up to the system.
  assert.match(failureOf(last.events), /^$|^too-large A reply that nothing asked for is longer/);
  for (const { server } of [first, last]) assert.ok((server.sent()[0] ?? 0) < IN_FLIGHT);
});

for (const { name, awaited, right } of STEPS) {
  test(`a code that changes inside the reply at ${name}`, async t => {
    const code = right.slice(0, 3);
    const mixed = say(`451-not this\r\n${code}-nor that\r\n${code} ok`);
    const { events } = await faulted(t, sessionWith(name, mixed));
    const [differed] = only(events, 'differed');
    assert.match(differed?.message ?? '', new RegExp(`changes its code.*451 before, ${code} in`));
    assert.ok(differed?.message.includes(awaited.slice(1)), differed?.message);
    assert.match(differed?.message ?? '', /RFC 5321 §4\.2\.1/);
    assert.notEqual(doneOf(events).verdict, 'passed');
  });
}

test('a code that changes to a refusal: the last line counts, and nothing is sent into it', async t => {
  const mixed = say('354-go\r\n554 no');
  const script = [...stepOf('DATA').before, mixed, LINE, say('221 bye')];
  const { events, heard } = await faulted(t, script);
  assert.match(only(events, 'differed')[0]?.message ?? '', /354 before, 554 in the last line/);
  assert.doesNotMatch(heard, /Subject:/);
});

for (const { name, awaited } of STEPS) {
  test(`garbage at ${name}`, async t => {
    for (const octets of ['what?\r\n', '\r\n', '25\r\n', '2500 x\r\n', '999 x\r\n', '250_x\r\n']) {
      const { events } = await faulted(t, [...stepOf(name).before, raw(octets), STALL]);
      assert.match(failureOf(events), /^garbage What came in place of /);
      assert.ok(failureOf(events).includes(awaited), failureOf(events));
    }
  });
}

for (const [name, hostile, shown] of [
  ['terminal escapes', '\u001b[2J\u001b]0;owned\u0007\u009b31m', /\\x1b\[2J\\x1b\]0;owned\\x07/],
  ['markdown and HTML', '[x](command:evil) ![](http://x/) <img src=x> `$(id)`', /command:evil/],
  ['bidi and invisible characters', '\u202eevil\u2066\u200b\ufeff\u2028\u00ad', /202e/i],
  ['NUL', 'a\0b', /a\\0b/],
  ['8-bit octets that are no UTF-8', Buffer.from([0xe9, 0xff, 0x80]), /\\xe9\\xff\\x80/],
  ['UTF-8', 'gr\u00fc\u00dfe \u{1f4e7}', /gr\u00fc\u00dfe \u{1f4e7}/u],
  ['carriage returns inside', 'a\rb\r\rc', /a\\r\s?b|a\\x0db/],
  ['our own escapes and a secret', `\\x1b ${SECRET}`, /<redacted>/],
] as const) {
  test(`server text with ${name}: shown, harmless`, async t => {
    const text = typeof hostile === 'string' ? Buffer.from(hostile) : hostile;
    const replies = STEPS.map(({ name: step, right }) => [step, right.slice(0, 3)] as const);
    for (const [step, code] of [...replies, ['MAIL', '550'], ['dot', '554']] as const) {
      const reply = Buffer.concat([Buffer.from(`${code} `), text, Buffer.from('\r\n')]);
      const { events } = await faulted(t, sessionWith(step, raw(reply)));
      const lines = only(events, 'received').flatMap(received => received.lines);
      assert.ok(
        lines.some(line => shown.test(line)),
        lines.join('\n'),
      );
    }
  });
}
