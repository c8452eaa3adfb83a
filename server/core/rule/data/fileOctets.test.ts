import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { lintText } from '../../../../test/support/lint.ts';
import { AFTER_CONTENT, HEADER, OPENING, CLOSING, UNTIL_CONTENT } from '../exampleParts.ts';
import { DEFAULT_LINT } from '../run.ts';

const RULES = ['bare-cr', 'bare-lf', 'smuggling-end-of-data', 'nul-or-control-in-content'];
const AS_FILE = { ...DEFAULT_LINT, fileOctets: true };

/** `.smtp` text whose lines end with CRLF; `<LF>`, `<CR>` and `<NUL>` stand for the octets. */
function fileOf(text: string): Uint8Array {
  const wire = text
    .replaceAll('\n', '\r\n')
    .replace(/<(LF|CR|NUL)>(?:\r\n)?/g, (_, name: string) => OCTETS[name] ?? '');
  return Buffer.from(wire, 'latin1');
}

const OCTETS: Readonly<Record<string, string>> = { LF: '\n', CR: '\r', NUL: '\0' };

function foundIn(text: string | Uint8Array, options = AS_FILE): string[] {
  return lintText(text, options)
    .filter(({ rule }) => RULES.includes(rule))
    .map(({ rule, line, finding }) => `${String(line)} ${rule} ${finding.severity}`);
}

const mail = (body: string): string => `${UNTIL_CONTENT}${HEADER}C: \n${body}${AFTER_CONTENT}`;
/** 0-based line of the first line of the body. */
const BODY = mail('').split('\n').length - AFTER_CONTENT.split('\n').length;

describe('line ends of a file', () => {
  const odd: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
    ['a lone LF in content', mail('C: one<LF>C: two\n'), [`${String(BODY)} bare-lf warning`]],
    [
      'a lone LF without a mark after it',
      mail('C: one<LF>two\n'),
      [`${String(BODY)} bare-lf warning`],
    ],
    ['a lone CR in content', mail('C: one<CR>two\n'), [`${String(BODY)} bare-cr warning`]],
    ['CR CR LF', mail('C: one<CR>\nC: two\n'), [`${String(BODY)} bare-cr warning`]],
    [
      'a lone LF after a command',
      `${OPENING}C: NOOP<LF>S: 250 OK\n${CLOSING}`,
      ['3 bare-lf warning'],
    ],
    [
      'a lone LF after a reply',
      `${OPENING}C: NOOP\nS: 250 OK<LF>${CLOSING}`,
      ['4 bare-lf warning'],
    ],
    ['only after a note', `${OPENING}# a note<LF>C: NOOP\nS: 250 OK\n${CLOSING}`, []],
    ['only after a note in content', mail('C: one\n# a note<LF>C: two\n'), []],
    ['only after a raw line', mail('C: one\nC\\: two\\r\\n<LF>C: three\n'), []],
    [
      'LF throughout the content',
      mail('C: one<LF>C: two<LF>C: three<LF>C: four\n'),
      [
        `${String(BODY)} bare-lf warning`,
        `${String(BODY + 1)} bare-lf warning`,
        `${String(BODY + 2)} bare-lf warning`,
      ],
    ],
  ];
  for (const [name, text, found] of odd) {
    test(name, () => {
      assert.deepEqual(foundIn(fileOf(text)), found);
    });
  }

  test('say nothing where the file is all of a kind, or a mixture', () => {
    const text = mail('C: one\n');
    for (const end of ['\n', '\r\n', '\r'])
      assert.deepEqual(foundIn(text.replaceAll('\n', end)), []);
    let count = 0;
    const mixed = text.replaceAll('\n', () => (count++ % 2 === 0 ? '\r\n' : '\n'));
    assert.deepEqual(foundIn(mixed), []);
    const oneCrlf = text.replace('\n', '\r\n');
    assert.deepEqual(foundIn(oneCrlf), []);
  });

  test('say nothing where they are an editor’s', () => {
    assert.deepEqual(
      foundIn(fileOf(mail('C: one<LF>C: two\n')), DEFAULT_LINT as typeof AS_FILE),
      [],
    );
  });

  test('say nothing of what a terminal showed', () => {
    const window = '220 x\r\nEHLO y.example\n250 x\r\nNOOP\r\n250 ok\r\nQUIT\r\n221 bye\r\n';
    assert.deepEqual(foundIn(window), []);
  });

  test('say nothing in the log of a tool that writes text', () => {
    const log =
      '=== Trying x:25...\r\n=== Connected to x.\r\n<-  220 x\r\n -> EHLO y.example\r\n<-  250 x\r\n' +
      ' -> NOOP\n<-  250 ok\r\n -> QUIT\r\n<-  221 bye\r\n';
    assert.deepEqual(foundIn(log), []);
  });

  test('at most a hundred are reported, however many there are', () => {
    assert.equal(foundIn(fileOf(mail('C: x<LF>'.repeat(5000)))).length, 100);
  });

  test('any octets are taken', () => {
    const piece = fc.constantFrom(
      'C: ',
      'S: 250 ok',
      'C: DATA',
      'S: 354 go',
      '.',
      '\r',
      '\n',
      '\r\n',
      '\0',
      'C: .',
      '\xe9',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
        foundIn(Buffer.from(pieces.join(''), 'latin1'));
      }),
    );
  });
});

