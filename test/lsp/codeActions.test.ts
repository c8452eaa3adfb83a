import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

const HEAD = `S: 220 mx.example.net ESMTP
C: EHLO client.example.org
S: 250 mx.example.net
`;
const TAIL = `C: QUIT
S: 221 Bye
`;

interface TextEdit {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly newText: string;
}

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly diagnostics?: readonly { readonly code: string }[];
  readonly data?: unknown;
  readonly edit?: {
    readonly changes?: Record<string, readonly TextEdit[]>;
    readonly documentChanges?: readonly {
      readonly textDocument: { readonly uri: string; readonly version: number };
      readonly edits: readonly TextEdit[];
    }[];
  };
}

const RESOLVING = {
  textDocument: {
    codeAction: { resolveSupport: { properties: ['edit'] }, dataSupport: true },
    publishDiagnostics: { tagSupport: { valueSet: [1, 2] } },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  const offset = ({ line, character }: TextEdit['range']['start']): number =>
    (starts[line] ?? text.length) + character;
  let result = text;
  for (const { range, newText } of [...edits].reverse()) {
    result = result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end));
  }
  return result;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length - 1;
}

void describe('fixing many things at once', () => {
  const client = new LspClient();
  let serial = 0;
  before(async () => {
    const { capabilities } = (await client.start(RESOLVING)) as {
      capabilities: Record<string, unknown>;
    };
    assert.deepEqual(capabilities['codeActionProvider'], {
      codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.fixAll.smtpTranscript'],
      resolveProvider: true,
    });
  });
  after(() => {
    client.kill();
  });

  const opened = (text: string, name = `many${String(serial++)}.smtp`): string => {
    const uri = `file:///tmp/${name}`;
    client.open(uri, text);
    return uri;
  };
  const actionsAt = async (uri: string, line: number, only?: string[]): Promise<Action[]> => {
    const start = { line, character: 0 };
    const range = { start, end: start };
    const context = { diagnostics: [], only };
    const params = { textDocument: { uri }, range, context };
    return (await client.request('textDocument/codeAction', params)) as Action[];
  };
  const editsOf = async (action: Action | undefined): Promise<readonly TextEdit[]> => {
    assert.ok(action);
    assert.equal(action.edit, undefined, 'edits are made when they are asked for');
    const whole = (await client.request('codeAction/resolve', action)) as Action;
    return whole.edit?.documentChanges?.[0]?.edits ?? [];
  };
  const fixedOnSave = async (text: string): Promise<string> => {
    const [action] = await actionsAt(opened(text), 0, ['source.fixAll']);
    return applied(text, await editsOf(action));
  };

  const TWO_FAULTS = `${HEAD}C: MAIL FROM: a@client.example.org
S: 250 OK
C: RCPT TO: b@mx.example.net
S: 250 OK
${TAIL}`;

  void test('what one fix makes room for is fixed as well, and twice changes nothing', async () => {
    const fixed = await fixedOnSave(TWO_FAULTS);
    assert.match(fixed, /^C: MAIL FROM:<a@client\.example\.org>$/m);
    assert.match(fixed, /^C: RCPT TO:<b@mx\.example\.net>$/m);
    assert.deepEqual(await actionsAt(opened(fixed), 0, ['source.fixAll']), []);
  });

  void test('one edit a place, behind characters of two units', async () => {
    const uri = opened(TWO_FAULTS.replace(' a@', ' \u{1f600}@'));
    const [action] = await actionsAt(uri, 0, ['source.fixAll']);
    const edits = await editsOf(action);
    const lines = edits.map(({ range }) => range.start.line);
    assert.deepEqual([...new Set(lines)], lines.length > 2 ? [3, 5] : lines);
    for (const { range } of edits) assert.equal(range.start.line, range.end.line);
  });

  void test('quick fixes: this one, all of its rule, all that are safe', async () => {
    const text = `${HEAD}C: MAIL FROM: <a@client.example.org>
S: 250 OK
C: RCPT TO: <b@mx.example.net>
S: 250 OK
C: RCPT TO:<c@mx.example.net
S: 250 OK
${TAIL}`;
    const uri = opened(text);
    const line = lineOf(text, 'C: MAIL');
    const actions = await actionsAt(uri, line, ['quickfix']);
    const titles = actions.map(({ title }) => title);
    const ofRule = actions.find(({ title }) => /^Fix all [a-z-]+ in this file$/.test(title));
    assert.ok(ofRule, titles.join());
    const one = applied(text, await editsOf(ofRule));
    assert.match(one, /FROM:<a@.*\n.*\nC: RCPT TO:<b@.*\n.*\nC: RCPT TO:<c@mx.example.net\n/);
    const all = actions.find(({ title }) => title === 'Fix all safe findings in this file');
    const both = applied(text, await editsOf(all));
    assert.match(both, /FROM:<a@.*\n.*\nC: RCPT TO:<b@.*\n.*\nC: RCPT TO:<c@mx.example.net>\n/);
    assert.ok(actions.every(({ kind }) => kind === 'quickfix'));
    // VS Code puts what is about no finding behind everything else, suppressions included.
    assert.deepEqual(
      actions.filter(({ diagnostics = [] }) => diagnostics.length === 0),
      [],
    );
    assert.deepEqual(
      ofRule.diagnostics?.map(({ code }) => code),
      ['space-around-colon'],
    );
  });

  void test('what changes the record says so, and is never done on saving', async () => {
    const nested = 'C: MAIL FROM:<c@client.example.org>\nS: 250 OK\n';
    const text = `${HEAD}C: MAIL FROM:<a@client.example.org>\nS: 250 OK\n${nested}${nested}${TAIL}`;
    const uri = opened(text);
    assert.deepEqual(await actionsAt(uri, 0, ['source.fixAll']), []);
    const titles = (await actionsAt(uri, 5)).map(({ title }) => title);
    const unsafe = titles.filter(title => /RSET|Fix all/.test(title));
    assert.ok(unsafe.length >= 2, titles.join());
    for (const title of unsafe) assert.match(title, /\(changes the record\)$/);
  });

  void test('a comment is no part of the record', async () => {
    const comment = '# @disable-next-line unknown-command -- a reason\nC: NOOP\nS: 250 OK\n';
    const uri = opened(`${HEAD}${comment}${comment}${TAIL}`);
    const titles = (await actionsAt(uri, 3, ['quickfix'])).map(({ title }) => title);
    assert.ok(titles.includes('Fix all unused-suppression in this file'), titles.join());
    assert.ok(
      titles.every(title => !title.includes('record')),
      titles.join(),
    );
  });

  void test('a finding can be kept quiet on its line, in its session, in the file', async () => {
    const text = `${HEAD}C: VRFY bob\nS: 252 maybe\n${TAIL}\n${HEAD}C: RCPT TO:<b@mx.example.net>
S: 503 MAIL first\n${TAIL}`;
    const uri = opened(text);
    const actions = await actionsAt(uri, lineOf(text, 'C: RCPT'), ['quickfix']);
    const of = (where: string): string => {
      const action = actions.find(({ title }) => title === `Suppress rcpt-before-mail ${where}`);
      return applied(text, action?.edit?.documentChanges?.[0]?.edits ?? []);
    };
    assert.match(of('here'), /\n# @disable-next-line rcpt-before-mail\nC: RCPT/);
    assert.match(of('in this session'), /\n\n# @disable-session rcpt-before-mail\nS: 220/);
    assert.match(of('in this file'), /^# @disable-file rcpt-before-mail\nS: 220/);
    const titles = actions.map(({ title }) => title.startsWith('Suppress'));
    assert.deepEqual(titles, [...titles].sort(), 'what mends comes before what hides');
  });

  void test('edits are for the version that they were made of', async () => {
    const uri = opened(TWO_FAULTS);
    const [action] = await actionsAt(uri, 0, ['source.fixAll']);
    const whole = (await client.request('codeAction/resolve', action)) as Action;
    assert.deepEqual(whole.edit?.documentChanges?.[0]?.textDocument, { uri, version: 1 });
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: HEAD + TAIL }],
    });
    const late = (await client.request('codeAction/resolve', action)) as Action;
    assert.equal(late.edit, undefined);
  });

  void test('what nobody offered resolves to itself', async () => {
    for (const data of [null, 7, { uri: 'file:///nowhere', version: 1, fix: 'safe' }, { fix: 1 }]) {
      const action = { title: 'x', kind: 'quickfix', data };
      assert.deepEqual(await client.request('codeAction/resolve', action), action);
    }
  });

  void test('a log is never changed in bulk', async () => {
    const log = '=== Trying x:25...\n<-  220 x\n -> EHLO y.example\n<-  250 x\n';
    const uri = opened(`${log}${' -> MAIL FROM: <a@b.example>\n<-  250 OK\n'.repeat(2)}`, 'a.log');
    assert.deepEqual(await actionsAt(uri, 0, ['source']), []);
    const titles = (await actionsAt(uri, 4)).map(({ title }) => title);
    assert.ok(
      titles.every(title => !title.startsWith('Fix all')),
      titles.join(),
    );
  });

  void test('a long document is fixed in time', async () => {
    const middle = 'C: MAIL FROM: <a@client.example.org>\nS: 250 OK\nC: RSET\nS: 250 OK\n';
    const text = HEAD + middle.repeat(70_000) + TAIL;
    const [action] = await actionsAt(opened(text), 0, ['source.fixAll']);
    const edits = await editsOf(action);
    assert.ok(edits.length >= 20_000 && edits.length <= 70_000, String(edits.length));
    assert.match(applied(HEAD + middle, edits.slice(0, 1)), /FROM:<a@/);
  });

  void test('obsolete things are struck out', async () => {
    const uri = 'file:///tmp/obsolete.smtp';
    const shown = client.next('textDocument/publishDiagnostics', each => each['uri'] === uri);
    client.open(uri, `${HEAD}C: MAIL FROM:<@one.example.com:a@client.example.org>\nS: 250 OK\n`);
    const { diagnostics } = (await shown) as unknown as {
      diagnostics: readonly { code: string; tags?: number[] }[];
    };
    assert.deepEqual(diagnostics.find(({ code }) => code === 'source-route')?.tags, [2]);
    const untagged = diagnostics.filter(({ code }) => code === 'missing-quit');
    for (const { tags } of untagged) assert.equal(tags, undefined);
  });

  void test('nothing went wrong inside', async () => {
    const logged = client.notifications.filter(each => each.method === 'window/logMessage');
    assert.deepEqual(logged, []);
    assert.equal(await client.stop(), 0);
  });
});
