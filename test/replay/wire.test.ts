import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ReplayEvent, Target } from '../../server/protocol/replay.ts';
import type { PlanOptions } from '../../server/replay/plan/plan.ts';
import { planText } from '../support/planText.ts';
import { against, certificate, doneOf, failureOf, only } from './support.ts';
import type { WireOptions, WireServer } from './wireServer.ts';
import { wireServer } from './wireServer.ts';

const HELLO = 'S: 220 mx\nC: EHLO client\nS: 250 mx\n';
const EHLO = 'EHLO client\r\n';
const BYE = 'C: QUIT\nS: 221 bye\n';

interface Played {
  readonly server: WireServer;
  readonly events: readonly ReplayEvent[];
  /** Octet for octet, one character each. */
  readonly got: string;
}

interface PlayOptions extends WireOptions {
  readonly plan?: Partial<PlanOptions>;
  readonly target?: Partial<Target>;
}

async function play(t: TestContext, text: string, options: PlayOptions = {}): Promise<Played> {
  const server = await wireServer(t, options);
  const { plan, problems } = planText(Buffer.from(text, 'latin1'), {
    timeoutMs: 3000,
    ...options.plan,
  });
  assert.deepEqual(
    problems.filter(({ fatal }) => fatal),
    [],
  );
  const events = await against(server, plan, options.target);
  return { server, events, got: server.received() };
}

function passes({ events }: Played): void {
  const differences = only(events, 'differed').map(({ line, message }) => `${line}: ${message}`);
  assert.equal(doneOf(events).verdict, 'passed', [failureOf(events), ...differences].join('\n'));
  assert.equal(doneOf(events).skipped, 0);
}

const chunking = (line: string): string | undefined =>
  line.startsWith('EHLO') ? '250-mx\r\n250 CHUNKING' : undefined;

test('raw octets: no line end but the one that is spelled out', async t => {
  const text = `${HELLO}C\\: NOOP one\nC\\:  and more\\r\\n\nS: 250 ok\nC\\: NOOP \\0\\xff\\\\\\r\\n\nS: 250 ok\n${BYE}`;
  const played = await play(t, text);
  assert.equal(played.got, `${EHLO}NOOP one and more\r\nNOOP \0\xff\\\r\nQUIT\r\n`);
  passes(played);
});

test('sequences that smuggle a second message arrive octet for octet', async t => {
  const ends = [
    '\\n.\\n',
    '\\n.\\r\\n',
    '\\r\\n.\\n',
    '\\r.\\r',
    '\\r\\n.\\r',
    '\\0\\r\\n.\\0\\r\\n',
    '\\r\\n\\0.\\r\\n',
  ];
  for (const end of ends) {
    const raw = `C\\: a${end}MAIL FROM:<b@c>\\r\\n\n`;
    const text = `${HELLO}C: DATA\nS: 354 go\n${raw}C: .\nS: 250 ok\n${BYE}`;
    const played = await play(t, text);
    const octets = end.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\0', '\0');
    assert.equal(played.got, `${EHLO}DATA\r\na${octets}MAIL FROM:<b@c>\r\n.\r\nQUIT\r\n`, end);
    passes(played);
  }
});

test('content leaves as recorded: its dots, its 8-bit octets, NUL, empty lines, the last CRLF', async t => {
  const lines = ['C: Subject: \xe4', 'C: ', 'C: ..one', 'C: ...two', 'C: .stuffed by nobody', 'C:'];
  const text = `${HELLO}C: DATA\nS: 354 go\n${lines.join('\n')}\nC\\: nul \\0 and \\x80\\r\\n\nC: .\nS: 250 ok\n${BYE}`;
  const played = await play(t, text);
  assert.equal(
    played.got,
    `${EHLO}DATA\r\nSubject: \xe4\r\n\r\n..one\r\n...two\r\n.stuffed by nobody\r\n\r\nnul \0 and \x80\r\n.\r\nQUIT\r\n`,
  );
  passes(played);
});

