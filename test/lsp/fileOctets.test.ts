import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LspClient } from '../support/lspClient.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const PUSH = { textDocument: { publishDiagnostics: { versionSupport: true } } };
const PULL = {
  textDocument: { diagnostic: {}, publishDiagnostics: {} },
  workspace: { diagnostics: { refreshSupport: true } },
};

const UNTIL_BODY = [
  'S: 220 mx.example ESMTP',
  'C: EHLO client.example',
  'S: 250-mx.example',
  'S: 250 8BITMIME',
  'C: MAIL FROM:<a@client.example>',
  'S: 250 OK',
  'C: RCPT TO:<b@mx.example>',
  'S: 250 OK',
  'C: DATA',
  'S: 354 go',
  'C: Date: Sat, 21 Nov 2026 10:00:00 +0000',
  'C: From: a@client.example',
  'C: ',
  '',
].join('\r\n');
const BODY = 13;
const AFTER_BODY = ['C: .', 'S: 250 OK', 'C: QUIT', 'S: 221 Bye', ''].join('\r\n');

/** A session with this body; its other lines end with CRLF. */
function sessionWith(body: string): string {
  return `${UNTIL_BODY}${body}${AFTER_BODY}`;
}

/** What an editor shows of a file with this text. */
function shown(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}

interface Diagnostic {
  readonly code?: string;
  readonly message: string;
  readonly severity: number;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

type Json = Readonly<Record<string, unknown>>;

const ON_DISK = /in the file on disk|^The file on disk/;

/** Findings about the file: place, rule. */
function onDisk(list: readonly Diagnostic[]): string[] {
  return list
    .filter(({ message }) => ON_DISK.test(message))
    .map(({ code, range: { start, end } }) => {
      const columns = `${String(start.character)}-${String(end.character)}`;
      return `${String(start.line)}:${columns} ${code ?? '-'}`;
    });
}

async function fileFor(t: TestContext, octets: Uint8Array): Promise<{ uri: string; path: string }> {
  const path = join(await temporaryFolder(t), 'a b%.smtp');
  await writeFile(path, octets);
  return { path, uri: pathToFileURL(path).href };
}

function listOf(params: Json): readonly Diagnostic[] {
  return (params['diagnostics'] ?? params['items'] ?? []) as readonly Diagnostic[];
}

void describe('octets of the file, where diagnostics are pushed', () => {
  const client = new LspClient();
  before(() => client.start(PUSH));
  after(() => {
    client.kill();
  });

  /** What is shown of a file once its audit is done. */
  const audited = async (
    t: TestContext,
    octets: Uint8Array,
    text: string,
  ): Promise<readonly Diagnostic[]> => {
    const { uri } = await fileFor(t, octets);
    const found = client.next(
      'textDocument/publishDiagnostics',
      params => params['uri'] === uri && onDisk(listOf(params)).length > 0,
    );
    client.open(uri, text);
    const list = listOf(await found);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    return list;
  };

  const lf = sessionWith('C: gr \u{1f600}\nC: two\r\n');
  const cases: readonly (readonly [name: string, Buffer, string, readonly string[]])[] = [
    [
      'a bare LF after an astral character',
      Buffer.from(lf),
      shown(lf),
      [`${String(BODY)}:6-8 bare-lf`],
    ],
    [
      'a bare CR, and CR CR LF',
      Buffer.from(sessionWith('C: one\rC: two\r\r\n')),
      shown(sessionWith('C: one\rC: two\r\r\n')),
      [`${String(BODY)}:5-6 bare-cr`, `${String(BODY + 1)}:5-6 bare-cr`],
    ],
    [
      'a sequence that smuggles',
      Buffer.from(sessionWith('C: x\nC: .\nC: RSET\r\n')),
      shown(sessionWith('C: x\nC: .\nC: RSET\r\n')),
      [`${String(BODY + 1)}:3-4 smuggling-end-of-data`],
    ],
    [
      'UTF-16 with a mark and a bare LF',
      Buffer.from(`\ufeff${lf}`, 'utf16le').swap16(),
      shown(lf),
      [`${String(BODY)}:6-8 bare-lf`],
    ],
    [
      'Latin-1 that the editor took for UTF-8',
      Buffer.from(sessionWith('C: caf\xe9 au\r\n'), 'latin1'),
      sessionWith('C: caf\ufffd au\r\n'),
      [`${String(BODY)}:6-7 -`],
    ],
    [
      'Latin-1 that the user had read as such, and a bare LF',
      Buffer.from(sessionWith('C: \xe9\xe9\nC: two\r\n'), 'latin1'),
      shown(sessionWith('C: \xe9\xe9\nC: two\r\n')),
      [`${String(BODY)}:4-5 bare-lf`],
    ],
  ];
  for (const [name, octets, text, expected] of cases) {
    void test(name, async t => {
      assert.deepEqual(onDisk(await audited(t, octets, text)), expected);
    });
  }

  void test('go with the first edit, and come back when the file is saved', async t => {
    const text = sessionWith('C: one\nC: two\r\n');
    const { uri, path } = await fileFor(t, Buffer.from(text));
    const next = (accept: (found: string[], version: unknown) => boolean): Promise<Json> =>
      client.next(
        'textDocument/publishDiagnostics',
        params => params['uri'] === uri && accept(onDisk(listOf(params)), params['version']),
      );
    const first = next(found => found.length > 0);
    client.open(uri, shown(text));
    const [finding] = listOf(await first).filter(({ code }) => code === 'bare-lf');
    assert.match(
      finding?.message ?? '',
      /^LF without CR\. This is in the file on disk; .*\nWhy: .*\nFix: /s,
    );
    assert.equal(finding?.severity, 2);

    const gone = next((_found, version) => version === 2);
    const start = { line: 0, character: 0 };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start, end: start }, text: '# note\r\n' }],
    });
    assert.deepEqual(onDisk(listOf(await gone)), []);

    // Whatever saved it kept the octets of the other lines.
    await writeFile(path, `# note\r\n${text}`);
    const back = next(found => found.length > 0);
    client.notify('textDocument/didSave', { textDocument: { uri } });
    assert.deepEqual(onDisk(listOf(await back)), [`${String(BODY + 1)}:5-6 bare-lf`]);

    // An editor writes line ends of one kind.
    await writeFile(path, shown(`# note\r\n${text}`));
    const clean = next(found => found.length === 0);
    client.notify('textDocument/didSave', { textDocument: { uri } });
    await clean;
  });

  void test('say nothing of a file that is another text, or where the buffer shows it all', async t => {
    const text = sessionWith('C: one\nC: two\r\n');
    const dirty = await fileFor(t, Buffer.from(text));
    const mail = sessionWith('C: a\0b \x07\r\n');
    const binary = await fileFor(t, Buffer.from(mail));
    const plain = await fileFor(t, Buffer.from(sessionWith('C: a\r\n').replaceAll('\r\n', '\n')));
    client.open(dirty.uri, `# not saved\r\n${shown(text)}`);
    client.open(binary.uri, mail);
    client.open(plain.uri, sessionWith('C: a\r\n').replaceAll('\r\n', '\n'));
    // One that has findings is audited last, so that the others are done by then.
    await audited(t, Buffer.from(text), shown(text));
    const sent = client.notifications.filter(
      ({ method }) => method === 'textDocument/publishDiagnostics',
    );
    for (const { uri } of [dirty, binary, plain]) {
      const about = sent.filter(({ params }) => params['uri'] === uri);
      assert.ok(about.length > 0);
      for (const { params } of about) assert.deepEqual(onDisk(listOf(params)), []);
    }
    const nul = sent.findLast(({ params }) => params['uri'] === binary.uri);
    assert.ok(listOf(nul?.params ?? {}).some(({ code }) => code === 'nul-or-control-in-content'));
  });

  void test('nothing went wrong inside', () => {
    const logged = client.notifications.filter(each => each.method === 'window/logMessage');
    assert.deepEqual(logged, []);
  });
});

