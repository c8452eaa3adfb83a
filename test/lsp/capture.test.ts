import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { LspClient } from '../support/lspClient.ts';

const CAPTURE = new URL('../corpus/pcap/auth-login.pcap', import.meta.url).href;

test('the server reads a packet capture', async () => {
  const client = new LspClient();
  try {
    await client.start({});
    const good = (await client.request('smtpTranscript/capture', { uri: CAPTURE })) as {
      readonly text: string;
      readonly sessions: readonly { readonly authenticated: boolean }[];
    };
    assert.match(good.text, /\nC: AUTH LOGIN\nS: 334 /);
    assert.deepEqual(
      good.sessions.map(({ authenticated }) => authenticated),
      [true],
    );
    const bad = await client.request('smtpTranscript/capture', { uri: 'untitled:x' });
    assert.deepEqual(bad, { error: 'Only a capture that is a file on disk can be read.' });
  } finally {
    await client.stop();
  }
});