describe('smuggling in a file', () => {
  const evil = 'MAIL FROM:<x@evil.example>\n';
  const cases: readonly (readonly [seq: string, body: string, severity: string])[] = [
    ['<LF>.<LF>', `C: text<LF>.<LF>${evil}`, 'error'],
    ['<LF>.<LF>', `C: text<LF>C: .<LF>C: ${evil}`, 'error'],
    ['<LF>.<CRLF>', `C: text<LF>C: .\nC: ${evil}`, 'error'],
    ['<CR>.<CR>', `C: text<CR>.<CR>${evil}`, 'error'],
    ['<CR>.<CRLF>', 'C: text<CR>C: .\nC: more text\n', 'warning'],
    ['<CRLF>.<LF>', `C: text\nC: .<LF>C: ${evil}`, 'error'],
    ['<CRLF>.<CR>', 'C: text\nC: .<CR>C: more text\n', 'warning'],
    ['<CRLF><NUL>.<CRLF>', `C: text\nC: <NUL>.\nC: ${evil}`, 'error'],
  ];
  for (const [seq, body, severity] of cases) {
    test(`${seq} before ${severity === 'error' ? 'a command' : 'text'}: ${body.slice(0, 12)}`, () => {
      const found = lintText(fileOf(mail(body)), AS_FILE).filter(({ rule }) =>
        RULES.includes(rule),
      );
      const [first] = found.filter(({ rule }) => rule === 'smuggling-end-of-data');
      assert.equal(first?.line, BODY + 1);
      assert.ok(first.message.startsWith(`"${seq}"`), first.message);
      assert.equal(first.finding.severity, severity);
      assert.deepEqual(
        found.filter(({ rule }) => rule.startsWith('bare')),
        [],
      );
    });
  }

  test('the end of data itself is none', () => {
    assert.deepEqual(foundIn(fileOf(mail('C: text\nC: ..\nC: x\n'))), []);
  });
});

describe('NUL and other controls', () => {
  test('NUL is found in an editor’s text as well, the others in a file', () => {
    const nul = Buffer.from(mail('C: a\0b\n'));
    assert.deepEqual(foundIn(nul), [`${String(BODY)} nul-or-control-in-content warning`]);
    assert.deepEqual(foundIn(nul, DEFAULT_LINT as typeof AS_FILE).length, 1);
    assert.equal(foundIn(mail('C: a\x1b[31mb\n')).length, 1);
    assert.deepEqual(foundIn(mail('C: a\tb\n')), []);
  });

  test('BINARYMIME may hold any octet', () => {
    const text = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-BINARYMIME
S: 250 CHUNKING
C: MAIL FROM:<a@client.example> BODY=BINARYMIME
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: BDAT 5 LAST
C: a\0b
S: 250 OK
${CLOSING}`;
    assert.deepEqual(foundIn(text), []);
    assert.equal(foundIn(text.replace(' BODY=BINARYMIME', '')).length, 1);
  });
});
