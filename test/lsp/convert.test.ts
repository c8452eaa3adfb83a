import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { ConvertResult, ConvertTarget } from '../../server/protocol/lsp.ts';
import { LspClient } from '../support/lspClient.ts';

const URI = 'file:///tmp/convert.smtp';
const TEXT = [
  '# @name First',
  'S: 220 mx.example',
  'C: EHLO a',
  'S: 250 mx',
  'C: QUIT',
  'S: 221 bye',
  '',
  'S: 220 mx.example',
  'C: EHLO \u{1f600}',
  'S: 250 mx',
  'C: MAIL FROM:<a@b.example>',
  'S: 250 ok',
  'C: QUIT',
  'S: 221 bye',
  '',
].join('\n');
const LOG = readFileSync(new URL('../corpus/swaks/simple.txt', import.meta.url), 'utf8');

type Result = Exclude<ConvertResult, { readonly error: string }>;

void describe('conversions over stdio', () => {
  const client = new LspClient();
  before(async () => {
    await client.start({});
    client.open(URI, TEXT);
  });
  after(() => {
    client.kill();
  });

  async function result(method: string, params: unknown): Promise<Result> {
    const answer = (await client.request(method, params)) as ConvertResult;
    assert.ok(!('error' in answer), JSON.stringify(answer));
    return answer;
  }

  async function error(method: string, params: unknown): Promise<string> {
    const answer = (await client.request(method, params)) as ConvertResult;
    assert.ok('error' in answer, JSON.stringify(answer));
    return answer.error;
  }

  void test('the targets', async () => {
    const targets = (await client.request('smtpTranscript/convertTargets', {})) as ConvertTarget[];
    assert.equal(targets[0]?.id, 'smtp');
    for (const { id, label, notes, scope } of targets) {
      assert.ok(id && label && notes, id);
      assert.match(scope, /^(?:session|transcript)$/);
    }
  });

  void test('a document, or one of its sessions', async () => {
    const whole = await result('smtpTranscript/convert', { uri: URI, target: 'smtp' });
    assert.equal(whole.sessions, 2);
    assert.equal(whole.languageId, 'smtp-transcript');
    assert.match(
      whole.texts[0] ?? '',
      /^# @name First\n[^]*\n# --- new session ---\n[^]*\u{1f600}/u,
    );
    const params = { uri: URI, target: 'swaks', session: 1 };
    const one = await result('smtpTranscript/convert', params);
    assert.match(one.texts[0] ?? '', /--quit-after=mail/);
    assert.equal(one.extension, 'sh');
  });

  void test('what is not there is told', async () => {
    assert.match(
      await error('smtpTranscript/convert', { uri: 'file:///tmp/none', target: 'smtp' }),
      /not open/,
    );
    assert.match(
      await error('smtpTranscript/convert', { uri: URI, target: 'x' }),
      /no such target/,
    );
    const params = { uri: URI, target: 'smtp', session: 2 };
    assert.match(await error('smtpTranscript/convert', params), /no such session/);
    const unknown = { text: LOG, dialect: 'none' };
    assert.match(await error('smtpTranscript/convertText', unknown), /no such dialect/);
  });

  void test('pasted text', async () => {
    const pasted = await result('smtpTranscript/convertText', { text: LOG });
    assert.equal(pasted.dialect.id, 'swaks');
    assert.ok(pasted.dialect.certainty > 0.7);
    assert.equal(pasted.sessions, 1);
    assert.match(pasted.texts[0] ?? '', /^C: EHLO /m);
    const again = await result('smtpTranscript/convertText', { text: pasted.texts[0] ?? '' });
    assert.equal(again.dialect.id, 'smtp');
    assert.deepEqual(again.texts, pasted.texts);
  });

  void test('text without a session gives none', async () => {
    const { texts, sessions } = await result('smtpTranscript/convertText', { text: 'Hello there' });
    assert.deepEqual([texts, sessions], [[], 0]);
  });
});
