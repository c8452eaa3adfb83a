import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { probeDialect } from '../dialect/probe.ts';
import { smtp } from '../dialect/smtp.ts';
import { contentLines } from './contentLines.ts';
import type { Chunk, Exchange, Session } from './model.ts';
import { readTranscript } from './readTranscript.ts';

function chunksOf(text: string): readonly Chunk[] {
  const octets = Buffer.from(text);
  const { dialect } = probeDialect(octets, bufferScanner);
  return [...readTranscript(octets, { scanner: bufferScanner, dialect })];
}

function sessionsOf(text: string): readonly Session[] {
  return chunksOf(text).flatMap(chunk => chunk.sessions);
}

/** The only session of lines that follow a greeting. */
function read(...lines: readonly string[]): Session {
  const sessions = sessionsOf(`S: 220 mx.example ESMTP\n${lines.join('\n')}\n`);
  assert.equal(sessions.length, 1);
  const [session] = sessions;
  assert.ok(session);
  return session;
}

function nth(session: Session, verb: string, index = 0): Exchange {
  const found = session.exchanges.filter(({ command }) => command.verb === verb)[index];
  assert.ok(found, `${verb} ${String(index)}`);
  return found;
}

/** `MAIL 250` and so on: each command with the codes that answer it and its content. */
function paired(session: Session): string[] {
  return session.exchanges.map(({ command, replies, content }) => {
    const codes = [...replies, ...(content?.replies ?? [])].map(({ code }) => String(code));
    return [command.verb, ...codes].join(' ');
  });
}

function strays(session: Session): number[] {
  return session.steps.flatMap(step => (step.kind === 'stray' ? [step.reply.code] : []));
}

const HELLO = ['C: EHLO c.example', 'S: 250-mx.example', 'S: 250-PIPELINING', 'S: 250 CHUNKING'];
const MAIL = ['C: MAIL FROM:<a@c.example>', 'S: 250 OK'];
const RCPT = ['C: RCPT TO:<b@mx.example>', 'S: 250 OK'];
const TEXT = ['C: Subject: t', 'C: ', 'C: hi', 'C: .'];
const MESSAGE = ['C: DATA', 'S: 354 Go', ...TEXT, 'S: 250 OK'];
const BYE = ['C: QUIT', 'S: 221 Bye'];

test('each reply answers the oldest command that waits', () => {
  const session = read(
    ...HELLO,
    'C: MAIL FROM:<a@c.example>',
    'C: RCPT TO:<b@mx.example>',
    'C: RCPT TO:<x@mx.example>',
    'C: DATA',
    'S: 250 OK',
    'S: 251 Will forward',
    'S: 550 No such user',
    'S: 354 Go',
    ...TEXT,
    'C: QUIT',
    'S: 250 OK',
    'S: 221 Bye',
  );
  const expected = ['EHLO 250', 'MAIL 250', 'RCPT 251', 'RCPT 550', 'DATA 354 250', 'QUIT 221'];
  assert.deepEqual(paired(session), expected);
  assert.deepEqual(
    session.exchanges.map(({ unanswered }) => unanswered),
    [0, 0, 1, 2, 3, 1],
  );
  assert.equal(session.ending, 'quit');
  assert.equal(session.transactions[0]?.outcome, 'accepted');
  assert.equal(session.transactions[0].recipients.length, 2);
});

test('what a pipelining client knew is the state before the group', () => {
  const session = read(
    ...HELLO,
    'C: MAIL FROM:<a@c.example>',
    'C: RCPT TO:<b@mx.example>',
    'S: 550 Not you',
    'S: 503 MAIL first',
    ...BYE,
  );
  const rcpt = nth(session, 'RCPT');
  assert.equal(rcpt.known.name, 'ready');
  assert.equal(rcpt.before.transaction, undefined);
  assert.deepEqual(session.transactions, []);
});

test('a reply that only one verb has skips the commands that never got theirs', () => {
  const session = read(
    ...HELLO,
    'C: MAIL FROM:<a@c.example>',
    'C: RCPT TO:<b@mx.example>',
    'S: 250 OK',
    'C: DATA',
    'S: 354 Go',
    ...TEXT,
    'S: 250 OK',
    ...BYE,
  );
  assert.deepEqual(paired(session), ['EHLO 250', 'MAIL 250', 'RCPT', 'DATA 354 250', 'QUIT 221']);
});

