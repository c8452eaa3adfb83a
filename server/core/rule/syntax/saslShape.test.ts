import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';

type Line = readonly [side: 'C' | 'S', text: string];

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** What the two SASL rules find in an exchange of this mechanism. */
function found(
  mechanism: string,
  initial: string | undefined,
  ...lines: readonly Line[]
): string[] {
  const command = ['AUTH', mechanism, ...(initial === undefined ? [] : [initial])].join(' ');
  const text = [
    'S: 220 mx.example ESMTP ready',
    'C: EHLO client.example',
    'S: 250-mx.example',
    `S: 250 AUTH ${mechanism}`,
    `C: ${command}`,
    ...lines.map(([side, line]) => `${side}: ${line}`),
    'C: QUIT',
    'S: 221 Bye',
    '',
  ];
  const rules = new Set(['auth-exchange-malformed', 'auth-plain-malformed']);
  return lintText(text.join('\n'))
    .filter(({ rule }) => rules.has(rule))
    .map(({ message, line }) => `${String(line + 1)} ${message}`);
}

const OK: Line = ['S', '235 2.7.0 OK'];
const NO: Line = ['S', '535 5.7.8 No'];
const ASK: Line = ['S', '334 '];

test('LOGIN has two responses, with and without one that comes with the command', () => {
  const user: Line = ['C', base64('alice')];
  const password: Line = ['C', base64('open sesame')];
  assert.deepEqual(found('LOGIN', undefined, ASK, user, ASK, password, OK), []);
  assert.deepEqual(found('LOGIN', base64('alice'), ASK, password, OK), []);
  const three = found('LOGIN', undefined, ASK, user, ASK, password, ASK, password, NO);
  assert.equal(three.length, 1);
  assert.match(three[0] ?? '', /^11 .*two responses/);
});

test('no text of a message enters a finding', () => {
  const texts = [
    ...found('PLAIN', base64('alice:open sesame'), NO),
    ...found('PLAIN', base64('\0alice\0open\0sesame'), NO),
    ...found('CRAM-MD5', undefined, ['S', '334 PDFAeD4='], ['C', base64('alice sesame')], NO),
    ...found('XOAUTH2', base64('Bearer sesame'), NO),
  ];
  assert.equal(texts.length, 4);
  for (const text of texts) assert.doesNotMatch(text, /sesame|alice:/);
});

test('what stands for a secret is not judged', () => {
  for (const mask of ['<redacted>', '***', base64('<redacted>'), base64('PASSWORD_REMOVED')]) {
    assert.deepEqual(found('PLAIN', mask, NO), [], mask);
    assert.deepEqual(
      found('CRAM-MD5', undefined, ['S', '334 PDFAeD4='], ['C', mask], NO),
      [],
      mask,
    );
  }
  assert.deepEqual(found('CRAM-MD5', undefined, ['S', '334 PDFAeD4='], ['C', '*'], NO), []);
});

test('CRAM-MD5 takes user names with blanks and digests in lower case', () => {
  const digest = 'b913a602c7eda7a495b4e6e7334d3890';
  const answer = (text: string): string[] =>
    found('CRAM-MD5', undefined, ['S', '334 PDFAeD4='], ['C', base64(text)], NO);
  assert.deepEqual(answer(`a b ${digest}`), []);
  assert.equal(answer(`alice ${digest.toUpperCase()}`).length, 1);
  assert.equal(answer(`alice ${digest.slice(1)}`).length, 1);
});

test('SCRAM with channel binding needs the mechanism for it', () => {
  const challenge: Line = ['S', `334 ${base64('r=abcd,s=AAAA,i=4096')}`];
  const last: Line = ['C', base64('c=biws,r=abcd,p=AAAA')];
  const done: Line = ['S', `334 ${base64('v=AAAA')}`];
  const first = base64('n,,n=alice,r=ab');
  const bound = base64('p=tls-exporter,,n=alice,r=ab');
  const rest = [challenge, last, done, ['C', ''] as const, OK];
  assert.deepEqual(found('SCRAM-SHA-256', first, ...rest), []);
  assert.deepEqual(found('SCRAM-SHA-256-PLUS', bound, ...rest), []);
  assert.equal(found('SCRAM-SHA-256-PLUS', first, NO).length, 1);
  assert.equal(found('SCRAM-SHA-1', bound, NO).length, 1);
  const noProof: Line = ['C', base64('c=biws,r=abcd')];
  assert.equal(found('SCRAM-SHA-256', first, challenge, noProof, NO).length, 1);
});

test('OAUTHBEARER and XOAUTH2 may acknowledge an error', () => {
  const bearer = base64('n,a=alice@example.org,\x01host=mx\x01port=587\x01auth=Bearer t\x01\x01');
  const google = base64('user=alice@example.org\x01auth=Bearer t\x01\x01');
  const error: Line = ['S', `334 ${base64('{"status":"401"}')}`];
  assert.deepEqual(found('OAUTHBEARER', bearer, error, ['C', 'AQ=='], NO), []);
  assert.deepEqual(found('XOAUTH2', google, error, ['C', ''], NO), []);
  assert.equal(found('OAUTHBEARER', google, NO).length, 1);
  assert.equal(found('XOAUTH2', bearer, NO).length, 1);
});

test('a message of PLAIN without content is found as well', () => {
  assert.deepEqual(found('PLAIN', undefined, ASK, ['C', ''], NO).length, 1);
  assert.deepEqual(found('PLAIN', '=', NO).length, 1);
  assert.deepEqual(found('PLAIN', base64('\0j\xf6rg\0x'), NO).length, 1);
});
