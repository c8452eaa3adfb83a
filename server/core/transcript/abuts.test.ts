import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { smtp } from '../dialect/smtp.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import { readTranscript } from './readTranscript.ts';

const ONE = 'S: 220 mx.example\nC: QUIT\nS: 221 Bye\n';

function abutting(text: string): boolean[] {
  const octets = plainScanner.encode(text);
  const chunks = readTranscript(octets, { scanner: plainScanner, dialect: smtp });
  return [...chunks].map(({ abuts }) => abuts);
}

test('a session abuts the next where nothing stands between the two', () => {
  assert.deepEqual(abutting(`${ONE}${ONE}${ONE}`), [true, true, false]);
});

test('a mark, a note or an empty line sets them apart', () => {
  for (const between of ['# --- new session ---\n', '# again\n', '\n', '# <connected>\n']) {
    assert.deepEqual(abutting(`${ONE}${between}${ONE}`), [false, false], between);
  }
});
