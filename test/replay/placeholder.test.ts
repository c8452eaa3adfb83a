import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { replayCommand } from '../../server/cli/replay.ts';
import type { ReplayEvent, ReplayPlan } from '../../server/protocol/replay.ts';
import { runInProcess } from '../cli/inProcess.ts';
import { planText } from '../support/planText.ts';
import { against, doneOf, failureOf, only } from './support.ts';
import { wireServer } from './wireServer.ts';
import type { WireServer } from './wireServer.ts';

const corpus = new URL('../corpus/', import.meta.url);

/** Logs of programs that do not show messages, each with one session. */
const LOGS: readonly (readonly [file: string, messages: number])[] = [
  ['curl/v-simple.txt', 1],
  ['curl/v-trace-time.txt', 1],
  ['postfix/smtpd-v-bdat.txt', 2],
  ['postfix/smtpd-v-null-sender.txt', 1],
  ['postfix/smtpd-v-pipelining.txt', 1],
  ['postfix/smtpd-v-smtputf8.txt', 1],
  ['postfix/smtpd-v-three-mails.txt', 3],
  ['exim/client-v-simple.txt', 1],
  ['exim/d-bdat.txt', 2],
  ['exim/d-ehlo-simple.txt', 1],
  ['exim/d-three-mails.txt', 3],
  ['npm-smtp-server/three-mails.txt', 3],
  ['npm-smtp-server/two-rcpt.txt', 1],
];

/** A server that says to commands and messages what is recorded. */
async function asRecorded(t: TestContext, { steps }: ReplayPlan): Promise<WireServer> {
  const toCommands: string[] = [];
  const toMessages = new Map<number, string[]>();
  for (const step of steps) {
    const sent = step.kind === 'expect' ? steps[step.answers ?? -1] : undefined;
    if (step.kind !== 'expect' || sent?.kind !== 'send' || sent.verb === 'BDAT') continue;
    const { code = 250, lines = ['ok'] } = step.recorded ?? {};
    const last = lines.length - 1;
    const reply = lines.map((text, at) => `${code}${at < last ? '-' : ' '}${text}`).join('\r\n');
    if (sent.purpose !== 'content') toCommands.push(reply);
    else toMessages.set(sent.index, [...(toMessages.get(sent.index) ?? []), reply]);
  }
  const endings = [...toMessages.values()];
  return wireServer(t, {
    reply: line => (line.startsWith('BDAT') ? undefined : toCommands.shift()),
    afterContent: () => endings.shift() ?? [],
  });
}

async function run(
  t: TestContext,
  text: string | Uint8Array,
): Promise<{ events: readonly ReplayEvent[]; received: string }> {
  const { plan } = planText(text, { content: 'placeholder', timeoutMs: 5000 });
  const server = await asRecorded(t, plan);
  const events = await against(server, plan);
  const differences = only(events, 'differed').map(({ line, message }) => `${line}: ${message}`);
  assert.equal(doneOf(events).verdict, 'passed', [failureOf(events), ...differences].join('\n'));
  assert.equal(doneOf(events).skipped, 0);
  return { events, received: server.received() };
}

describe('logs that do not show the message', { concurrency: 4 }, () => {
  for (const [file, messages] of LOGS) {
    test(`${file} passes with a placeholder`, async t => {
      const { events, received } = await run(t, await readFile(new URL(file, corpus)));
      assert.doesNotMatch(received, /\{\{/);
      const chunks = Array.from(received.matchAll(/^BDAT (\d+)/gm), ([, size]) => Number(size));
      const sent = only(events, 'sent').filter(({ purpose }) => /content|chunk/.test(purpose));
      assert.equal(sent.length, messages);
      assert.match(sent[0]?.lines.join('\n') ?? '', /^From: .*\n[^]*^A replay made this message/m);
      if (chunks.length > 0)
        assert.deepEqual(
          chunks,
          sent.map(({ octets }) => octets),
        );
      const ids = Array.from(received.matchAll(/^Message-ID: (\S+)\r\n/gm), ([, id]) => id);
      assert.equal(new Set(ids).size, ids.length);
    });
  }
});

test('LMTP: one reply for each recipient', async t => {
  const rcpts = ['a', 'b'].map(name => `C: RCPT TO:<${name}@d.example>\nS: 250 ok\n`).join('');
  const { received } = await run(
    t,
    `S: 220 mx LMTP\nC: LHLO a\nS: 250 mx\nC: MAIL FROM:<a@b.example>\nS: 250 ok\n${rcpts}C: DATA\nS: 354 go\n# <content not shown>\nS: 250 first\nS: 452 second\nC: QUIT\nS: 221 bye\n`,
  );
  assert.match(received, /To: a@d\.example,\r\n b@d\.example\r\n/);
});

test('the command line: refused without it, passed with it', async () => {
  const file = new URL('curl/v-simple.txt', corpus).pathname;
  const refused = await runInProcess(replayCommand, [file]);
  assert.equal(refused.status, 3);
  assert.match(refused.stdout, /--content placeholder .*Nothing was sent\. \[unsendable\]/);
  const { status, stdout, stderr } = await runInProcess(replayCommand, [
    ...['--content', 'placeholder', '--match', 'class', file],
  ]);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /C: Subject: Replay of session 1\n/);
  assert.match(stderr, /v-simple\.txt:21: .* generated one is sent in its place/);
  const wrong = await runInProcess(replayCommand, ['--content', 'none', file]);
  assert.equal(wrong.status, 2);
});
