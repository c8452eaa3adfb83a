import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hidden } from './hidden.ts';
import { formsOfSecret } from './secrets.ts';

const SECRET = 'Hunter2-zebra';
const hidden = new Hidden(formsOfSecret(SECRET));
const clean = (text: string): string => hidden.clean(Buffer.from(text));
const lines = (...texts: string[]): readonly string[] =>
  hidden.cleanLines(texts.map(text => Buffer.from(text)));

test('a secret is found in other letters, encoded, and in base64 of either alphabet', () => {
  const percent = [...Buffer.from(SECRET)].map(octet => `%${octet.toString(16)}`).join('');
  const entities = [...Buffer.from(SECRET)].map(octet => `&#${String(octet)};`).join('');
  const forms = [
    SECRET,
    SECRET.toUpperCase(),
    SECRET.toLowerCase(),
    Buffer.from(SECRET).toString('base64'),
    Buffer.from(SECRET).toString('base64url'),
    Buffer.from(SECRET).toString('hex').toUpperCase(),
    percent,
    percent.replaceAll('%', '='),
    percent.replaceAll('%', '\\x'),
    entities,
    SECRET.replace('-', '=2D'),
    SECRET.replace('H', '%48'),
  ];
  const marked = new Hidden(formsOfSecret('a<b>&c'));
  assert.equal(marked.clean(Buffer.from('no a&lt;b&gt;&amp;c')), 'no <redacted>');
  for (const form of forms) assert.equal(clean(`no ${form} here`), 'no <redacted> here', form);
});

test('a secret that goes over the ends of lines is hidden in each of them', () => {
  assert.deepEqual(lines('no Hunter2', '-zebra', 'yes'), ['no <redacted>', '<redacted>', 'yes']);
  assert.deepEqual(lines('Hun', 'ter', '2-zebra!'), ['<redacted>', '<redacted>', '<redacted>!']);
  assert.deepEqual(lines('HUNTER2=', ' -ZEBRA'), ['<redacted>=', ' <redacted>']);
  assert.deepEqual(lines('a', '', 'b'), ['a', '', 'b']);
  assert.deepEqual(lines('Hunter2-zebra', SECRET), ['<redacted>', '<redacted>']);
});

test('what is no secret stays as it is, a short secret is found only as it is', () => {
  assert.equal(clean('250 %41 = &#300; a=3D hunter'), '250 %41 = &#300; a=3D hunter');
  const short = new Hidden(['abc']);
  assert.equal(short.clean(Buffer.from('ABC abc a%62c')), 'ABC <redacted> a%62c');
  assert.equal(new Hidden([]).isEmpty, true);
});

test('parts of UTF-8 and control octets stay readable', () => {
  const own = new Hidden(formsOfSecret('pässwörd'));
  assert.equal(own.clean(Buffer.from('é pässwörd \u0007é')), 'é <redacted> \\x07é');
  assert.equal(own.clean(Buffer.from('PÄSSWÖRD')), '<redacted>');
});

test('a secret that ends in a line end, or has many lines, is found line by line', () => {
  const own = new Hidden(formsOfSecret('first line\r\nsecond line\n'));
  assert.equal(own.clean(Buffer.from('<second line>')), '<<redacted>>');
});

test('a megabyte that is all but a secret takes a moment', () => {
  const own = new Hidden(formsOfSecret(`${'ab'.repeat(200)}c`));
  const text = Buffer.from('%61b'.repeat(250_000));
  const began = performance.now();
  own.clean(text);
  own.cleanLines(
    Array.from({ length: 1000 }, (_, at) => text.subarray(at * 1000, at * 1000 + 999)),
  );
  assert.ok(performance.now() - began < 5000);
});
