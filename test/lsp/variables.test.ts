import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly edit?: { readonly changes?: Record<string, readonly TextEdit[]> };
}

const OPENING = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH PLAIN LOGIN CRAM-MD5
`;
const CLOSING = 'C: QUIT\nS: 221 Bye\n';

const NAMES = `# @var who=bob
${OPENING}C: VRFY {{who}}
S: 252 2.1.5 {{id}} perhaps
C: NOOP {{id}} {{who}}
S: 250 OK
${CLOSING}`;

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  for (const { range, newText } of edits.toReversed()) {
    const line = lines[range.start.line] ?? '';
    lines[range.start.line] =
      line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  }
  return lines.join('\n');
}

void describe('variables and computed authentication in the editor', () => {
  const client = new LspClient();
  let serial = 0;
  before(async () => {
    await client.start({ textDocument: { diagnostic: {} } });
  });
  after(() => {
    client.kill();
  });

  const opened = (text: string): string => {
    const uri = `file:///tmp/variables${String(serial++)}.smtp`;
    client.open(uri, text);
    return uri;
  };
  const ask = (method: string, text: string, position: Position, more = {}): Promise<unknown> => {
    const textDocument = { uri: opened(text) };
    return client.request(`textDocument/${method}`, { textDocument, position, ...more });
  };
  const actionsIn = async (text: string, part: string): Promise<readonly Action[]> => {
    const line = text.slice(0, text.indexOf(part)).split('\n').length - 1;
    const start = { line, character: 0 };
    const params = {
      textDocument: { uri: opened(text) },
      range: { start, end: start },
      context: { diagnostics: [], only: ['refactor'] },
    };
    return (await client.request('textDocument/codeAction', params)) as Action[];
  };
  const rewritten = async (text: string, part: string): Promise<readonly string[]> => {
    const actions = await actionsIn(text, part);
    return actions.map(({ edit }) => applied(text, Object.values(edit?.changes ?? {}).flat()));
  };

  void test('the definition of a name is its @var, or the reply that binds it', async () => {
    const lines = async (line: number, character: number): Promise<number[]> => {
      const found = await ask('definition', NAMES, { line, character });
      return (found as { range: Range }[]).map(({ range }) => range.start.line);
    };
    assert.deepEqual(await lines(5, 12), [0]);
    assert.deepEqual(await lines(7, 11), [6]);
    assert.deepEqual(await lines(5, 3), []);
  });

  void test('references are every mention, also from the directive', async () => {
    const context = { includeDeclaration: true };
    const found = await ask('references', NAMES, { line: 0, character: 9 }, { context });
    assert.deepEqual(
      (found as { range: Range }[]).map(({ range }) => range.start.line),
      [0, 5, 7],
    );
  });

  void test('hover tells where the value comes from', async () => {
    const said = async (line: number, character: number, text = NAMES): Promise<string> =>
      JSON.stringify(await ask('hover', text, { line, character }));
    assert.match(await said(5, 12), /bob/);
    assert.match(await said(7, 10), /live reply/);
    assert.match(await said(4, 9, `${OPENING}C: NOOP {{unique}}\n`), /another one in each run/);
    assert.match(await said(4, 9, `${OPENING}C: NOOP {{other}}\n`), /a replay asks for it/);
    assert.doesNotMatch(await said(5, 9, `# @variables off\n${OPENING}C: NOOP {{a}}\n`), /replay/);
  });

  void test('a name in the place of an address or a reply is no finding', async () => {
    const found = async (sender: string): Promise<readonly unknown[]> => {
      const text = `# @var sender=a@client.example
${OPENING}C: MAIL FROM:<${sender}>
S: 250 {{anything}}
C: RCPT TO:{{path}}
S: 250 2.1.5 OK
C: RSET
S: 250 OK
${CLOSING}`;
      const params = { textDocument: { uri: opened(text) } };
      const { items } = (await client.request('textDocument/diagnostic', params)) as {
        readonly items: readonly { readonly code: unknown }[];
      };
      return items.map(({ code }) => code);
    };
    assert.deepEqual(await found('{{sender}}'), []);
    assert.deepEqual(await found('{{ sender }}'), []);
    assert.ok((await found('a@@b')).includes('address-syntax'));
  });

  void test('a masked exchange gets the directive above it', async () => {
    const text = `${OPENING}C: AUTH PLAIN <redacted>\nS: 235 OK\n${CLOSING}`;
    const [more = '', ...others] = await rewritten(text, 'C: AUTH');
    assert.deepEqual(others, []);
    assert.equal(more, text.replace('C: AUTH', '# @auth PLAIN user=NAME secret=password\nC: AUTH'));
    assert.deepEqual(await actionsIn(more, 'C: AUTH'), []);
  });

  void test('a recorded secret leaves the file', async () => {
    // NUL alice NUL secret
    const text = `${OPENING}C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: 235 OK\n${CLOSING}`;
    const all = await rewritten(text, 'C: AUTH');
    assert.match(
      all[0] ?? '',
      /^# @auth PLAIN user=alice secret=password\nC: AUTH PLAIN <redacted>$/m,
    );
    assert.match(all[1] ?? '', /^C: AUTH PLAIN \{\{auth-response\}\}$/m);
    assert.equal(all.length, 2);
    for (const one of all) assert.ok(!one.includes('AGFs'), one);
  });

  void test('of LOGIN the name may stay, and the action is there on each line', async () => {
    const text = `${OPENING}C: AUTH LOGIN
S: 334 VXNlcm5hbWU6
C: YWxpY2U=
S: 334 UGFzc3dvcmQ6
C: c2VjcmV0
S: 235 OK
${CLOSING}`;
    for (const part of ['C: AUTH', 'S: 334 UG', 'C: c2V']) {
      const [computed, named] = await rewritten(text, part);
      assert.match(computed ?? '', /^# @auth LOGIN user=alice secret=password\nC: AUTH LOGIN$/m);
      assert.match(named ?? '', /^C: YWxpY2U=\nS: .*\nC: \{\{auth-response\}\}$/m);
      assert.ok(!computed?.includes('c2VjcmV0') && !named?.includes('c2VjcmV0'));
    }
  });

  void test('there is nothing to rewrite in other commands, nor in an exchange given up', async () => {
    assert.deepEqual(await actionsIn(NAMES, 'C: VRFY'), []);
    const given = `${OPENING}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: *\nS: 501 No\n${CLOSING}`;
    assert.deepEqual(await actionsIn(given, 'C: AUTH'), []);
  });
});