test('an empty message is a dot', async t => {
  const played = await play(t, `${HELLO}C: DATA\nS: 354 go\nC: .\nS: 250 ok\n${BYE}`);
  assert.equal(played.got, `${EHLO}DATA\r\n.\r\nQUIT\r\n`);
  passes(played);
});

test('BDAT: sizes and octets as recorded, also where CR LF is divided and the last is empty', async t => {
  const text = `${HELLO}C: BDAT 4\nC\\: abc\\r\nS: 250 chunk\nC: BDAT 7\nC\\: \\nd\\0\\xff\nC\\: \\r\\n.\nS: 250 chunk\nC: BDAT 0 LAST\nS: 250 chunk\n${BYE}`;
  const played = await play(t, text, { reply: chunking });
  assert.equal(played.got, `${EHLO}BDAT 4\r\nabc\rBDAT 7\r\n\nd\0\xff\r\n.BDAT 0 LAST\r\nQUIT\r\n`);
  passes(played);
});

test('BDAT: a wrong size is kept, or mended where sizes are computed', async t => {
  const text = `${HELLO}C: BDAT 9 LAST\nC: abc\nC: def\nS: 250 chunk\n${BYE}`;
  const computed = await play(t, text, { reply: chunking, plan: { chunks: 'computed' } });
  assert.equal(computed.got, `${EHLO}BDAT 10 LAST\r\nabc\r\ndef\r\nQUIT\r\n`);
  passes(computed);
  const kept = await play(t, text, { reply: chunking, plan: { timeoutMs: 300 } });
  assert.equal(kept.got.slice(0, 32), `${EHLO}BDAT 9 LAST\r\nabc\r\ndef\r\n`.slice(0, 32));
});

test('BDAT: a value that is filled in changes the size unless sizes are kept', async t => {
  const text = `# @var who=world\n${HELLO}C: BDAT 12 LAST\nC\\: hi {{who}}\\r\\n\nS: 250 chunk\n${BYE}`;
  const played = await play(t, text, { reply: chunking });
  assert.equal(played.got, `${EHLO}BDAT 10 LAST\r\nhi world\r\nQUIT\r\n`);
  passes(played);
});

const GROUP =
  'C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nC: x\nC: .\nC: QUIT\nS: 250 ok\nS: 221 bye\n';
const [MAIL, RCPT] = ['MAIL FROM:<a@b>\r\n', 'RCPT TO:<c@d>\r\n'];

test('pipelined as recorded: one segment a group', async t => {
  const played = await play(t, `${HELLO}${GROUP}`);
  passes(played);
  assert.deepEqual(played.server.turns(), [
    '< 220 mx ESMTP',
    `> ${EHLO}`,
    '< 250 ok',
    `> ${MAIL}${RCPT}DATA\r\n`,
    ...['< 250 ok', '< 250 ok', '< 354 go'],
    '> x\r\n.\r\nQUIT\r\n',
    ...['< 250 ok', '< 221 bye'],
  ]);
});

test('in lockstep a server without PIPELINING never has a second command before its reply', async t => {
  const played = await play(t, `${HELLO}${GROUP}`, { plan: { pipelining: 'lockstep' } });
  passes(played);
  const turns = played.server.turns();
  const sides = turns.map(turn => turn.charAt(0)).join('');
  assert.equal(sides, '<><><><><><><');
  assert.ok(
    turns.filter(turn => turn.startsWith('>')).every(turn => /^> [^\n]*\n(?:\.\r\n)?$/.test(turn)),
  );
});

test('forced: what RFC 2920 allows leaves in one segment', async t => {
  const lockstep =
    'C: MAIL FROM:<a@b>\nS: 250 ok\nC: RCPT TO:<c@d>\nS: 250 ok\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye\n';
  const played = await play(t, `${HELLO}${lockstep}`, { plan: { pipelining: 'forced' } });
  passes(played);
  const sent = played.server.turns().filter(turn => turn.startsWith('>'));
  assert.deepEqual(sent, [`> ${EHLO}`, `> ${MAIL}${RCPT}DATA\r\n`, '> x\r\n.\r\nQUIT\r\n']);
});

