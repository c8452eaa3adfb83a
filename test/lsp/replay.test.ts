import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LineEdit } from '../../server/protocol/lsp.ts';
import { LspClient } from '../support/lspClient.ts';

const URI = 'file:///tmp/replayed.smtp';
const LOG = 'file:///tmp/replayed.log';
const SESSION = `# @name First
S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250 PIPELINING
C: MAIL FROM:<alice@example.org>
S: 250 2.1.0 Ok
C: RCPT TO:<bob@example.net>
S: 450 4.2.0 Try later
C: QUIT
S: 221 2.0.0 Bye
`;

const SWAKS = `=== Trying mx.example:25...
=== Connected to mx.example.
<-  220 mx.example ESMTP
 -> EHLO client.example
<-  250 mx.example
 -> QUIT
<-  221 2.0.0 Bye
=== Connection closed with remote host.
`;

interface Plan {
  readonly plan: {
    readonly steps: readonly {
      readonly index: number;
      readonly kind: string;
      readonly verb?: string;
      readonly answers?: number | null;
    }[];
  };
}

interface RunText {
  readonly recorded: string;
  readonly actual: string;
  readonly promoted: readonly LineEdit[] | { readonly refused: string };
}

void describe('a run as a transcript', () => {
  const client = new LspClient();

  before(async () => {
    await client.start({});
    client.open(URI, SESSION);
    client.open(LOG, SWAKS);
  });
  after(() => {
    client.kill();
  });

  void test('a target that is spoken to in the clear gets no STARTTLS', async () => {
    const uri = 'file:///tmp/secured.smtp';
    const starttls = 'C: STARTTLS\nS: 220 go\nC: EHLO client.example\nS: 250 mx.example\n';
    client.open(uri, SESSION.replace('C: MAIL', `${starttls}C: MAIL`));
    const verbs = (steps: Plan['plan']['steps']): string =>
      steps
        .map(({ kind, verb }) => (kind === 'send' ? verb : kind === 'tls' ? 'tls' : ''))
        .join(' ');
    assert.match(verbs(await plan(uri)), /STARTTLS +tls EHLO/);
    assert.doesNotMatch(verbs(await plan(uri, { tls: 'none' })), /STARTTLS|tls/);
  });

  const plan = async (uri: string, how: object = {}): Promise<Plan['plan']['steps']> =>
    ((await client.request('smtpTranscript/plan', { uri, session: 0, ...how })) as Plan).plan.steps;

  /** What the engine would tell, with these replies instead of the recorded ones. */
  const events = async (
    uri: string,
    replies: Readonly<Record<string, readonly string[]>>,
  ): Promise<readonly object[]> => {
    const steps = await plan(uri);
    const told = steps.flatMap((step): object[] => {
      const base = { step: step.index, at: 0, line: 1 };
      if (step.kind === 'send') {
        return [
          { ...base, kind: 'sent', purpose: 'command', verb: step.verb, lines: [], octets: 1 },
        ];
      }
      if (step.kind !== 'expect') return [];
      const lines = replies[step.answers === null ? 'greeting' : (step.verb ?? '')] ?? ['250 Ok'];
      const code = Number(lines[0]?.slice(0, 3));
      return [{ ...base, kind: 'received', code, lines, took: 1 }];
    });
    return [...told, { kind: 'done', step: -1, at: 1, verdict: 'differed' }];
  };

  const usual = {
    greeting: ['220 mx.example ESMTP'],
    EHLO: ['250-mx.example', '250 PIPELINING'],
    MAIL: ['250 2.1.0 Ok'],
    RCPT: ['250 2.1.5 Ok'],
    QUIT: ['221 2.0.0 Bye'],
  };

  const runText = (uri: string, told: readonly object[], version = 1): Promise<unknown> =>
    client.request('smtpTranscript/runText', {
      uri,
      version,
      sessions: [{ session: 0, how: {}, events: told }],
    });

  void test('the plan of a part ends with the part', async () => {
    const verbs = (await plan(URI, { lines: { to: 6 } })).flatMap(({ kind, verb }) =>
      kind === 'send' ? [verb] : [],
    );
    assert.deepEqual(verbs.slice(0, 2), ['EHLO', 'MAIL']);
    assert.ok(!verbs.includes('RCPT'));
  });

  void test('shows the replies that mean something else, and replaces only them', async () => {
    const made = (await runText(URI, await events(URI, usual))) as RunText;
    assert.match(made.recorded, /^S: 450 4\.2\.0 Try later$/m);
    assert.match(made.actual, /^S: 250 2\.1\.5 Ok$/m);
    assert.equal(made.actual.replace('S: 250 2.1.5 Ok', 'S: 450 4.2.0 Try later'), made.recorded);
    assert.deepEqual(made.promoted, [{ startLine: 8, endLine: 9, text: 'S: 250 2.1.5 Ok\n' }]);
  });

  void test('what the run let pass is no difference, but part of a new recording', async () => {
    const told = await events(URI, { ...usual, MAIL: ['250 2.1.0 Sender ok'] });
    const steps = await plan(URI);
    const mail = steps.find(({ kind, verb }) => kind === 'expect' && verb === 'MAIL');
    const matched = { kind: 'matched', step: mail?.index, at: 1, line: 7, code: 250 };
    const made = (await runText(URI, [...told, matched])) as RunText;
    assert.match(made.actual, /^S: 250 2\.1\.0 Ok$/m);
    assert.match(made.actual, /^S: 250 2\.1\.5 Ok$/m);
    assert.match(JSON.stringify(made.promoted), /2\.1\.0 Sender ok/);
  });

  void test('a run as recorded changes nothing', async () => {
    const told = await events(URI, { ...usual, RCPT: ['450 4.2.0 Try later'] });
    const made = (await runText(URI, told)) as RunText;
    assert.equal(made.actual, made.recorded);
    assert.deepEqual(made.promoted, []);
  });

  void test('another version of the document is refused', async () => {
    assert.match(JSON.stringify(await runText(URI, [], 7)), /replay it again/);
    assert.match(JSON.stringify(await runText('file:///tmp/none.smtp', [])), /not open/);
  });

  void test('a captured log is compared, but never changed', async () => {
    const told = await events(LOG, { ...usual, EHLO: ['502 5.5.1 Not implemented'] });
    const made = (await runText(LOG, told)) as RunText;
    assert.match(made.recorded, /^S: 250 mx\.example$/m);
    assert.match(made.actual, /^S: 502 5\.5\.1 Not implemented$/m);
    assert.match(JSON.stringify(made.promoted), /convert it to \.smtp first/);
  });
});

