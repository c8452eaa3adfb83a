import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

const URI = 'file:///tmp/b.smtp';
const TEXT = `# @name First
S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
C: MAIL FROM:<\u{1f600}@client.example> SIZE=10
S: 250 OK
C: MAIL FROM:<c@client.example>
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`;

type Item = Readonly<Record<string, unknown>>;

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly edit: { readonly changes: Record<string, readonly { range: Range; newText: string }[]> };
}

void describe('features over stdio', () => {
  const client = new LspClient();
  const textDocument = { uri: URI };
  before(async () => {
    const capabilities = {
      textDocument: {
        hover: { contentFormat: ['markdown'] },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
    };
    await client.start(capabilities, { dialectNotifications: true });
    client.open(URI, TEXT);
  });
  after(() => {
    client.kill();
  });
  const at = (line: number, character: number): unknown => ({
    textDocument,
    position: { line, character },
  });

  void test('hover, with columns in UTF-16', async () => {
    // Column of SIZE= where the address holds a character of two units.
    const column = TEXT.split('\n')[5]?.indexOf('SIZE=') ?? 0;
    const found = (await client.request('textDocument/hover', at(5, column + 1))) as {
      contents: { kind: string; value: string };
      range: Range;
    };
    assert.equal(found.contents.kind, 'markdown');
    assert.match(found.contents.value, /SIZE/);
    assert.equal(found.range.start.character, column);
  });

  void test('completion', async () => {
    const found = (await client.request('textDocument/completion', at(7, 3))) as {
      items: readonly { label: string }[];
    };
    const labels = found.items.map(item => item.label);
    assert.ok(labels.includes('RCPT') && !labels.includes('DATA'));
  });

  void test('symbols, folding, highlights, selections', async () => {
    const [session] = (await client.request('textDocument/documentSymbol', { textDocument })) as {
      name: string;
      children: readonly Item[];
    }[];
    assert.equal(session?.name, 'First');
    assert.ok(session.children.length >= 4);
    const folds = (await client.request('textDocument/foldingRange', { textDocument })) as Item[];
    assert.ok(folds.some(fold => fold['startLine'] === 1 && fold['endLine'] === 12));
    const lit = await client.request('textDocument/documentHighlight', at(2, 4));
    assert.equal((lit as Item[]).length, 3);
    const chains = (await client.request('textDocument/selectionRange', {
      textDocument,
      positions: [{ line: 2, character: 4 }],
    })) as { range: Range; parent?: unknown }[];
    assert.ok(chains[0]?.parent);
  });

  void test('semantic tokens: full, range and delta agree', async () => {
    const full = (await client.request('textDocument/semanticTokens/full', { textDocument })) as {
      data: number[];
      resultId: string;
    };
    assert.ok(full.data.length > 0 && full.data.length % 5 === 0);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const part = (await client.request('textDocument/semanticTokens/range', {
      textDocument,
      range,
    })) as { data: number[] };
    assert.deepEqual(part.data, full.data);
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } },
          text: '# x\n',
        },
      ],
    });
    const delta = (await client.request('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: full.resultId,
    })) as { edits: { start: number; deleteCount: number; data?: number[] }[] };
    const patched = [...full.data];
    for (const edit of delta.edits)
      patched.splice(edit.start, edit.deleteCount, ...(edit.data ?? []));
    const fresh = (await client.request('textDocument/semanticTokens/full', { textDocument })) as {
      data: number[];
    };
    assert.deepEqual(patched, fresh.data);
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version: 3 },
      contentChanges: [{ text: TEXT }],
    });
  });

  void test('code actions: a fix that changes the record says so; suppression', async () => {
    const range = { start: { line: 7, character: 3 }, end: { line: 7, character: 3 } };
    const params = { textDocument, range, context: { diagnostics: [] } };
    const actions = (await client.request('textDocument/codeAction', params)) as Action[];
    const fix = actions.find(action => action.title.startsWith('Insert RSET'));
    assert.match(fix?.title ?? '', /\(changes the record\)$/);
    assert.equal(fix?.isPreferred, undefined);
    assert.match(fix?.edit.changes[URI]?.[0]?.newText ?? '', /^C: RSET\nS: 250/);
    const suppress = actions.find(action => action.title === 'Suppress nested-mail here');
    assert.equal(suppress?.edit.changes[URI]?.[0]?.newText, '# @disable-next-line nested-mail\n');
    const calm = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const none = await client.request('textDocument/codeAction', { ...params, range: calm });
    assert.deepEqual(none, []);
  });

  void test('all safe fixes at once: only where asked for, never in a captured log', async () => {
    const uri = 'file:///tmp/fixes.smtp';
    const text = TEXT.replace('MAIL FROM:<c@', 'MAIL FROM: <c@').replace('<\u{1f600}@', '<a@');
    client.open(uri, text);
    const start = { line: 0, character: 0 };
    const ask = (of: string, only?: string[]): Promise<unknown> =>
      client.request('textDocument/codeAction', {
        textDocument: { uri: of },
        range: { start, end: start },
        context: { diagnostics: [], only },
      });
    const [action] = (await ask(uri, ['source.fixAll'])) as Action[];
    assert.equal(action?.kind, 'source.fixAll.smtpTranscript');
    const [edit] = action.edit.changes[uri] ?? [];
    assert.equal(edit?.range.start.line, 7);
    assert.deepEqual(await ask(uri), []);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: edit.range, text: edit.newText }],
    });
    assert.deepEqual(await ask(uri, ['source.fixAll']), []);
    const log = 'file:///tmp/fixes.log';
    client.open(
      log,
      '=== Trying x:25...\n<-  220 x\n -> EHLO y.example\n<-  250 x\n -> MAIL FROM: <a@b.example>\n',
    );
    assert.deepEqual(await ask(log, ['source.fixAll']), []);
  });

  void test('sessions and the plan of one', async () => {
    const found = (await client.request('smtpTranscript/sessions', { uri: URI })) as {
      version: number;
      dialect: { id: string };
      sessions: { index: number; name: string; recipients: string[]; startLine: number }[];
    };
    assert.equal(found.version, 3);
    assert.equal(found.dialect.id, 'smtp');
    assert.deepEqual(
      found.sessions.map(session => [session.index, session.name, session.startLine]),
      [[0, 'First', 1]],
    );
    const made = (await client.request('smtpTranscript/plan', {
      uri: URI,
      session: 0,
      version: 3,
    })) as { plan: { steps: { kind: string; octets?: string; line: number }[] } };
    const send = made.plan.steps.find(step => step.kind === 'send');
    assert.equal(
      Buffer.from(send?.octets ?? '', 'base64').toString('latin1'),
      'EHLO client.example\r\n',
    );
    assert.equal(send?.line, 3);
    const stale = await client.request('smtpTranscript/plan', { uri: URI, session: 0, version: 1 });
    assert.match(JSON.stringify(stale), /error/);
    const absent = await client.request('smtpTranscript/plan', { uri: URI, session: 9 });
    assert.match(JSON.stringify(absent), /no such session/);
  });

  void test('the dialect is told', async () => {
    const uri = 'file:///tmp/swaks.log';
    const told = client.next('smtpTranscript/dialect', each => each['uri'] === uri);
    client.open(uri, '=== Trying mx.example:25...\n=== Connected to mx.example.\n<-  220 mx\n');
    const { dialect } = (await told) as { dialect: { id: string } };
    assert.equal(dialect.id, 'swaks');
  });

  void test('documents nobody opened, and requests that are cancelled', async () => {
    const textDocument = { uri: 'file:///nowhere' };
    const position = { line: 0, character: 0 };
    assert.equal(await client.request('textDocument/hover', { textDocument, position }), null);
    assert.deepEqual(await client.request('textDocument/foldingRange', { textDocument }), []);
    const cancelled = client
      .request('textDocument/hover', at(2, 3))
      .catch((error: unknown) => error);
    client.cancelNewest();
    const outcome = await cancelled;
    assert.ok(outcome instanceof Error ? /-32800/.test(outcome.message) : outcome !== undefined);
  });

  void test('the server ends as it should', async () => {
    assert.equal(await client.stop(), 0);
  });
});