test('a group is divided where a command needs a value from the group', async t => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\nC: XID\nC: XSTATUS {{id}}\nC: RCPT TO:<{{id}}@d>\nS: 250 ok\nS: 250 id {{id}} is it\nS: 250 ok\nS: 250 ok\n${BYE}`;
  const reply = (line: string): string | undefined =>
    line === 'XID' ? '250 id 4711 is it' : undefined;
  for (const pipelining of ['recorded', 'lockstep', 'forced'] as const) {
    const played = await play(t, text, { reply, plan: { pipelining } });
    passes(played);
    assert.equal(
      played.got,
      `${EHLO}${MAIL}XID\r\nXSTATUS 4711\r\nRCPT TO:<4711@d>\r\nQUIT\r\n`,
      pipelining,
    );
  }
  const { server } = await play(t, text, { reply });
  assert.deepEqual(
    server.turns().filter(turn => turn.startsWith('>')),
    [`> ${EHLO}`, `> ${MAIL}XID\r\n`, '> XSTATUS 4711\r\nRCPT TO:<4711@d>\r\n', '> QUIT\r\n'],
  );
});

test('a condition in a group with EHLO waits for its reply', async t => {
  const text = `S: 220 mx\nC: EHLO client\n# @if SIZE\nC: NOOP one\n# @unless SIZE\nC: NOOP two\nS: 250 mx\nS: 250 ok\nS: 250 ok\n${BYE}`;
  const reply = (line: string): string | undefined =>
    line === 'EHLO client' ? '250-mx\r\n250 SIZE 1' : undefined;
  const { got, events } = await play(t, text, { reply });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(got, `${EHLO}NOOP one\r\nQUIT\r\n`);
});

test('a condition inside a group leaves one command out, with its reply', async t => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\n# @if DSN\nC: RCPT TO:<no@d>\nC: RCPT TO:<c@d>\nS: 250 ok\nS: 550 no\nS: 250 ok\n${BYE}`;
  const { got, events, server } = await play(t, text);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(got, `${EHLO}${MAIL}${RCPT}QUIT\r\n`);
  assert.ok(server.turns().includes(`> ${MAIL}${RCPT}`));
});

test('a recipient that may be tried again stands alone in its group', async t => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\n# @retry 2 every 5ms\nC: RCPT TO:<c@d>\nC: RCPT TO:<e@f>\nC: RSET\nS: 250 ok\nS: 250 ok\nS: 250 ok\nS: 250 ok\n${BYE}`;
  let tries = 0;
  const reply = (line: string): string | undefined =>
    line === 'RCPT TO:<c@d>' && (tries += 1) < 3 ? '450 later' : undefined;
  const played = await play(t, text, { reply });
  passes(played);
  assert.deepEqual(
    played.server.turns().filter(turn => turn.startsWith('>')),
    [EHLO, MAIL, RCPT, RCPT, RCPT, 'RCPT TO:<e@f>\r\nRSET\r\n', 'QUIT\r\n'].map(
      each => `> ${each}`,
    ),
  );
});

test('a pause divides a group: what is before it leaves before', async t => {
  const text = `${HELLO}C: MAIL FROM:<a@b>\n# @sleep 50ms\nC: RCPT TO:<c@d>\nC: RSET\nS: 250 ok\nS: 250 ok\nS: 250 ok\n${BYE}`;
  const played = await play(t, text);
  passes(played);
  const sent = played.server.turns().filter(turn => turn.startsWith('>'));
  assert.deepEqual(sent, [`> ${EHLO}`, `> ${MAIL}`, `> ${RCPT}RSET\r\n`, '> QUIT\r\n']);
});

const SECURED_SESSION =
  'S: 220 mx\nC: EHLO client\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nC: EHLO client\nS: 250-mx\nS: 250 AUTH PLAIN\nC: AUTH PLAIN AGEAYg==\nS: 235 ok\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: RCPT TO:<x@y>\nS: 250 ok\nC: RSET\nS: 250 ok\nC: MAIL FROM:<a@b>\nS: 250 ok\nC: RCPT TO:<c@d>\nS: 250 ok\nC: DATA\nS: 354 go\nC: x\nC: .\nS: 250 ok\nC: QUIT\nS: 221 bye\n';
