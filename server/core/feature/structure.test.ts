import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChunks, readCursor, textOf } from '../../../test/support/cursor.ts';
import { DEFAULT_LINT, lintChunk, rulesetOf } from '../rule/run.ts';
import type { Chunk } from '../transcript/model.ts';
import { foldsOf } from './folding.ts';
import { highlightsAt } from './highlights.ts';
import { outlineOf } from './outline.ts';
import type { OutlineNode } from './outline.ts';
import { selectionsAt } from './selections.ts';
import { suppressHere, suppressInFile, suppressInSession } from './suppressHere.ts';
import { tokensOf } from './tokens.ts';

const SESSION = `
# @name Two of them
S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
C: MAIL FROM:<a@b.example> SIZE=10
S: 250 2.1.0 ok
C: RCPT TO:<c@d.example>
S: 250 2.1.5 ok
C: DATA
S: 354 go
C: Subject: x
C:  folded
C: 
C: body: not a header
C: .
S: 250 2.0.0 queued
C: QUIT
S: 221 bye
`;

function only(text: string): Chunk {
  const [chunk] = readChunks(text);
  assert.ok(chunk);
  return chunk;
}

void test('outline: session, transaction, command', () => {
  const [session] = outlineOf(only(SESSION), 1);
  assert.equal(session?.name, 'Two of them');
  assert.deepEqual(
    session.children.map(child => [child.kind, child.name, child.detail]),
    [
      ['command', 'EHLO client.example', '250'],
      ['transaction', 'a@b.example → c@d.example', 'accepted'],
      ['command', 'QUIT', '221'],
    ],
  );
  assert.deepEqual(
    session.children[1]?.children.map(child => child.name),
    ['MAIL FROM:<a@b.example> SIZE=10', 'RCPT TO:<c@d.example>', 'DATA'],
  );
  checkNesting(session);
});

function checkNesting(node: OutlineNode): void {
  assert.ok(node.selection.start >= node.span.start && node.selection.end <= node.span.end);
  for (const child of node.children) {
    assert.ok(child.span.start >= node.span.start && child.span.end <= node.span.end);
    checkNesting(child);
  }
}

/** Name and detail of each node under the session, deeper ones indented. */
function drawn(text: string): string[] {
  const lines: string[] = [];
  const draw = ({ name, detail, children }: OutlineNode, indent: string): void => {
    lines.push(`${indent}${name} [${detail}]`);
    for (const child of children) draw(child, `${indent}  `);
  };
  for (const node of outlineOf(only(text), 1)) {
    checkNesting(node);
    draw(node, '');
  }
  return lines;
}

void test('outline: who, when, what became of it, and who was refused', () => {
  const log = `[2026-11-21 22:40:44] INFO  [x1] Connection established to 192.0.2.1:25
[2026-11-21 22:40:45] DEBUG [x1] S: 220 mx.example.org ESMTP
[2026-11-21 22:40:45] DEBUG [x1] C: EHLO client.example
[2026-11-21 22:40:45] DEBUG [x1] S: 250 mx.example.org
[2026-11-21 22:40:45] DEBUG [x1] C: MAIL FROM:<a@b.example>
[2026-11-21 22:40:45] DEBUG [x1] C: RCPT TO:<c@d.example>
[2026-11-21 22:40:45] DEBUG [x1] C: RCPT TO:<e@d.example>
[2026-11-21 22:40:45] DEBUG [x1] S: 250 ok
[2026-11-21 22:40:45] DEBUG [x1] S: 250 ok
[2026-11-21 22:40:45] DEBUG [x1] S: 550 no such user
[2026-11-21 22:40:45] DEBUG [x1] C: DATA
[2026-11-21 22:40:45] DEBUG [x1] S: 354 go
[2026-11-21 22:40:45] DEBUG [x1] Subject: x
[2026-11-21 22:40:45] DEBUG [x1] .
[2026-11-21 22:40:45] DEBUG [x1] S: 554 no spam
[2026-11-21 22:40:45] DEBUG [x1] C: QUIT
[2026-11-21 22:40:45] DEBUG [x1] S: 221 bye
`;
  assert.deepEqual(drawn(log), [
    'session 1: client.example → mx.example.org [22:40:45, x1, 0 of 1 accepted, QUIT]',
    '  EHLO client.example [250]',
    '  a@b.example → c@d.example, e@d.example [refused (554), refused: e@d.example]',
    '    MAIL FROM:<a@b.example> [250]',
    '    RCPT TO:<c@d.example> [250]',
    '    RCPT TO:<e@d.example> [550]',
    '    DATA [354, 554]',
    '  QUIT [221]',
  ]);
});