void describe('bad input', () => {
  const client = new LspClient();
  before(async () => {
    await client.start({});
  });
  after(() => {
    client.kill();
  });

  const long = 10_000_000;
  const inputs: readonly (readonly [name: string, text: string])[] = [
    ['empty', ''],
    ['one line', 'S: 220 x'],
    ['binary', Array.from({ length: 5000 }, (_, n) => String.fromCharCode(n % 256)).join('')],
    ['mixed line ends', 'S: 220 x\r\nC: EHLO y\rS: 250 z\nC: QUIT\r\r\nS: 221 b'],
    ['byte order mark', '\ufeffS: 220 x\nC: QUIT\nS: 221 b\n'],
    ['10 MB on one line', `S: 220 x\nC: EHLO ${'y'.repeat(long)}\nS: 250 z\n`],
    ['10 MB of emoji on one line', `S: 220 x\nC: EHLO ${'\u{1f600}'.repeat(long / 4)}\nS: 250 z\n`],
  ];
  for (const [name, text] of inputs) {
    void test(name, { timeout: 60_000 }, async () => {
      const uri = `file:///tmp/${encodeURIComponent(name)}`;
      const textDocument = { uri };
      const shown = client.next('textDocument/publishDiagnostics', each => each['uri'] === uri);
      client.open(uri, text);
      await shown;
      for (const position of [
        { line: 0, character: 0 },
        { line: 1, character: 7 },
        { line: 1, character: 9_999_999 },
        { line: 99_999_999, character: 3 },
      ]) {
        await client.request('textDocument/hover', { textDocument, position });
        await client.request('textDocument/completion', { textDocument, position });
        await client.request('textDocument/documentHighlight', { textDocument, position });
        await client.request('textDocument/selectionRange', {
          textDocument,
          positions: [position],
        });
        const range = { start: position, end: position };
        const context = { diagnostics: [] };
        await client.request('textDocument/codeAction', { textDocument, range, context });
      }
      await client.request('textDocument/documentSymbol', { textDocument });
      await client.request('textDocument/foldingRange', { textDocument });
      await client.request('textDocument/semanticTokens/full', { textDocument });
      await client.request('smtpTranscript/sessions', { uri });
      await client.request('smtpTranscript/plan', { uri, session: 0 });
      const edited = client.next('textDocument/publishDiagnostics', each => each['version'] === 2);
      const start = { line: 1, character: 8 };
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [{ range: { start, end: start }, text: '\ud83d' }],
      });
      await edited;
    });
  }

  void test('nothing went wrong inside', async () => {
    const logged = client.notifications.filter(each => each.method === 'window/logMessage');
    assert.deepEqual(logged, []);
    assert.equal(await client.stop(), 0);
  });
});
