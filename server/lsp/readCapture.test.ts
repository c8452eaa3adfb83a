import { strict as assert } from 'node:assert';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { capturedSessions } from './capturedSessions.ts';
import { readCapture } from './readCapture.ts';

const GOOD = new URL('../../test/corpus/pcap/two-streams.pcap', import.meta.url).href;
const never = (): boolean => false;

async function errorOf(reading: ReturnType<typeof readCapture>): Promise<string> {
  const read = await reading;
  return 'error' in read ? read.error : '';
}

describe('readCapture', () => {
  const folder = mkdtempSync(join(tmpdir(), 'capture-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the transcript and what it is about', async () => {
    const read = await readCapture(GOOD, never);
    assert.ok('octets' in read);
    assert.deepEqual(read.problems, []);
    const { sessions, sessionCount } = capturedSessions(read.octets);
    assert.equal(sessionCount, 2);
    const lines = Buffer.from(read.octets).toString().split('\n');
    assert.deepEqual(
      sessions.map(({ line }) => lines[line]),
      ['# <connected>', '# <connected>'],
    );
    assert.deepEqual(
      sessions.map(({ addresses, messages }) => [addresses, messages.map(each => each.outcome)]),
      [
        ['127.0.0.1:55986 -> 127.0.0.1:8025', ['accepted', 'accepted', 'accepted']],
        ['127.0.0.1:55994 -> 127.0.0.1:8025', ['accepted']],
      ],
    );
    assert.deepEqual(sessions[1]?.messages[0], {
      from: 'alice@example.com',
      recipients: ['bob@example.org', 'nobody@example.org', 'carol@example.org'],
      recipientCount: 3,
      outcome: 'accepted',
    });
  });

  it('says why there is none', async () => {
    const text = join(folder, 'text.pcap');
    writeFileSync(text, '220 mx.example ESMTP\r\n');
    assert.match(await errorOf(readCapture(pathToFileURL(text).href, never)), /not a packet/);
    assert.match(await errorOf(readCapture(pathToFileURL(folder).href, never)), /ordinary file/);
    assert.match(await errorOf(readCapture(`${GOOD}x`, never)), /ENOENT/);
    for (const uri of ['untitled:a.pcap', 'file://%zz', '/etc/passwd']) {
      assert.match(await errorOf(readCapture(uri, never)), /file on disk/);
    }
    assert.match(await errorOf(readCapture(GOOD, () => true)), /not read to its end/);
  });

  it('names the command line where it is too much', async () => {
    const small = { input: 7000, output: 1e6 };
    assert.match(
      await errorOf(readCapture(GOOD, never, small)),
      /^The capture has 1 MB, .* smtp-transcript convert FILE --to smtp$/,
    );
    const short = { input: 1e6, output: 1000 };
    assert.match(await errorOf(readCapture(GOOD, never, short)), /^The transcript has at least 1/);
  });

  it('gives what can be read of a damaged capture', async () => {
    const damaged = join(folder, 'damaged.pcap');
    const { readFileSync } = await import('node:fs');
    writeFileSync(damaged, readFileSync(fileURLToPath(GOOD)));
    appendFileSync(damaged, 'rubbish rubbish rubbish');
    const read = await readCapture(pathToFileURL(damaged).href, never);
    assert.ok('octets' in read);
    assert.match(read.problems.join(), /nothing after it can be read/);
  });
});