void describe('octets of the file, where diagnostics are pulled', () => {
  const client = new LspClient();
  before(() => client.start(PULL));
  after(() => {
    client.kill();
  });

  void test('are in the first answer; an edit drops them; after saving the client asks anew', async t => {
    const text = sessionWith('C: one\nC: two\r\n');
    const { uri } = await fileFor(t, Buffer.from(text));
    client.open(uri, shown(text));
    const pull = async (previousResultId?: string): Promise<Json> =>
      (await client.request('textDocument/diagnostic', {
        textDocument: { uri },
        previousResultId,
      })) as Json;
    const first = await pull();
    assert.deepEqual(onDisk(listOf(first)), [`${String(BODY)}:5-6 bare-lf`]);
    assert.equal((await pull(first['resultId'] as string))['kind'], 'unchanged');
    const at = (line: number): unknown => ({ line, character: 0 });
    const edit = async (version: number, change: unknown): Promise<void> => {
      client.notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [change],
      });
      const answer = await pull();
      assert.deepEqual(onDisk(listOf(answer)), []);
    };
    await edit(2, { range: { start: at(0), end: at(0) }, text: '# x\r\n' });
    await edit(3, { range: { start: at(0), end: at(1) }, text: '' });
    const asked = client.requests.length;
    client.notify('textDocument/didSave', { textDocument: { uri } });
    const again = await pull();
    assert.deepEqual(onDisk(listOf(again)), [`${String(BODY)}:5-6 bare-lf`]);
    for (let wait = 0; wait < 200 && client.requests.length === asked; wait++) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    const refreshed = client.requests.slice(asked).map(({ method }) => method);
    assert.deepEqual(refreshed, ['workspace/diagnostic/refresh']);
    assert.equal(await client.stop(), 0);
  });
});

