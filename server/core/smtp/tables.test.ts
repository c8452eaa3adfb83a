import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENHANCED_CODES, enhancedCodeOf } from './enhancedCodes.ts';
import { EXTENSIONS, extensionOf, paramOwner, paramOwners } from './extensions.ts';
import { checkParamValue } from './paramValue.ts';
import { REPLY_CODES, replyClassOf, replyCodeOf } from './replyCodes.ts';
import { VERBS, verbOf } from './verbs.ts';

function assertUnique(keys: readonly (string | number)[]): void {
  assert.equal(new Set(keys).size, keys.length);
}

test('verbs are found in any letter case and once', () => {
  assert.equal(verbOf('starttls')?.ref, 'RFC 3207 §4');
  assert.equal(verbOf('XSTUFF'), undefined);
  assert.equal(verbOf('constructor'), undefined);
  assertUnique(VERBS.map(verb => verb.name));
  for (const verb of VERBS) assert.equal(verb.name, verb.name.toUpperCase());
});

test('every code a verb lists is in the table of replies', () => {
  for (const { name, replies } of VERBS) {
    const listed = [...replies.success, ...replies.intermediate, ...replies.error];
    for (const code of listed) assert.ok(replyCodeOf(code), `${name} lists ${String(code)}`);
    assert.deepEqual(
      replies.success.filter(code => code >= 300),
      [],
      name,
    );
  }
});

test('every parameter of MAIL and RCPT has an extension', () => {
  for (const verb of ['MAIL', 'RCPT'] as const) {
    for (const param of verbOf(verb)?.params ?? []) assert.ok(paramOwner(verb, param), param);
  }
  assert.equal(paramOwner('MAIL', 'size')?.keyword, 'SIZE');
  assert.equal(paramOwner('RCPT', 'RET'), undefined);
  assert.deepEqual(
    paramOwners('MAIL', 'BODY').map(owner => owner.keyword),
    ['8BITMIME', 'BINARYMIME'],
  );
});

test('extensions are found, once each, and require known ones', () => {
  assertUnique(EXTENSIONS.map(extension => extension.keyword));
  assert.equal(extensionOf('Dsn')?.rcptLineIncrease, 530);
  assert.equal(extensionOf('NONSENSE'), undefined);
  for (const { requires } of EXTENSIONS)
    for (const keyword of requires ?? []) assert.ok(extensionOf(keyword));
});

test('parameters the table gives no value refuse one, and the others are known', () => {
  for (const { mailParams, rcptParams, status } of EXTENSIONS) {
    if (status === 'vendor') continue;
    for (const [keyword, grammar] of Object.entries({ ...mailParams, ...rcptParams })) {
      if (grammar === 'no value')
        assert.equal(checkParamValue(keyword, 'x'), 'no value may follow');
    }
  }
});

test('replies are found and classed', () => {
  assertUnique(REPLY_CODES.map(reply => reply.code));
  assert.match(replyCodeOf(550)?.advice ?? '', /address/);
  assert.equal(replyCodeOf(299), undefined);
  assert.equal(replyClassOf(299)?.name, 'positive completion');
  assert.equal(replyClassOf(199), undefined);
  assert.equal(replyClassOf(600), undefined);
});

test('enhanced codes are read by class, subject and detail', () => {
  assertUnique(ENHANCED_CODES.map(code => code.subject * 1000 + code.detail));
  const unknownMailbox = enhancedCodeOf('5.1.1');
  assert.equal(unknownMailbox?.className, 'permanent failure');
  assert.equal(unknownMailbox.subjectName, 'addressing');
  assert.match(unknownMailbox.entry?.text ?? '', /mailbox/);
  assert.equal(enhancedCodeOf('4.7.999')?.entry, undefined);
  assert.equal(enhancedCodeOf('5.42.1')?.subjectName, undefined);
  for (const bad of ['3.1.1', '5.1', '5.01.1', '5.1.1.1', '5.1.1234', '']) {
    assert.equal(enhancedCodeOf(bad), undefined, bad);
  }
});

test('every entry says what to do, in a sentence', () => {
  for (const { advice } of [...REPLY_CODES, ...ENHANCED_CODES]) assert.match(advice, /^[A-Z].*\.$/);
});
