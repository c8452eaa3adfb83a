import assert from 'node:assert/strict';
import { test } from 'node:test';
import { xmlAttributes, xmlText } from './xmlText.ts';

test('markup is escaped, and nothing is left that XML 1.0 forbids', () => {
  assert.equal(xmlText(`<a b="c">&'`), '&lt;a b=&quot;c&quot;&gt;&amp;&apos;');
  assert.equal(xmlText(']]>'), ']]&gt;');
  assert.equal(xmlText('a\u0000\u0008\u001b\u0085\r\tb'), String.raw`a\0\x08\x1b\x85\r\tb`);
  assert.equal(xmlText('\ud800\ufffe\uffff'), String.raw`\u{d800}\u{fffe}\u{ffff}`);
  assert.equal(xmlText('日本😀\n'), '日本😀\n');
});

test('a line feed in an attribute survives', () => {
  assert.equal(xmlAttributes({ a: 'x\n"y"', b: 1 }), ' a="x&#10;&quot;y&quot;" b="1"');
});
