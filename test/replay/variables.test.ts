import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent, RunInputs } from '../../server/protocol/replay.ts';
import { planText } from '../support/planText.ts';
import { against, answers, doneOf, failureOf, only, serve } from './support.ts';

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250 mx\n';
const BYE = 'C: QUIT\nS: 221 bye\n';

/** Replays a text against the replies, and gives what the server got and what was told. */
async function run(
  t: TestContext,
  text: string,
  replies: readonly string[],
  inputs: RunInputs = {},
): Promise<{ readonly got: string; readonly events: readonly ReplayEvent[] }> {
  const server = await serve(t, answers(...replies));
  const events = await against(server, planText(text).plan, { inputs });
  return { got: server.received()[0] ?? '', events };
}

test('a given value wins over one of the file, that over a built-in one', async t => {
  const text = `# @var a=file\n# @var hostname=file\n${HELLO}C: NOOP {{a}} {{hostname}} {{b}}\nS: 250 ok\n${BYE}`;
  const inputs = { values: { a: 'run', b: '{{a}}' } };
  const { got, events } = await run(t, text, ['220 mx', '250 mx', '250 ok', '221 bye'], inputs);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  // A value is text: a place in it is none.
  assert.match(got, /^NOOP run file \{\{a\}\}\r\n/m);
});

test('the built-in values', async t => {
  const text = `${HELLO}C: NOOP {{hostname}} {{receiver}} {{receiver.host}}|{{receiver.port}} {{local-address}}\nS: 250 ok\nC: DATA\nS: 354 go\nC: Date: {{date}}\nC: Message-ID: {{message-id}}\nC: {{unique}}\nC: .\nS: 250 ok\n${BYE}`;
  const plan = planText(text).plan;
  const one = await serve(t, [
    ...answers('220 mx', '250 mx', '250 ok', '354 go'),
    { do: 'content' },
    ...answers('250 ok', '221 bye'),
  ]);
  const events = await against(one, plan);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const got = one.received()[0] ?? '';
  const host = /^[\w.-]+$/.test(hostname()) ? hostname() : 'localhost';
  assert.ok(got.includes(`NOOP ${host} 127.0.0.1:${one.port} 127.0.0.1|${one.port} 127.0.0.1\r\n`));
  assert.match(got, /Date: [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000\r\n/);
  assert.match(got, /Message-ID: <([0-9a-f]{20})@[\w.-]+>\r\n\1\r\n/);
  const again = await serve(t, [
    ...answers('220 mx', '250 mx', '250 ok', '354 go'),
    { do: 'content' },
    ...answers('250 ok', '221 bye'),
  ]);
  await against(again, plan);
  const unique = (text2: string): string => /Message-ID: (\S+)/.exec(text2)?.[1] ?? '';
  assert.notEqual(unique(again.received()[0] ?? ''), unique(got));
});

test('a reply gives a value, and what comes later uses and compares it', async t => {
  const text = `${HELLO}C: NOOP\nS: 250 queued as {{id}} here\nC: VRFY {{id}}\nS: 252 {{id}} is known\n${BYE}`;
  const good = ['220 mx', '250 mx', '250 queued as 4Xy7 here', '252 4Xy7 is known', '221 bye'];
  const { got, events } = await run(t, text, good);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.match(got, /^VRFY 4Xy7\r\n/m);
  assert.deepEqual(
    only(events, 'captured').map(({ name, value, line }) => `${line} ${name}=${value}`),
    ['5 id=4Xy7'],
  );
  const bad = await run(t, text, [...good.slice(0, 3), '252 other is known', '221 bye']);
  assert.equal(doneOf(bad.events).verdict, 'differed');
  assert.match(only(bad.events, 'differed')[0]?.message ?? '', /does not fit its \{\{…\}\} places/);
});

test('a command whose value no reply gave stays behind, with its replies', async t => {
  const text = `${HELLO}C: NOOP\nS: 250 queued as {{id}}\nC: VRFY {{id}}\nS: 252 ok\n${BYE}`;
  const { got, events } = await run(t, text, ['220 mx', '250 mx', '250 sorry', '221 bye']);
  assert.equal(doneOf(events).verdict, 'differed');
  assert.equal(got, 'EHLO client\r\nNOOP\r\nQUIT\r\n');
  assert.deepEqual(
    only(events, 'differed').map(({ line }) => line),
    [5, 6],
  );
});

test('nothing connects where a name has no value, or one that would end the command', async t => {
  const text = `${HELLO}C: MAIL FROM:<{{from}}>\nS: 250 ok\n${BYE}`;
  const server = await serve(t, answers('220 mx'));
  const { plan } = planText(text);
  const missing = await against(server, plan);
  assert.match(failureOf(missing), /^unsendable \{\{from\}\} has no value.*--var from=/);
  for (const from of ['a@b>\r\nRCPT TO:<c@d', 'a\nb', 'a\0b']) {
    const unsafe = await against(server, plan, { inputs: { values: { from } } });
    assert.match(failureOf(unsafe), /^unsendable The value of \{\{from\}\} holds a line end/);
  }
  assert.deepEqual(server.received(), []);
});

test('in content line ends become CRLF, dots are doubled, unknown names stand', async t => {
  const text = `${HELLO}C: DATA\nS: 354 go\nC: {{body}}\nC: {{nobody}}\nC: .\nS: 250 ok\n${BYE}`;
  const server = await serve(t, [
    ...answers('220 mx', '250 mx', '354 go'),
    { do: 'content' },
    ...answers('250 ok', '221 bye'),
  ]);
  const inputs = { values: { body: '.\nRCPT\n..x' } };
  const events = await against(server, planText(text).plan, { inputs });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.match(
    server.received()[0] ?? '',
    /DATA\r\n\.\.\r\nRCPT\r\n\.\.\.x\r\n\{\{nobody\}\}\r\n\.\r\nQUIT/,
  );
});

test('BDAT announces the size of what is sent', async t => {
  const text = `${HELLO.replace('250 mx', '250-mx\nS: 250 CHUNKING')}C: BDAT 12 LAST\nC: {{text}}!!\nS: 250 ok\n${BYE}`;
  const server = await serve(t, [
    ...answers('220 mx', '250-mx\r\n250 CHUNKING'),
    ...[{ do: 'line' } as const, { do: 'line' } as const],
    { do: 'send', octets: '250 ok\r\n' },
    ...[{ do: 'line' } as const, { do: 'send', octets: '221 bye\r\n' } as const],
  ]);
  const inputs = { values: { text: '.äöü' } };
  const events = await against(server, planText(text).plan, { inputs });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  const got = Buffer.from(server.received()[0] ?? '', 'latin1').toString();
  assert.match(got, /BDAT 11 LAST\r\n\.äöü!!\r\n/);
});

test('a secret in a command is sent and told nowhere', async t => {
  const text = `${HELLO}C: NOOP {{token}}\nS: 250 ok\n${BYE}`;
  const token = 'hush-hush-4711';
  const replies = [
    ...['220 mx', `250 ${token}`, `250 ${Buffer.from(`x${token}y`).toString('base64')}`],
    `221 ${Buffer.from(token).toString('base64')}`,
  ];
  const { got, events } = await run(t, text, replies, { secrets: { token } });
  assert.match(got, /NOOP hush-hush-4711\r\n/);
  const told = JSON.stringify(events);
  assert.ok(!told.includes('hush'), told);
  assert.ok(!told.includes(Buffer.from(token).toString('base64').slice(0, 12)), told);
  assert.ok(!told.includes(Buffer.from(`x${token}y`).toString('base64').slice(4, 16)), told);
});