test('content before 354 is content, and its lines are no commands', () => {
  const session = read(
    ...HELLO,
    ...MAIL,
    ...RCPT,
    'C: DATA',
    'C: Subject: t',
    'C: QUIT',
    'S: 354 Go',
    'C: .',
    'S: 250 OK',
    ...BYE,
  );
  const { content } = nth(session, 'DATA');
  assert.equal(content?.misplaced, 'before-354');
  assert.ok(content.terminator);
  assert.equal(session.exchanges.filter(({ command }) => command.verb === 'QUIT').length, 1);
});

test('content after a refusal takes the protests of the server with it', () => {
  const session = read(
    ...HELLO,
    ...MAIL,
    ...RCPT,
    'C: DATA',
    'S: 451 Later',
    'C: Subject: t',
    'S: 500 What?',
    'C: ',
    'S: 500 What?',
    'C: .',
    'S: 500 What?',
    ...BYE,
  );
  const { content } = nth(session, 'DATA');
  assert.equal(content?.misplaced, 'after-refusal');
  assert.deepEqual(paired(session).slice(-2), ['DATA 451 500 500 500', 'QUIT 221']);
  assert.deepEqual(strays(session), []);
});

test('content pipelined behind a DATA that is refused counts as sent after the refusal', () => {
  const lines = ['C: DATA', ...TEXT, 'S: 503 RCPT first', ...BYE];
  const session = read(...HELLO, ...MAIL, ...lines);
  assert.equal(nth(session, 'DATA').content?.misplaced, 'after-refusal');
});

test('commands pipelined behind a DATA that is refused stay commands', () => {
  const session = read(...HELLO, ...MAIL, 'C: DATA', 'C: RSET', 'S: 503 No', 'S: 250 OK', ...BYE);
  assert.deepEqual(paired(session), ['EHLO 250', 'MAIL 250', 'DATA 503', 'RSET 250', 'QUIT 221']);
  assert.equal(nth(session, 'RSET').unanswered, 1);
  assert.equal(nth(session, 'RSET').known.name, 'mail');
});

test('a mistyped command after a refused DATA is a command', () => {
  const session = read(
    ...HELLO,
    ...MAIL,
    'C: DATA',
    'S: 503 No',
    'C: QIUT',
    'S: 500 What?',
    ...BYE,
  );
  assert.deepEqual(paired(session).slice(-2), ['QIUT 500', 'QUIT 221']);
});

test('a refused EHLO keeps the transaction, an accepted one drops it', () => {
  const kept = read(...HELLO, ...MAIL, 'C: EHLO x.example', 'S: 503 No', ...RCPT, ...BYE);
  assert.equal(nth(kept, 'RCPT').after.name, 'rcpt');
  const dropped = read(...HELLO, ...MAIL, 'C: EHLO x.example', 'S: 250 mx', ...RCPT, ...BYE);
  assert.equal(nth(dropped, 'RCPT').before.transaction, undefined);
  assert.equal(nth(dropped, 'RCPT').before.capabilities.size, 0);
  assert.equal(dropped.transactions[0]?.outcome, 'aborted');
});

test('RSET before a hello leaves the session where it was', () => {
  const session = read('C: RSET', 'S: 250 OK', ...BYE);
  assert.equal(nth(session, 'RSET').after.name, 'greeted');
});

test('a refused recipient changes nothing but the count of refusals', () => {
  const others = ['C: RCPT TO:<x@mx.example>', 'S: 452 Too many', ...RCPT];
  const session = read(...HELLO, ...MAIL, ...RCPT, ...others, ...MESSAGE, ...BYE);
  const { transaction } = nth(session, 'DATA').before;
  assert.equal(transaction?.accepted.length, 2);
  assert.equal(transaction.refused, 1);
});

