import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

const URI = 'file:///tmp/dialect.txt';
const TEXT = `=== Trying 127.0.0.1:25...
=== Connected to 127.0.0.1.
<-  220 mx.example ESMTP
 -> EHLO client.example
<-  250 mx.example
 -> FROB
<** 500 5.5.2 Unknown
 -> QUIT
<-  221 Bye
=== Connection closed with remote host.
`;

interface Candidate {
  readonly id: string;
  readonly certainty: number;
  readonly description: string;
}

interface Sessions {
  readonly dialect: { readonly id: string; readonly why: string };
  readonly sessions: readonly { readonly commands: number }[];
}

void describe('the dialect of a document', () => {
  const client = new LspClient();
  before(async () => {
    await client.start({}, { dialectNotifications: true });
    client.open(URI, TEXT);
  });
  after(() => {
    client.kill();
  });
  const sessions = async (): Promise<Sessions> =>
    (await client.request('smtpTranscript/sessions', { uri: URI })) as Sessions;
  const readAs = (dialect: string | null): Promise<unknown> =>
    client.request('smtpTranscript/readAs', { uri: URI, dialect });

  void test('the list has the likely ones first, and all of them', async () => {
    const list = (await client.request('smtpTranscript/dialects', { uri: URI })) as Candidate[];
    assert.equal(list[0]?.id, 'swaks');
    assert.equal(list[0].certainty, 1);
    const ids = list.map(({ id }) => id);
    assert.ok(ids.includes('postfix-smtpd-v') && ids.includes('smtp'));
    assert.ok(list.every(({ description }) => description.length > 10));
  });

  void test('a choice is obeyed until it is taken back, through edits as well', async () => {
    assert.equal((await sessions()).dialect.id, 'swaks');
    assert.ok(await readAs('postfix-smtpd-v'));
    assert.equal((await sessions()).dialect.id, 'postfix-smtpd-v');
    assert.deepEqual((await sessions()).sessions, []);
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [
        {
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
          text: '=== note\n',
        },
      ],
    });
    assert.equal((await sessions()).dialect.id, 'postfix-smtpd-v');
    assert.ok(await readAs(null));
    assert.equal((await sessions()).dialect.id, 'swaks');
    assert.equal((await sessions()).sessions[0]?.commands, 3);
  });

  void test('an unknown dialect and an unknown document change nothing', async () => {
    assert.equal(await readAs('no-such-dialect'), null);
    const params = { uri: 'file:///tmp/other', dialect: 'swaks' };
    assert.equal(await client.request('smtpTranscript/readAs', params), null);
    assert.equal((await sessions()).dialect.id, 'swaks');
  });
});
