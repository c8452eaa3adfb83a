import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

void describe('explaining words and replies', () => {
  const client = new LspClient();
  before(() => client.start({}));
  after(() => {
    client.kill();
  });
  const explain = (text: string): Promise<unknown> =>
    client.request('smtpTranscript/explain', { text });

  void test('every word of the list has an explanation', async () => {
    const words = (await client.request('smtpTranscript/explainable', {})) as {
      readonly word: string;
      readonly kind: string;
      readonly meaning: string;
    }[];
    assert.ok(words.length > 300);
    const known = new Map(words.map(one => [one.word, one]));
    assert.equal(known.get('nested-mail')?.kind, 'rule');
    assert.equal(known.get('STARTTLS')?.kind, 'verb, extension');
    assert.equal(known.get('5.1.1')?.kind, 'enhanced code');
    assert.ok(words.every(({ meaning }) => meaning !== ''));
    assert.notEqual(await explain('STARTTLS'), null);
  });

  void test('a reply is explained by its text and its codes', async () => {
    const { markdown } = (await explain('554 5.7.1 <a@b.example>: Relay access denied')) as {
      readonly markdown: string;
    };
    assert.match(markdown, /Most mail servers/);
    assert.match(markdown, /\*\*554\*\*/);
    assert.doesNotMatch(markdown, /a@b/);
  });

  void test('what means nothing has none, whatever it is', async () => {
    for (const text of ['', 'zzz', '](x)', '9'.repeat(100_000), '[link](http://evil.example)']) {
      assert.equal(await explain(text), null);
    }
  });
});
