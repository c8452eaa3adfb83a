import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { smtp } from '../dialect/smtp.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import { mimeOf } from './mimeParts.ts';
import type { Mime } from './mimeParts.ts';
import { readChunk } from './readTranscript.ts';

interface Seen {
  readonly mime: Mime;
  readonly text: string;
}

function mimeIn(lines: string, eol = '\n'): Seen {
  const whole = `S: 220 mx\nC: DATA\nS: 354 Go\nC: From: a@b.example\n${lines}C: .\nS: 250 OK\n`;
  const text = whole.replaceAll('\n', eol);
  const chunk = readChunk(plainScanner.encode(text), { scanner: plainScanner, dialect: smtp });
  const exchange = chunk.sessions[0]?.exchanges[0];
  assert.ok(exchange?.content);
  const mime = mimeOf(chunk, exchange, exchange.content);
  assert.ok(mime);
  return { mime, text };
}

const NESTED = `C: Content-Type: multipart/mixed;
C:  boundary="a b"
C: 
C: preamble
C: --a b
C: Content-Type: multipart/alternative; boundary=a
C: 
C: --a
C: 
C: one
C: --ab
C: --a  
C: Content-Type: text/html
C: 
C: two
C: --a--
C: --a b
C: Content-Transfer-Encoding: base64
C: 
C: AAAA
C: --a b--
C: epilogue
`;

test('parts within parts, with any line ends', () => {
  for (const eol of ['\n', '\r\n', '\r']) {
    const { mime, text } = mimeIn(NESTED, eol);
    assert.equal(mime.complete, true);
    assert.deepEqual(
      mime.entities.map(({ depth, type, delimiters }) => {
        return [depth, type?.subtype, delimiters?.parts, delimiters?.closed];
      }),
      [
        [0, 'mixed', 2, true],
        [1, 'alternative', 2, true],
        [2, undefined, undefined, undefined],
        [2, 'html', undefined, undefined],
        [1, undefined, undefined, undefined],
      ],
    );
    const bodies = mime.entities
      .slice(2)
      .map(({ body }) => text.slice(body.start, body.end).trim());
    assert.deepEqual(bodies, [`C: one${eol}C: --ab`, 'C: two', 'C: AAAA']);
  }
});

test('values are found where they stand, folded and escaped ones too', () => {
  const { mime, text } = mimeIn(
    'C: Content-Type: text/plain;\nC:  name="b"\nC\\: Content-Disposition: \\x61; filename=x\\r\\n\nC: \n',
  );
  const [message] = mime.entities;
  const name = message?.type?.params.get('name');
  const filename = message?.disposition?.params.get('filename');
  assert.ok(message?.type && name && message.disposition && filename);
  const span = message.type.spanOf(name.start, name.end);
  assert.equal(text.slice(span.start, span.end), '"b"');
  assert.equal(message.disposition.type, 'a');
  const raw = message.disposition.spanOf(filename.start, filename.end);
  assert.equal(text.slice(raw.start, raw.end), 'x');
});

test('a hostile message is not walked to its end', () => {
  const head = 'C: Content-Type: multipart/mixed; boundary=-\nC: \n';
  const many = mimeIn(`${head}${'C: ---\n'.repeat(30_000)}`);
  assert.equal(many.mime.complete, false);
  assert.ok(many.mime.entities.length <= 1_000);
  const near = mimeIn(`${head}${'C: ---x\n'.repeat(30_000)}C: -----\n`);
  assert.equal(near.mime.complete, false);
  const deep = Array.from({ length: 300 }, (_, at) => {
    return `C: --b${String(at)}\nC: Content-Type: multipart/mixed; boundary=b${String(at + 1)}\nC: \n`;
  });
  const nested = mimeIn(`C: Content-Type: multipart/mixed; boundary=b0\nC: \n${deep.join('')}`);
  assert.equal(nested.mime.complete, false);
  assert.ok(nested.mime.entities.every(({ depth }) => depth <= 100));
});