const login = (line: string): string | undefined => {
  if (line.startsWith('EHLO')) return '250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN';
  return line.startsWith('AUTH') ? '235 ok' : undefined;
};

test('a part of a session: with STARTTLS and AUTH before it, and nothing else', async t => {
  const tls = await certificate();
  const opening = `${EHLO}STARTTLS\r\n${EHLO}AUTH PLAIN AGEAYg==\r\n`;
  const cases: readonly (readonly [PlanOptions['lines'], string])[] = [
    [{ to: 12 }, `${opening}${MAIL}QUIT\r\n`],
    [{ from: 20 }, `${opening}${MAIL}${RCPT}DATA\r\nx\r\n.\r\nQUIT\r\n`],
    [{ from: 19, to: 20 }, `${opening}${MAIL}${RCPT}QUIT\r\n`],
  ];
  for (const [lines, expected] of cases) {
    const options = { tls, reply: login, plan: lines && { lines }, target: { ca: tls.cert } };
    const { got, events } = await play(t, SECURED_SESSION, options as PlayOptions);
    assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
    assert.equal(got, expected);
    assert.equal(only(events, 'secured').length, 1);
  }
});

test('implicit TLS: everything inside, and a PROXY header of the recording before', async t => {
  const tls = await certificate();
  const session = `S: 220 mx\nC: EHLO client\nS: 250 mx\n${BYE}`;
  const target = { ca: tls.cert };
  const plain = await play(t, `# @tls implicit\n${session}`, { tls, implicitTls: true, target });
  passes(plain);
  assert.equal(plain.got, `${EHLO}QUIT\r\n`);
  const header = 'PROXY TCP4 192.0.2.1 192.0.2.2 50000 465';
  const text = `C: ${header}\n# <TLS established>\n${session}`;
  const options = { tls, implicitTls: true, target, proxyOctets: header.length + 2 };
  const behind = await play(t, text, options);
  passes(behind);
  assert.equal(behind.got, `${header}\r\n${EHLO}QUIT\r\n`);
});

test('a PROXY header in the recording is sent before the greeting and answered by nobody', async t => {
  const v1 = 'PROXY TCP4 192.0.2.1 192.0.2.2 50000 25';
  const v2 = '\r\n\r\n\0\r\nQUIT\n\x20\0\0\0';
  const written: readonly (readonly [string, string])[] = [
    [`C: ${v1}`, `${v1}\r\n`],
    ['C\\: \\r\\n\\r\\n\\0\\r\\nQUIT\\n\\x20\\0\\0\\0', v2],
  ];
  for (const [line, octets] of written) {
    for (const pipelining of ['recorded', 'lockstep', 'forced'] as const) {
      const played = await play(t, `${line}\n${HELLO}${BYE}`, {
        proxyOctets: octets.length,
        plan: { pipelining },
      });
      passes(played);
      assert.equal(played.got, `${octets}${EHLO}QUIT\r\n`);
    }
  }
});

test('a PROXY header by directive', async t => {
  const octets = 'PROXY TCP4 192.0.2.1 198.51.100.2 50000 25\r\n';
  const text = `# @proxy v1 192.0.2.1:50000 198.51.100.2:25\n${HELLO}${BYE}`;
  const played = await play(t, text, { proxyOctets: octets.length });
  passes(played);
  assert.equal(played.got, `${octets}${EHLO}QUIT\r\n`);
});