for (const reply of ['503 No', '554 No', '354 Go']) {
  test(`DATA after all recipients were refused: ${reply}`, () => {
    const end = reply.startsWith('354') ? ['C: .', 'S: 554 Nobody'] : [];
    const rcpt = ['C: RCPT TO:<x@mx.example>', 'S: 550 No'];
    const session = read(...HELLO, ...MAIL, ...rcpt, 'C: DATA', `S: ${reply}`, ...end, ...BYE);
    const open = end.length === 0;
    assert.equal(nth(session, 'DATA').after.transaction !== undefined, open);
    assert.equal(session.transactions[0]?.outcome, open ? 'aborted' : 'refused');
  });
}

test('a refused message is over as well, and the next needs no EHLO', () => {
  const failed = ['C: DATA', 'S: 354 Go', ...TEXT, 'S: 451 Later'];
  const again = [...MAIL, ...RCPT, ...MESSAGE];
  const session = read(...HELLO, ...MAIL, ...RCPT, ...failed, ...again, ...BYE);
  const outcomes = session.transactions.map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['refused', 'accepted']);
  assert.equal(nth(session, 'MAIL', 1).before.transaction, undefined);
});

test('STARTTLS refused resets nothing', () => {
  const session = read(...HELLO, 'C: STARTTLS', 'S: 454 Not now', ...MAIL, ...BYE);
  assert.equal(session.tls, false);
  assert.equal(nth(session, 'MAIL').before.hello, 'EHLO');
});

test('STARTTLS forgets hello, capabilities, login and transaction, with or without a mark', () => {
  for (const mark of [[], ['# <TLS established>']]) {
    const auth = ['C: AUTH PLAIN AGEAYg==', 'S: 235 OK'];
    const tls = ['C: STARTTLS', 'S: 220 Go', ...mark];
    const session = read(...HELLO, ...auth, ...MAIL, ...tls, ...MAIL, ...BYE);
    const { before } = nth(session, 'MAIL', 1);
    assert.deepEqual(
      [before.tls, before.hello, before.capabilities.size, before.authenticated],
      [true, 'none', 0, false],
    );
    assert.equal(before.transaction, undefined);
    assert.deepEqual([...before.staleCapabilities.keys()], ['PIPELINING', 'CHUNKING']);
  }
});

test('AUTH: rounds join one exchange, "*" cancels, an empty challenge is one', () => {
  const session = read(
    ...HELLO,
    'C: AUTH LOGIN',
    'S: 334 VXNlcm5hbWU6',
    'C: *',
    'S: 501 Cancelled',
    'C: AUTH PLAIN',
    'S: 334 ',
    'C: AGEAYg==',
    'S: 535 Wrong',
    'C: AUTH PLAIN AGEAYw==',
    'S: 235 OK',
    ...BYE,
  );
  const expected = ['EHLO 250', 'AUTH 334 501', 'AUTH 334 535', 'AUTH 235', 'QUIT 221'];
  assert.deepEqual(paired(session), expected);
  assert.deepEqual(
    session.exchanges.map(({ responses }) => responses.length),
    [0, 1, 1, 0, 0],
  );
  assert.equal(nth(session, 'AUTH', 1).after.authenticated, false);
  assert.equal(session.authenticated, true);
});

test('AUTH responses sent without waiting are responses', () => {
  const sent = ['C: AUTH LOGIN', 'C: YQ==', 'C: Yg=='];
  const session = read(...HELLO, ...sent, 'S: 334 VQ==', 'S: 334 UA==', 'S: 235 OK', ...BYE);
  assert.deepEqual(paired(session), ['EHLO 250', 'AUTH 334 334 235', 'QUIT 221']);
});

test('AUTH in a transaction leaves it as it was', () => {
  const auth = ['C: AUTH LOGIN', 'S: 334 VQ==', 'C: *', 'S: 501 Cancelled'];
  const session = read(...HELLO, ...MAIL, ...RCPT, ...auth, ...MESSAGE, ...BYE);
  assert.equal(nth(session, 'DATA').before.name, 'rcpt');
  assert.equal(session.transactions[0]?.outcome, 'accepted');
});

test('BDAT: octets are counted, 0 LAST ends the message', () => {
  const chunk = ['C: BDAT 6', 'C: QUIT', 'S: 250 OK'];
  const last = ['C: BDAT 0 LAST', 'S: 250 OK'];
  const session = read(...HELLO, ...MAIL, ...RCPT, ...chunk, ...last, ...BYE);
  const expected = ['MAIL 250', 'RCPT 250', 'BDAT 250', 'BDAT 250', 'QUIT 221'];
  assert.deepEqual(paired(session).slice(1), expected);
  assert.equal(nth(session, 'BDAT').after.name, 'bdat');
  assert.equal(nth(session, 'BDAT', 1).after.name, 'ready');
  assert.equal(session.transactions[0]?.chunks.length, 2);
});