void test('outline: commands of a group follow one another', () => {
  const text = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@b.example>
C: RCPT TO:<c@d.example>
C: DATA
S: 250 ok
S: 550 no
S: 503 nobody
C: QUIT
S: 221 bye
`;
  const [session] = outlineOf(only(text), 1);
  const nodes = session?.children.flatMap(child => [child, ...child.children]) ?? [];
  const transaction = nodes.find(({ kind }) => kind === 'transaction');
  assert.equal(transaction?.detail, 'aborted, every recipient refused');
  assert.deepEqual(
    transaction.children.map(({ name, span }) => [name, text.slice(span.start, span.end)]),
    [
      ['MAIL FROM:<a@b.example>', 'C: MAIL FROM:<a@b.example>\n'],
      ['RCPT TO:<c@d.example>', 'C: RCPT TO:<c@d.example>\n'],
      ['DATA', 'C: DATA\nS: 250 ok\nS: 550 no\nS: 503 nobody'],
    ],
  );
});

void test('outline: nobody, and replies that nobody asked for', () => {
  const lines = drawn(`# @excerpt server
S: 220 mx.example ESMTP
S: 250-mx.example
S: 250 SIZE
S: 550 5.1.1 who?
S: 221 bye
`);
  assert.deepEqual(lines, [
    'session 1: mx.example [QUIT]',
    '  250-mx.example [reply]',
    '  550 5.1.1 who? [reply]',
    '  221 bye [reply]',
  ]);
  const none = drawn(
    'S: 220 x\nC: HELO y\nS: 250 x\nC: MAIL FROM:<>\nS: 250 ok\nC: QUIT\nS: 221 x\n',
  );
  assert.equal(none[2], '  <> → (no recipient) [aborted]');
});

void test('outline: what a stranger wrote shows no control characters', () => {
  const [line] = drawn(
    'S: 220 m\u001b[31m.example x\nC: EHLO a\u202eb.c\nS: 250 x\nC: QUIT\nS: 221 x\n',
  );
  assert.doesNotMatch(line ?? '', /[\u001b\u202e]/);
});

void test('outline never shows a credential', () => {
  const [session] = outlineOf(only('S: 220 x\nC: AUTH PLAIN AGEAYg==\nS: 235 ok\n'), 1);
  assert.equal(session?.children[0]?.name, 'AUTH PLAIN');
});

void test('folds', () => {
  const chunk = only(SESSION);
  const found = foldsOf(chunk).map(({ kind, span }) => [kind, textOf(chunk, span).split('\n')[0]]);
  assert.deepEqual(found, [
    ['session', 'S: 220 mx.example ESMTP'],
    ['transaction', 'C: MAIL FROM:<a@b.example> SIZE=10'],
    ['reply', 'S: 250-mx.example'],
    ['content', 'C: Subject: x'],
    ['header', 'C: Subject: x'],
  ]);
});

void test('tokens', () => {
  const chunk = only(SESSION);
  const words = tokensOf(chunk).map(({ type, span }) => `${type} ${textOf(chunk, span)}`);
  for (const word of [
    'smtpReplySuccess 220',
    'smtpVerb EHLO',
    'smtpKeyword SIZE',
    'smtpVerb FROM',
    'smtpLocalPart a',
    'smtpDomain b.example',
    'smtpParameter SIZE=10',
    'smtpEnhancedCode 2.1.5',
    'smtpReplyIntermediate 354',
    'smtpHeaderName Subject',
    'smtpTerminator .',
  ]) {
    assert.ok(words.includes(word), word);
  }
  assert.ok(!words.some(word => word.includes('body')));
});

void test('a command and its replies are highlighted together', () => {
  const { chunk, offset } = readCursor(SESSION.replace('S: 354', 'S: 35$04'));
  const spans = highlightsAt(chunk, offset).map(span => textOf(chunk, span));
  assert.deepEqual(spans, ['DATA', '354 go', '250 2.0.0 queued']);
});

void test('selections widen', () => {
  const { chunk, offset } = readCursor(SESSION.replace('<c@d', '<c@$0d'));
  const texts = selectionsAt(chunk, offset).map(span => textOf(chunk, span));
  assert.deepEqual(texts.slice(0, 4), [
    'd.example',
    'c@d.example',
    '<c@d.example>',
    'TO:<c@d.example>',
  ]);
  for (const [index, text] of texts.entries()) {
    assert.ok(index === 0 || text.length > (texts[index - 1]?.length ?? 0));
  }
});

const NESTED = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example>
S: 250 OK
C: MAIL FROM:<c@client.example>
S: 503 no
`;

void test('a suppression is written above the line, or added to the one that stands there', () => {
  const apply = (text: string): string => {
    const chunk = only(text);
    const finding = lintChunk(chunk, rulesetOf(DEFAULT_LINT)).find(f => f.rule === 'nested-mail');
    if (finding === undefined) return text;
    const edit = suppressHere(chunk, finding);
    assert.ok(edit);
    return text.slice(0, edit.at.start) + edit.text + text.slice(edit.at.end);
  };
  const fresh = apply(NESTED);
  assert.match(fresh, /^# @disable-next-line nested-mail\nC: MAIL FROM:<c/m);
  assert.equal(apply(fresh), fresh);
  const second = '# @disable-next-line other -- why\nC: MAIL FROM:<c';
  const added = apply(NESTED.replace('C: MAIL FROM:<c', second));
  assert.match(added, /^# @disable-next-line other, nested-mail -- why$/m);
  assert.equal(apply(added), added);
});

void test('a suppression for the session or the file stands before it, or is added to one', () => {
  const apply = (text: string, suppress: typeof suppressInSession): string => {
    const chunk = only(text);
    const finding = lintChunk(chunk, rulesetOf(DEFAULT_LINT)).find(f => f.rule === 'nested-mail');
    if (finding === undefined) return text;
    const edit = suppress(chunk, finding);
    assert.ok(edit);
    const octets = Buffer.from(text);
    const parts = [octets.subarray(0, edit.at.start), octets.subarray(edit.at.end)];
    return parts.map(String).join(edit.text);
  };
  for (const [suppress, name] of [
    [suppressInSession, 'disable-session'],
    [suppressInFile, 'disable-file'],
  ] as const) {
    const fresh = apply(NESTED, suppress);
    assert.equal(fresh, `# @${name} nested-mail\n${NESTED}`);
    assert.equal(apply(fresh, suppress), fresh);
    const other = apply(`# @${name} other -- why\n${NESTED}`, suppress);
    assert.ok(other.startsWith(`# @${name} other, nested-mail -- why\n`));
    assert.equal(apply(other, suppress), other);
    const marked = apply(`\ufeff# first\r\n${NESTED}`, suppress).replace('\ufeff', '');
    assert.match(
      marked,
      /^(?:# @disable-file nested-mail\r\n)?# first\r\n(?:# @disable-session nested-mail\r\n)?S:/,
    );
  }
});

void test('no suppression in the log of another program', () => {
  const chunk = only('=== Trying x:25...\n<-  220 x\n -> EHLO y\n<-  250 x\n -> QUIT\n<-  221 x\n');
  const at = { start: 20, end: 22 };
  const finding = {
    rule: 'x',
    severity: 'error',
    at,
    template: '',
    values: {},
    related: [],
    fix: undefined,
  } as const;
  assert.equal(suppressHere(chunk, finding), undefined);
  const bare = only(
    '220 x\nEHLO y\n250 x\nMAIL FROM:<a@b.c>\n250 ok\nRCPT TO:<a@b.c>\n250 ok\nDATA\n354 go\nfirst\nsecond\n.\n250 ok\n',
  );
  const inside = Buffer.from(bare.octets).indexOf('second');
  assert.equal(
    suppressHere(bare, { ...finding, at: { start: inside, end: inside + 1 } }),
    undefined,
  );
});

void test('a place stands out of the word that it is part of', () => {
  const chunk = only(SESSION.replace('a@b.example', 'a{{tag}}c@{{host}}'));
  const line = tokensOf(chunk)
    .map(({ type, span }) => [type, textOf(chunk, span)])
    .filter(([, text]) => text !== undefined);
  const at = line.findIndex(([type]) => type === 'smtpVariable');
  assert.deepEqual(line.slice(at - 1, at + 3), [
    ['smtpLocalPart', 'a'],
    ['smtpVariable', '{{tag}}'],
    ['smtpLocalPart', 'c'],
    ['smtpVariable', '{{host}}'],
  ]);
});