test('a PROXY header of the target takes the place of a recorded one', async t => {
  const octets = 'PROXY TCP4 192.0.2.9 198.51.100.2 50000 25\r\n';
  const proxy = {
    version: 1,
    source: { address: '192.0.2.9', port: 50000 },
    destination: { address: '198.51.100.2', port: 25 },
  } as const;
  const text = `C: PROXY TCP4 192.0.2.1 192.0.2.2 1 25\n${HELLO}${BYE}`;
  const options = { proxyOctets: octets.length, target: { proxy } };
  const { got, events } = await play(t, text, options);
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(got, `${octets}${EHLO}QUIT\r\n`);
  assert.deepEqual(
    only(events, 'skipped').map(({ line }) => line),
    [1],
  );
});

test('XCLIENT begins anew: its 220 is waited for, then EHLO', async t => {
  const text = `${HELLO}C: XCLIENT NAME=spike.example ADDR=192.0.2.2\nS: 220 mx.example\nC: EHLO client\nS: 250 mx\nC: XFORWARD NAME=x ADDR=192.0.2.3\nS: 250 Ok\n${BYE}`;
  const reply = (line: string): string | undefined =>
    line.startsWith('XCLIENT') ? '220 mx.other ESMTP' : undefined;
  for (const pipelining of ['recorded', 'forced'] as const) {
    const played = await play(t, text, { reply, plan: { pipelining } });
    passes(played);
    assert.equal(
      played.got,
      `${EHLO}XCLIENT NAME=spike.example ADDR=192.0.2.2\r\n${EHLO}XFORWARD NAME=x ADDR=192.0.2.3\r\nQUIT\r\n`,
    );
    assert.ok(played.server.turns().includes(`> ${EHLO}`));
  }
});

test('ETRN and commands that nobody knows go as they are', async t => {
  const text = `${HELLO}C: ETRN @example.org\nS: 250 ok\nC: etrn  #queue \nS: 250 ok\nC: WAT {} \t x\nS: 250 ok\n${BYE}`;
  const played = await play(t, text);
  passes(played);
  assert.equal(played.got, `${EHLO}ETRN @example.org\r\netrn  #queue \r\nWAT {} \t x\r\nQUIT\r\n`);
});

test('LMTP: a reply for each recipient, of any kind', async t => {
  const text =
    'S: 220 mx\nC: LHLO client\nS: 250 mx\nC: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: RCPT TO:<e@f>\nC: RCPT TO:<g@h>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 550 no\nS: 250 ok\nS: 354 go\nC: x\nC: .\nS: 250 c\nS: 452 g\nC: QUIT\nS: 221 bye\n';
  const reply = (line: string): string | undefined =>
    line.includes('<e@f>') ? '550 no' : undefined;
  const played = await play(t, text, { reply, afterContent: () => ['250 c', '452 g'] });
  passes(played);
  assert.equal(
    played.got,
    `LHLO client\r\n${MAIL}${RCPT}RCPT TO:<e@f>\r\nRCPT TO:<g@h>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n`,
  );
  const other = await play(t, text, { reply, afterContent: () => ['452 c', '250 g'] });
  const differences = only(other.events, 'differed');
  assert.deepEqual(
    differences.map(({ line }) => line),
    [16, 17],
  );
});

test('a reply that nothing asked for may come again, or not', async t => {
  const text = `${HELLO}C: NOOP\nS: 250 ok\nS: 250 ok twice\nC: RSET\nS: 250 ok\nS: 421 enough\n# <connection closed>\n`;
  const again = (line: string): string | undefined => {
    if (line === 'NOOP') return '250 ok\r\n250 ok twice';
    return line === 'RSET' ? '250 ok\r\n421 enough' : undefined;
  };
  const repeated = await play(t, text, { reply: again });
  passes(repeated);
  assert.equal(repeated.got, `${EHLO}NOOP\r\nRSET\r\n`);
  const once = await play(t, text);
  passes(once);
  assert.equal(once.got, `${EHLO}NOOP\r\nRSET\r\n`);
  const another = (line: string): string | undefined =>
    line === 'NOOP' ? '250 ok\r\n550 what' : undefined;
  const other = await play(t, text, { reply: another });
  assert.equal(doneOf(other.events).verdict, 'differed');
});