test('BDAT fails in the middle with chunks in flight', () => {
  const sent = ['C: BDAT 4', 'C: ab', 'C: BDAT 4', 'C: cd', 'C: BDAT 0 LAST'];
  const replies = ['S: 452 Full', 'S: 503 No', 'S: 503 No'];
  const reset = ['C: RSET', 'S: 250 OK'];
  const session = read(...HELLO, ...MAIL, ...RCPT, ...sent, ...replies, ...reset, ...BYE);
  assert.equal(nth(session, 'BDAT').after.name, 'bdat-failed');
  assert.equal(nth(session, 'BDAT', 2).known.name, 'rcpt');
  assert.equal(nth(session, 'QUIT').before.transaction, undefined);
  assert.notEqual(session.transactions[0]?.outcome, 'accepted');
});

const LHLO = ['C: LHLO c.example', 'S: 250 mx.example'];
const NO_RCPT = ['C: RCPT TO:<x@mx.example>', 'S: 550 No'];

test('LMTP: one reply for each accepted recipient, in DATA', () => {
  const content = ['C: DATA', 'S: 354 Go', ...TEXT, 'S: 250 OK', 'S: 452 Full'];
  const session = read(...LHLO, ...MAIL, ...RCPT, ...NO_RCPT, ...RCPT, ...content, ...BYE);
  assert.deepEqual(paired(session).slice(-2), ['DATA 354 250 452', 'QUIT 221']);
  assert.equal(session.protocol, 'LMTP');
  assert.equal(session.transactions[0]?.outcome, 'accepted');
  assert.deepEqual(strays(session), []);
});

test('LMTP: one reply for each accepted recipient, in BDAT LAST', () => {
  const content = ['C: BDAT 4', 'C: ab', 'S: 250 OK', 'C: BDAT 0 LAST', 'S: 250 OK', 'S: 452 Full'];
  const session = read(...LHLO, ...MAIL, ...RCPT, ...RCPT, ...content, ...BYE);
  assert.deepEqual(paired(session).slice(-3), ['BDAT 250', 'BDAT 250 452', 'QUIT 221']);
  assert.equal(nth(session, 'QUIT').before.name, 'ready');
  assert.equal(session.transactions[0]?.outcome, 'accepted');
});

test('LMTP: DATA without an accepted recipient has one reply', () => {
  const session = read(...LHLO, ...MAIL, ...NO_RCPT, 'C: DATA', 'S: 503 Nobody', ...BYE);
  assert.deepEqual(paired(session).slice(-2), ['DATA 503', 'QUIT 221']);
});

test('PRDR: 353, one reply for each recipient, and the last one decides', () => {
  const replies = ['S: 353 Partial', 'S: 250 OK', 'S: 550 Spam', 'S: 250 Taken'];
  const content = ['C: DATA', 'S: 354 Go', ...TEXT, ...replies];
  const session = read(...HELLO, ...MAIL, ...RCPT, ...RCPT, ...content, ...BYE);
  assert.deepEqual(paired(session).slice(-2), ['DATA 354 353 250 550 250', 'QUIT 221']);
  assert.equal(session.transactions[0]?.outcome, 'accepted');
});

test('421 in a pipelined group answers the oldest and voids the rest', () => {
  const group = ['C: MAIL FROM:<a@c.example>', 'C: RCPT TO:<b@mx.example>', 'C: DATA'];
  const session = read(...HELLO, ...group, 'S: 250 OK', 'S: 421 Bye');
  assert.deepEqual(paired(session), ['EHLO 250', 'MAIL 250', 'RCPT 421', 'DATA']);
  assert.equal(nth(session, 'DATA').voided, true);
  assert.equal(session.ending, '421');
  assert.equal(session.transactions[0]?.outcome, 'aborted');
});

