import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { mailDateProblem } from '../../smtp/mailDate.ts';
import { isPlainAddress, isPlainDate, isPlainId } from './plainFields.ts';

const octetsOf = (text: string): Uint8Array => Uint8Array.from(text, sign => sign.charCodeAt(0));

test('what the quick look takes for plain has no problem', () => {
  for (let day = 0; day < 800; day++) {
    const date = new Date(Date.UTC(2027, 0, 1) + day * 86_400_000).toUTCString();
    for (const text of [` ${date.replace('GMT', '+0130')}`, ` ${date.replace('GMT', '-0060')}`]) {
      const octets = octetsOf(text);
      const plain = isPlainDate(octets, 0, octets.length);
      assert.equal(plain, text.endsWith('+0130') && !/, 29 Feb/.test(text), text);
      if (plain) assert.equal(mailDateProblem(text), undefined);
    }
  }
});

test('addresses and identifiers that nobody could object to', () => {
  const isAddress = (text: string): boolean =>
    isPlainAddress(octetsOf(text), 0, text.length) !== undefined;
  const isId = (text: string): boolean => isPlainId(octetsOf(text), 0, text.length);
  for (const text of [' a@b.example', ' <a@b.example>', ' Al B2 <a.b+c@d-e.example>']) {
    assert.equal(isAddress(text), true, text);
  }
  const odd = ['a@b.example', ' a@b', ' a.@b.example', ' "a" <a@b.example>', ' a@b.example>', ' '];
  for (const text of [...odd, '', ' <a@b.example', ' a@b.example, c@d.example']) {
    assert.equal(isAddress(text), false, text);
  }
  for (const text of [' <1@a>', ' <a.b-c_d+e=f$g@h.example>']) assert.equal(isId(text), true, text);
  for (const text of ['<1@a>', ' <1>', ' <a..b@c>', ' <.a@c>', ' <a@c.>', ' <a@b@c>', ' <a b@c>']) {
    assert.equal(isId(text), false, text);
  }
});