void describe('a plan', () => {
  const client = new LspClient();
  before(() => client.start(PUSH));
  after(() => {
    client.kill();
  });

  interface Plan {
    readonly plan: {
      readonly steps: readonly {
        readonly kind: string;
        readonly octets?: string;
        readonly purpose?: string;
        readonly line: number;
      }[];
    };
    readonly problems: readonly { readonly line: number; readonly fatal: boolean }[];
  }

  const planOf = async (uri: string): Promise<Plan> =>
    (await client.request('smtpTranscript/plan', { uri, session: 0 })) as Plan;
  const contentIn = ({ plan }: Plan): Buffer => {
    const step = plan.steps.find(({ purpose }) => purpose === 'content');
    return Buffer.from(step?.octets ?? '', 'base64');
  };

  void test('has the octets of the file, until the text is another one', async t => {
    const octets = Buffer.from(sessionWith('C: caf\xe9 \x80\0\r\n'), 'latin1');
    const { uri, path } = await fileFor(t, octets);
    client.open(uri, octets.toString('utf8'));
    const saved = await planOf(uri);
    assert.ok(contentIn(saved).includes(Buffer.from('caf\xe9 \x80\0\r\n', 'latin1')));
    assert.deepEqual(
      saved.problems.filter(({ fatal }) => fatal),
      [],
    );
    const quit = saved.plan.steps.findLast(({ kind }) => kind === 'send');
    assert.equal(quit?.line, BODY + 4);
    // The file changes, and the buffer does not know yet: it is refused, not guessed.
    await writeFile(path, sessionWith('C: other\r\n'));
    assert.equal((await planOf(uri)).problems.filter(({ fatal }) => fatal).length, 1);
    await writeFile(path, octets);
    assert.ok(contentIn(await planOf(uri)).includes(0xe9));
    const start = { line: 0, character: 0 };
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start, end: start }, text: '# x\n' }],
    });
    const edited = await planOf(uri);
    // The content begins three lines above the body, and a note was put before it all.
    assert.equal(edited.problems.find(({ fatal }) => fatal)?.line, BODY - 3 + 1 + 1);
  });

  void test('has UTF-8 for a file in UTF-16, and Latin-1 as it is though the editor reads it', async t => {
    const text = sessionWith('C: gr\u00fc\u00dfe \u{1f600}\r\n');
    const wide = await fileFor(t, Buffer.from(`\ufeff${text}`, 'utf16le'));
    client.open(wide.uri, text);
    assert.ok(contentIn(await planOf(wide.uri)).includes('gr\u00fc\u00dfe \u{1f600}\r\n'));
    const latin = sessionWith('C: gr\u00fc\u00dfe\r\n');
    const narrow = await fileFor(t, Buffer.from(latin, 'latin1'));
    client.open(narrow.uri, latin);
    assert.ok(
      contentIn(await planOf(narrow.uri)).includes(Buffer.from('gr\xfc\xdfe\r\n', 'latin1')),
    );
  });
});