test('raw octets that hold two commands have two replies', async t => {
  const text = `${HELLO}C\\: NOOP\\r\\nRSET\\r\\n\nS: 250 ok\nS: 250 ok\n${BYE}`;
  const played = await play(t, text);
  passes(played);
  assert.equal(played.got, `${EHLO}NOOP\r\nRSET\r\nQUIT\r\n`);
});

test('a reply that is written with escapes is compared as it was', async t => {
  const text = `# @match exact\nS: 220 mx ESMTP\nC: EHLO client\nS\\: 250 tab\\x09 and \\\\\\r\\n\n${BYE}`;
  const reply = (line: string): string | undefined =>
    line === 'EHLO client' ? '250 tab\t and \\' : undefined;
  passes(await play(t, text, { reply }));
});

test(
  'AUTH that the client cancels, also where the server asks on',
  { timeout: 20_000 },
  async t => {
    const session = `S: 220 mx\nC: EHLO client\nS: 250-mx\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 ok\n${BYE}`;
    const cancelled = (line: string): string | undefined => {
      if (line === 'EHLO client') return '250-mx\r\n250 AUTH LOGIN';
      if (line === 'AUTH LOGIN') return '334 VXNlcm5hbWU6';
      return line === '*' ? '501 ok' : undefined;
    };
    const played = await play(t, session, { reply: cancelled });
    assert.equal(played.got, `${EHLO}AUTH LOGIN\r\n*\r\nQUIT\r\n`);
    passes(played);
    const stubborn = (line: string): string | undefined => {
      const known = cancelled(line);
      return known === undefined || line === '*' ? '334 UGFzc3dvcmQ6' : known;
    };
    const { events, got } = await play(t, session, { reply: stubborn });
    assert.equal(doneOf(events).verdict, 'differed');
    assert.ok((got.match(/\*/g)?.length ?? 0) <= 4);
    const computed = session.replace('C: AUTH', '# @auth LOGIN user=tim secret=pass\nC: AUTH');
    const server = await wireServer(t, { reply: stubborn });
    const inputs = { secrets: { pass: 'open sesame' } };
    const { plan } = planText(computed.replace('C: *\nS: 501', 'C: dGlt\nS: 235'));
    const asked = await against(server, plan, { inputs });
    assert.notEqual(doneOf(asked).verdict, 'passed');
    const passwords = server.received().split(Buffer.from('open sesame').toString('base64'));
    assert.equal(passwords.length, 2);
  },
);

test('places in the responses of a recorded AUTH are filled', async t => {
  const text = `S: 220 mx\nC: EHLO client\nS: 250-mx\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: {{name}}\nS: 334 UGFzc3dvcmQ6\nC: {{ word }}\nS: 235 ok\n${BYE}`;
  const replies = ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6', '235 ok'];
  const reply = (line: string): string | undefined => {
    if (line === 'EHLO client') return '250-mx\r\n250 AUTH LOGIN';
    return line === 'QUIT' ? undefined : replies.shift();
  };
  const server = await wireServer(t, { reply });
  const inputs = { values: { name: 'dGlt' }, secrets: { word: 'c2VjcmV0LXdvcmQ=' } };
  const events = await against(server, planText(text).plan, { inputs });
  assert.equal(doneOf(events).verdict, 'passed', failureOf(events));
  assert.equal(server.received(), `${EHLO}AUTH LOGIN\r\ndGlt\r\nc2VjcmV0LXdvcmQ=\r\nQUIT\r\n`);
  assert.ok(!JSON.stringify(events).includes('c2VjcmV0'));
});

test('a Unix socket, and an address to connect from', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'smtp');
  const played = await play(t, `${HELLO}${BYE}`, { path, target: { path } });
  passes(played);
  assert.equal(played.got, `${EHLO}QUIT\r\n`);
  const from = await play(t, `${HELLO}${BYE}`, { target: { localAddress: '127.0.0.9' } });
  passes(from);
  assert.equal(from.server.clients[0]?.remoteAddress, '127.0.0.9');
  assert.equal(only(from.events, 'opened')[0]?.localAddress, '127.0.0.9');
});
