import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent } from '../../server/protocol/replay.ts';
import type { ServerAction } from '../../server/receiver/scripted/serverAction.ts';
import { planText } from '../support/planText.ts';
import { against, doneOf, only, serve } from './support.ts';

const say = (text: string): ServerAction => ({ do: 'send', octets: `${text}\r\n` });
const LINE: ServerAction = { do: 'line' };

/** An LMTP session with three recipients: the replies to RCPT, then those behind the content. */
function transcript(rcpts: readonly number[], behind: readonly number[]): string {
  return [
    ...['S: 220 mx', 'C: LHLO a', 'S: 250 mx', 'C: MAIL FROM:<a@b.example>', 'S: 250 ok'],
    ...rcpts.flatMap((code, at) => [`C: RCPT TO:<r${at}@d.example>`, `S: ${code} rcpt`]),
    ...['C: DATA', 'S: 354 go', 'C: x', 'C: .', ...behind.map(code => `S: ${code} delivery`)],
    ...['C: QUIT', 'S: 221 bye', ''],
  ].join('\n');
}

/** A server that says these codes to LHLO, to each RCPT and behind the content. */
function server(lhlo: number, rcpts: readonly number[], behind: readonly number[]): ServerAction[] {
  const replies = [`${lhlo} mx`, '250 ok', ...rcpts.map(code => `${code} rcpt`), '354 go'];
  return [
    say('220 mx'),
    ...replies.flatMap(text => [LINE, say(text)]),
    ...[{ do: 'content' } as const, ...behind.map(code => say(`${code} delivery`))],
    ...[LINE, say('221 bye')],
  ];
}

async function run(
  t: TestContext,
  text: string,
  actions: ServerAction[],
): Promise<readonly ReplayEvent[]> {
  return against(await serve(t, actions), { ...planText(text).plan, timeoutMs: 1000 });
}

const differences = (events: readonly ReplayEvent[]): readonly string[] =>
  only(events, 'differed').map(({ line, actual }) => `${line}: ${actual}`);

test('as recorded: one reply a recipient', async t => {
  const events = await run(
    t,
    transcript([250, 550, 250], [250, 452]),
    server(250, [250, 550, 250], [250, 452]),
  );
  assert.equal(doneOf(events).verdict, 'passed');
});

test('a recipient that is refused now has no reply behind the content', async t => {
  const text = transcript([250, 250, 250], [250, 452, 250]);
  const events = await run(t, text, server(250, [250, 550, 250], [250, 250]));
  assert.equal(doneOf(events).verdict, 'differed');
  assert.deepEqual(differences(events), ['9: 550 rcpt']);
});

test('a recipient that is accepted now has one, wherever it stands', async t => {
  const text = transcript([550, 250, 550], [452]);
  const events = await run(t, text, server(250, [250, 250, 250], [250, 452, 250]));
  assert.deepEqual(differences(events), ['7: 250 rcpt', '11: 250 rcpt']);
  assert.equal(only(events, 'received').at(-1)?.code, 221);
  const none = await run(t, text, server(250, [250, 550, 250], [250, 250]));
  assert.deepEqual(differences(none), ['7: 250 rcpt', '9: 550 rcpt', '11: 250 rcpt']);
});

test('a server that takes no LHLO sends a single reply', async t => {
  const text = transcript([250, 250, 250], [250, 250, 250]);
  const events = await run(t, text, server(500, [250, 250, 250], [250]));
  assert.deepEqual(differences(events), ['3: 500 mx']);
});