void describe('two transcripts by meaning', () => {
  const client = new LspClient();

  before(async () => {
    await client.start({});
  });
  after(() => {
    client.kill();
  });

  const compare = (left: object, right: object): Promise<unknown> =>
    client.request('smtpTranscript/compare', { left, right });

  void test('a log and its .smtp mean the same', async () => {
    const smtp = 'S: 220 mx.example ESMTP\nC: EHLO client.example\nS: 250 mx.example\n';
    const made = await compare({ text: SWAKS }, { text: `${smtp}C: QUIT\nS: 221 2.0.0 Bye\n` });
    const { left, right, ...rest } = made as { left: string; right: string };
    assert.deepEqual(rest, { same: true, count: 0, summary: [] });
    assert.equal(left, right);
  });

  void test('tells what differs, and shows it on one line', async () => {
    const text = SESSION.replace('450 4.2.0 Try later', '250 2.1.5 Ok');
    const made = await compare({ text: SESSION, dialect: 'smtp' }, { text });
    const { left, right, same, summary } = made as {
      left: string;
      right: string;
      same: boolean;
      summary: readonly string[];
    };
    assert.equal(same, false);
    assert.match(summary[0] ?? '', /bob@example\.net/);
    assert.equal(left.replace('450 4.2.0 Try later', '250 2.1.5 Ok'), right);
  });

  void test('text without a session is told', async () => {
    const made = await compare({ text: SESSION }, { text: 'hello\n' });
    assert.deepEqual(made, { error: 'the second text holds no SMTP session.' });
  });
});
