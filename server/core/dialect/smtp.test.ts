import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { contentLines, contentOctets } from '../transcript/contentLines.ts';
import { readTranscript } from '../transcript/readTranscript.ts';
import type { Chunk, Session } from '../transcript/model.ts';
import { smtp } from './smtp.ts';

function read(text: string): { chunk: Chunk; session: Session } {
  const octets = Buffer.from(text, 'latin1');
  const [chunk] = readTranscript(octets, { scanner: bufferScanner, dialect: smtp });
  const session = chunk?.sessions[0];
  assert.ok(chunk && session);
  return { chunk, session };
}

function contentOf(text: string): string[] {
  const { chunk, session } = read(text);
  const content = session.exchanges.find(exchange => exchange.content)?.content;
  assert.ok(content);
  return [...contentLines(chunk, content)].map(line =>
    bufferScanner.latin1(chunk.octets, line.start, line.end),
  );
}

const BARE = [
  '220 mx',
  'HELO c',
  '250 mx',
  'MAIL FROM:<a@b>',
  '250 ok',
  'RCPT TO:<c@d>',
  '250 ok',
  'DATA',
  '354 go',
];
const MARKED = BARE.map(line => (/^\d/.test(line) ? `S: ${line}` : `C: ${line}`));

test('in the bare form everything inside a message is content', () => {
  const body = [
    'Subject: x',
    '',
    '# no note',
    '250 no reply',
    'S: no server',
    'C: no client',
    'QUIT',
    '..',
  ];
  assert.deepEqual(
    contentOf([...BARE, ...body, '.', '250 ok', 'QUIT', '221 bye'].join('\n')),
    body,
  );
});

test('in the bare form every line of a BDAT chunk is content', () => {
  const body = ['BDAT 19 LAST', 'A: b', '', '# no note'];
  const text = [...BARE.slice(0, 7), ...body, '250 ok', 'QUIT', '221 bye'].join('\n');
  assert.deepEqual(contentOf(text), body.slice(1));
  assert.equal(read(text).session.ending, 'quit');
});

test('in the bare form an empty line may answer a challenge', () => {
  const auth = ['AUTH XOAUTH2 eA==', '334 eA==', '', '535 no', 'QUIT', '221 bye'];
  const { session } = read([...BARE.slice(0, 3), ...auth].join('\n'));
  assert.deepEqual(
    session.exchanges.map(({ responses }) => responses.length),
    [0, 1, 0],
  );
  const gap = ['AUTH PLAIN', '334 ', '', 'dGVzdAB0ZXN0ADEyMzQ=', '235 ok', 'QUIT', '221 bye'];
  assert.equal(read([...BARE.slice(0, 3), ...gap].join('\n')).session.ending, 'quit');
});

test('with marks, notes and blank lines between content lines are no content', () => {
  const body = ['C: Subject: x', '# a note', '', 'C: ', 'C:', 'C: 250 no reply', 'C: ..'];
  assert.deepEqual(contentOf([...MARKED, ...body, 'C: .', 'S: 250 ok'].join('\n')), [
    'Subject: x',
    '',
    '',
    '250 no reply',
    '..',
  ]);
});

test('content that drops its marks keeps its empty lines', () => {
  const body = ['Subject: x', '', 'hello', 'C: there'];
  assert.deepEqual(contentOf([...MARKED, ...body, 'C: .', 'S: 250 ok'].join('\n')), [
    'Subject: x',
    '',
    'hello',
    'there',
  ]);
});

test('a server line ends marked content that lacks its dot', () => {
  const { session } = read([...MARKED, 'C: Subject: x', 'C: QUIT', 'S: 221 bye', ''].join('\n'));
  const data = session.exchanges.at(-1);
  assert.equal(data?.command.verb, 'DATA');
  assert.equal(data.content?.terminator, undefined);
  assert.deepEqual(
    data.content?.replies.map(reply => reply.code),
    [221],
  );
});

test('all line ends are one line end', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const lines = [
      ...MARKED,
      'C: Subject: x',
      'C: ',
      'C: hi',
      'C: .',
      'S: 250 ok',
      'C: QUIT',
      'S: 221 bye',
      '',
    ];
    const { chunk, session } = read(lines.join(end));
    assert.equal(session.ending, 'quit', JSON.stringify(end));
    const content = session.exchanges.find(exchange => exchange.content)?.content;
    assert.ok(content);
    assert.equal(contentOctets(chunk, content), 'Subject: x\r\n\r\nhi\r\n'.length);
  }
});

test('prose before a bare dialogue is no command', () => {
  const { session } = read(
    ['Here is what I see', '', ...BARE.slice(0, 3), 'WHAT?', '500 what'].join('\n'),
  );
  assert.deepEqual(
    session.exchanges.map(exchange => exchange.command.verb),
    ['HELO', 'WHAT?'],
  );
});

test('what telnet prints around a bare dialogue is no command', () => {
  const around = ["Escape character is '^]'.", ...BARE.slice(0, 3), 'QUIT', '221 bye'];
  const { session } = read([...around, 'Connection closed by foreign host.'].join('\n'));
  assert.deepEqual(
    session.exchanges.map(({ command }) => command.verb),
    ['HELO', 'QUIT'],
  );
  assert.equal(session.steps.at(-1)?.kind, 'event');
});

test('raw lines hold what no editor can', () => {
  const body = ['C\\: a\\nb\\r\\n', 'C\\: \\x00\\\\end\\r\\n'];
  const { chunk, session } = read([...MARKED, ...body, 'C: .', 'S: 250 ok'].join('\n'));
  const content = session.exchanges.find(exchange => exchange.content)?.content;
  assert.ok(content);
  assert.equal(contentOctets(chunk, content), 'a\nb\r\n\0\\end\r\n'.length);
});

for (const text of [
  'mail: cannot send message: Operation rejected by remote party\n',
  'auth = none\nuser = (not set)\n',
  'send: message not delivered to anyone\n',
]) {
  void test(`what a program says is no command: ${text.slice(0, 12)}`, () => {
    const octets = Buffer.from(text);
    const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect: smtp })];
    assert.deepEqual(
      chunks.flatMap(chunk => chunk.sessions),
      [],
    );
  });
}
