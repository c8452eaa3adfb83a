import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { smtp } from '../dialect/smtp.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import { headerOf } from './headerFields.ts';
import type { Header } from './headerFields.ts';
import type { Content } from './model.ts';
import { readChunk } from './readTranscript.ts';

function headerIn(lines: string): Header {
  const text = `S: 220 mx\nC: DATA\nS: 354 Go\n${lines}C: .\nS: 250 OK\n`;
  const chunk = readChunk(plainScanner.encode(text), { scanner: plainScanner, dialect: smtp });
  const content: Content | undefined = chunk.sessions[0]?.exchanges[0]?.content;
  assert.ok(content);
  return headerOf(chunk, content);
}

test('fields, folded ones as one, until the empty line', () => {
  const header = headerIn('C: Subject: a\nC:  b\nC: From : x\nC: \nC: To: y\n');
  assert.deepEqual(
    header.fields.map(({ name, lines }) => [name, lines]),
    [
      ['subject', 2],
      ['from', 1],
    ],
  );
  assert.equal(header.end, 'blank');
});

test('what is no field ends the header, a field with a bad name does not', () => {
  assert.equal(headerIn('C: Subject: a\nC: Hello,\nC: \n').end, 'broken');
  const header = headerIn('C: Bad Field: a\nC: Subject: a\nC: \n');
  assert.equal(header.end, 'blank');
  assert.equal(header.malformed.length, 1);
  assert.equal(headerIn('C: Hello Bob: see\nC: you\nC: \n').end, 'broken');
  assert.equal(headerIn('C:  folded first\n').end, 'broken');
});

test('raw lines, empty content and endless headers', () => {
  assert.equal(headerIn('C: Subject: a\nC\\: \\r\\n\nC: hi\n').end, 'blank');
  assert.equal(headerIn('').first, undefined);
  assert.equal(headerIn('C: X: y\n'.repeat(6_000)).end, 'bound');
});
