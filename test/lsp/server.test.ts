import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

const URI = 'file:///tmp/a.smtp';
const NESTED = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250-STARTTLS
S: 250 SIZE 1000
C: MAIL FROM:<a@client.example>
S: 250 OK
C: MAIL FROM:<c@client.example>
S: 503 Sender already given
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`;
const SECOND_MAIL = 7;

const PUSH = {
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};
const PULL = {
  ...PUSH,
  textDocument: { ...PUSH.textDocument, diagnostic: { dynamicRegistration: true } },
  workspace: { configuration: true, diagnostics: { refreshSupport: true } },
};

interface Diagnostic {
  readonly code?: string;
  readonly message: string;
  readonly severity: number;
  readonly source: string;
  readonly codeDescription?: { readonly href: string };
  readonly relatedInformation?: readonly { readonly message: string }[];
  readonly range: { readonly start: { line: number }; readonly end: { line: number } };
}

function itemsOf(params: Readonly<Record<string, unknown>>): readonly Diagnostic[] {
  return (params['diagnostics'] ?? params['items'] ?? []) as readonly Diagnostic[];
}

function rulesOf(list: readonly Diagnostic[]): readonly (string | undefined)[] {
  return list.map(each => each.code);
}

void describe('diagnostics that are pushed', () => {
  const client = new LspClient();
  after(() => {
    client.kill();
  });

  void test('appear, go with the edit that cures them, and go when the file is closed', async () => {
    const { capabilities } = (await client.start(PUSH)) as {
      capabilities: Record<string, unknown>;
    };
    assert.equal(capabilities['diagnosticProvider'], undefined);
    const first = client.next('textDocument/publishDiagnostics');
    client.open(URI, NESTED);
    const shown = await first;
    assert.equal(shown['version'], 1);
    const nested = itemsOf(shown).find(each => each.code === 'nested-mail');
    assert.ok(nested);
    assert.equal(nested.source, 'smtp');
    assert.equal(nested.severity, 1);
    assert.equal(nested.range.start.line, SECOND_MAIL);
    assert.match(nested.message, /^MAIL while .*line 6.*\nWhy: .*\nFix: /);
    assert.match(nested.codeDescription?.href ?? '', /docs\/rules\/nested-mail\.md$/);
    assert.equal(nested.relatedInformation?.length, 1);

    const cured = client.next('textDocument/publishDiagnostics', each => each['version'] === 2);
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [
        {
          range: {
            start: { line: SECOND_MAIL, character: 0 },
            end: { line: SECOND_MAIL, character: 0 },
          },
          text: 'C: RSET\nS: 250 OK\n',
        },
      ],
    });
    assert.ok(!rulesOf(itemsOf(await cured)).includes('nested-mail'));

    const gone = client.next('textDocument/publishDiagnostics');
    client.notify('textDocument/didClose', { textDocument: { uri: URI } });
    assert.deepEqual(itemsOf(await gone), []);
  });

  void test('follow settings that are pushed', async () => {
    const first = client.next('textDocument/publishDiagnostics');
    client.open(URI, NESTED);
    assert.ok(rulesOf(itemsOf(await first)).includes('nested-mail'));
    const again = client.next('textDocument/publishDiagnostics');
    const lint = { severities: { 'nested-mail': 'off' } };
    client.notify('workspace/didChangeConfiguration', { settings: { smtpTranscript: { lint } } });
    assert.ok(!rulesOf(itemsOf(await again)).includes('nested-mail'));
  });

  void test('are capped, and say how many are left out', async () => {
    const lines = 'C: MAIL FROM:<a@client.example>\nS: 250 OK\n'.repeat(1500);
    const head = NESTED.split('\n').slice(0, 5).join('\n');
    const shown = client.next('textDocument/publishDiagnostics', each => each['uri'] === `${URI}2`);
    client.notify('workspace/didChangeConfiguration', { settings: {} });
    client.open(`${URI}2`, `${head}\n${lines}`);
    const items = itemsOf(await shown);
    assert.equal(items.length, 1000);
    assert.match(items.at(-1)?.message ?? '', /^\d+ less severe findings/);
    assert.equal(items.at(-1)?.range.start.line, 0);
  });

  void test('say so where there is no session, and nothing where there is no text', async () => {
    const messages = async (name: string, text: string): Promise<readonly string[]> => {
      const uri = `file:///tmp/${name}.smtp`;
      const shown = client.next('textDocument/publishDiagnostics', each => each['uri'] === uri);
      client.open(uri, text);
      return itemsOf(await shown).map(each => each.message.split('\n')[0] ?? '');
    };
    assert.deepEqual(await messages('prose', 'Dear Bob,\nit is raining.\n'), [
      'No SMTP session was found here.',
    ]);
    assert.deepEqual(await messages('notes', '# still to be written\n\n'), []);
    assert.deepEqual(await messages('nothing', ''), []);
  });

  void test('never span lines', async () => {
    const uri = 'file:///tmp/open.smtp';
    const shown = client.next('textDocument/publishDiagnostics', each => each['uri'] === uri);
    const data = 'C: RCPT TO:<b@c.example>\nS: 250 OK\nC: DATA\nS: 354 go\n';
    client.open(
      uri,
      `${NESTED.split('\n').slice(0, 7).join('\n')}\n${data}${'C: text\n'.repeat(50)}`,
    );
    for (const { range } of itemsOf(await shown)) assert.equal(range.start.line, range.end.line);
  });

  void test('the server ends as it should', async () => {
    assert.equal(await client.stop(), 0);
  });
});