test('421 twice is one session, and nothing reopens it', () => {
  const rcpt = ['C: RCPT TO:<b@mx.example>', 'S: 421 Bye'];
  const session = read(...HELLO, ...MAIL, ...rcpt, ...rcpt, 'C: RSET', 'S: 250 OK');
  assert.deepEqual(paired(session).slice(-3), ['RCPT 421', 'RCPT 421', 'RSET 250']);
  assert.equal(session.final.name, 'closed');
});

test('421 nobody asked for ends the session', () => {
  const session = read(...HELLO, 'S: 421 Idle for too long');
  assert.deepEqual(strays(session), [421]);
  assert.equal(session.ending, '421');
});

test('554 greets, and QUIT follows', () => {
  const [session] = sessionsOf('S: 554 No service\nC: QUIT\nS: 221 Bye\n');
  assert.equal(session?.greeting?.reply.code, 554);
  assert.equal(session.exchanges[0]?.known.name, 'rejected');
  assert.equal(session.ending, 'quit');
});

test('220 after 221 begins another session', () => {
  const one = ['S: 220 mx.example', ...HELLO, ...BYE];
  const sessions = sessionsOf([...one, ...one, ''].join('\n'));
  assert.deepEqual(
    sessions.map(session => session.ending),
    ['quit', 'quit'],
  );
});

test('QUIT with an argument is refused and the session goes on', () => {
  const session = read(
    ...HELLO,
    'C: QUIT now',
    'S: 501 No argument',
    'C: NOOP',
    'S: 250 OK',
    ...BYE,
  );
  assert.equal(session.ending, 'quit');
  assert.equal(nth(session, 'NOOP').before.name, 'ready');
});

test('QUIT drops an open transaction', () => {
  const session = read(...HELLO, ...MAIL, ...RCPT, ...BYE);
  assert.equal(session.transactions[0]?.outcome, 'aborted');
  assert.equal(session.final.transaction, undefined);
});

test('XCLIENT puts the session back to the greeting, TLS kept', () => {
  const tls = ['C: STARTTLS', 'S: 220 Go', '# <TLS established>', ...HELLO];
  const session = read(...HELLO, ...tls, 'C: XCLIENT NAME=x', 'S: 220 mx', ...MAIL, ...BYE);
  const { before } = nth(session, 'MAIL');
  assert.deepEqual([before.name, before.hello, before.tls], ['greeted', 'none', true]);
  assert.equal(before.capabilities.size, 0);
});

test('after ATRN the sides swap, and what they say is not paired', () => {
  const swapped = ['C: 220 c.example', 'S: EHLO mx.example', 'C: 250 c.example'];
  const session = read(...HELLO, 'C: ATRN c.example', 'S: 250 OK', ...swapped);
  assert.deepEqual(paired(session), ['EHLO 250', 'ATRN 250']);
  assert.equal(session.final.name, 'reversed');
  assert.deepEqual(strays(session), []);
});

test('an excerpt has no greeting, whatever its first reply is', () => {
  const [session] = sessionsOf('# @excerpt start\nS: 250 OK\nC: NOOP\nS: 250 OK\n');
  assert.equal(session?.greeting, undefined);
  assert.deepEqual(paired(session ?? read()), ['NOOP 250']);
});

test('a command without a reply at the end keeps the state it was sent in', () => {
  const session = read(...HELLO, ...MAIL, ...RCPT, 'C: DATA', 'S: 354 Go', ...TEXT);
  assert.equal(nth(session, 'DATA').before.name, 'rcpt');
  assert.equal(session.transactions[0]?.outcome, 'unknown');
});

test('NOOP and RSET between two messages change no transaction', () => {
  const plain = read(...HELLO, ...MAIL, ...RCPT, ...MESSAGE, ...MAIL, ...RCPT, ...MESSAGE, ...BYE);
  const between = ['C: NOOP', 'S: 250 OK', 'C: RSET', 'S: 250 OK', ...MAIL, ...RCPT, ...MESSAGE];
  const spaced = read(...HELLO, ...MAIL, ...RCPT, ...MESSAGE, ...between, ...BYE);
  const outcomes = (session: Session): string[] => session.transactions.map(t => t.outcome);
  assert.deepEqual(outcomes(spaced), outcomes(plain));
});