void describe('diagnostics that are pulled', () => {
  const client = new LspClient([]);
  before(async () => {
    const { capabilities } = (await client.start(PULL)) as {
      capabilities: Record<string, unknown>;
    };
    assert.deepEqual(capabilities['diagnosticProvider'], {
      interFileDependencies: false,
      workspaceDiagnostics: false,
    });
  });
  after(() => {
    client.kill();
  });
  const pull = async (previousResultId?: string): Promise<Record<string, unknown>> =>
    (await client.request('textDocument/diagnostic', {
      textDocument: { uri: URI },
      previousResultId,
    })) as Record<string, unknown>;

  void test('have result ids', async () => {
    client.open(URI, NESTED);
    const first = await pull();
    assert.equal(first['kind'], 'full');
    assert.ok(rulesOf(itemsOf(first)).includes('nested-mail'));
    const id = String(first['resultId']);
    assert.deepEqual(await pull(id), { kind: 'unchanged', resultId: id });
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ text: '' }],
    });
    const second = await pull(id);
    assert.equal(second['kind'], 'full');
    assert.notEqual(second['resultId'], id);
  });

  void test('follow settings that are asked for, and the client is told', async () => {
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version: 3 },
      contentChanges: [{ text: NESTED }],
    });
    assert.ok(rulesOf(itemsOf(await pull())).includes('nested-mail'));
    client.settings = {
      profile: 'default',
      severities: { 'nested-mail': 'hint', nonsense: 'error' },
    };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    for (let tries = 0; tries < 50; tries++) {
      const found = itemsOf(await pull()).find(each => each.code === 'nested-mail');
      if (found?.severity === 4) break;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    const found = itemsOf(await pull()).find(each => each.code === 'nested-mail');
    assert.equal(found?.severity, 4);
    assert.ok(client.requests.some(each => each.method === 'workspace/diagnostic/refresh'));
  });

  void test('are never pushed as well', async () => {
    client.notify('textDocument/didClose', { textDocument: { uri: URI } });
    assert.deepEqual(itemsOf(await pull()), []);
    const pushed = client.notifications.filter(
      each => each.method === 'textDocument/publishDiagnostics',
    );
    assert.deepEqual(pushed, []);
    assert.equal(await client.stop(), 0);
  });
});