test('a reply split into lines and verbs in any case are the same', () => {
  const session = read('C: ehlo c.example', 'S: 250 mx', 'C: Noop', 'S: 250-a', 'S: 250 b', ...BYE);
  assert.deepEqual(paired(session), ['EHLO 250', 'NOOP 250', 'QUIT 221']);
});

test('the answers to a challenge are not printed: the replies to them are still of AUTH', () => {
  const lines = ["<< b'220 mx.example'", ">> b'EHLO c.example'", "<< b'250 AUTH LOGIN'"];
  const auth = [">> b'AUTH LOGIN'", "<< b'334 VXNlcm5hbWU6'", "<< b'334 UGFzc3dvcmQ6'"];
  const log = [...lines, ...auth, "<< b'535 5.7.8 no'", "<< b'421 closing'"];
  const [session] = sessionsOf(log.map(line => `mail.log:('192.0.2.1', 9) ${line}\n`).join(''));
  assert.ok(session);
  assert.deepEqual(paired(session), ['EHLO 250', 'AUTH 334 334 535']);
  assert.deepEqual(strays(session), [421]);
});

test('a capture of the client alone says nothing about the replies', () => {
  const lines = ['EHLO c.example', 'MAIL FROM:<a@c.example>', 'QUIT'];
  const [session] = sessionsOf(lines.map(line => `CLIENT -> SERVER: ${line}\n`).join(''));
  assert.ok(session);
  assert.equal(session.ending, 'unknown');
  assert.ok(session.exchanges.every(({ voided }) => voided));
});

test('of a list whose last line alone is shown any extension may be part', () => {
  const lines = ['[<-] 220 mx.example', '[->] EHLO c.example', '[<-] 250 HELP'];
  const [session] = sessionsOf(`${lines.join('\n')}\n`);
  assert.equal(session?.final.capabilities.has('STARTTLS'), true);
});

test('in a log, 220 where no command waits is another session; 220 to STARTTLS is none', () => {
  const lines = ['<- 220 mx ESMTP', '-> EHLO c', '<- 250 mx', '-> MAIL FROM:<a@c>', '<- 550 no'];
  const log = lines.map(line => line.replace('<- ', '<-- ').replace('-> ', '--> ')).join('\n');
  assert.equal(sessionsOf(`${log}\n${log}\n`).length, 2);
  const tls = log.replace('--> MAIL FROM:<a@c>\n<-- 550 no', '--> STARTTLS\n<-- 220 go');
  assert.equal(sessionsOf(`${tls}\n--> EHLO c\n<-- 250 mx\n`).length, 1);
});

void test('an empty line between the connection and its greeting opens no other session', () => {
  const sessions = sessionsOf(
    '# <connected>\n\nS: 220 x\nC: QUIT\nS: 221 bye\n\nS: 220 x\nC: QUIT\n',
  );
  assert.deepEqual(
    sessions.map(({ exchanges }) => exchanges.length),
    [1, 1],
  );
});

void test('a process that serves one client after the other gives a chunk for each', () => {
  const session = [
    '>>> 220 mx.example ESMTP',
    '<<< EHLO x',
    '>>> 250 mx',
    '<<< QUIT',
    '>>> 221 bye',
  ];
  const log = session.map(line => `16466 ${line}\n`).join('');
  const chunks = chunksOf(log.repeat(3));
  assert.equal(chunks[0]?.dialect, 'sendmail-X');
  assert.deepEqual(
    chunks.map(({ sessions }) => sessions.length),
    [1, 1, 1],
  );
});

test('content that goes on without marks leaves what has them as it is', () => {
  const early = [
    'S: 220 a',
    'C: DATA',
    'C: one',
    'S: 220 b',
    'C: two',
    'three',
    'C: .',
    'S: 250 ok',
  ];
  const text = `${['S: 220 mx', 'C: EHLO c', ...early].join('\n')}\n`;
  const octets = Buffer.from(text);
  const [chunk] = readTranscript(octets, { scanner: bufferScanner, dialect: smtp });
  const content = chunk?.sessions[0]?.exchanges.find(x => x.content !== undefined)?.content;
  assert.ok(chunk && content);
  const lines = [...contentLines(chunk, content)].map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(lines, ['one', 'two', 'three']);
});
