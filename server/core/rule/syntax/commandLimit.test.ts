import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';

const ID = 'command-line-too-long';

function foundIn(hello: readonly string[], command: string, reply = '250 OK'): string[] {
  const last = hello.length - 1;
  const replies = hello.map((line, index) => `S: 250${index === last ? ' ' : '-'}${line}`);
  const text = [
    'S: 220 mx.example ESMTP ready',
    'C: EHLO client.example',
    ...replies,
    `C: ${command}`,
    `S: ${reply}`,
    'C: QUIT',
    'S: 221 Bye',
    '',
  ];
  return lintText(text.join('\n'))
    .filter(({ rule }) => rule === ID)
    .map(({ message }) => message);
}

/** A NOOP line of so many octets, CR LF included. */
function noop(octets: number): string {
  return `NOOP ${'x'.repeat(octets - 'NOOP '.length - 2)}`;
}

/** A MAIL line of so many octets, CR LF included. */
function mail(octets: number): string {
  const head = 'MAIL FROM:<a@client.example> AUTH=';
  return head + 'x'.repeat(octets - head.length - 2);
}

test('512 octets with CR LF are allowed, 513 are not', () => {
  assert.deepEqual(foundIn(['mx.example'], noop(512)), []);
  assert.deepEqual(foundIn(['mx.example'], noop(513)), ['The line has 513 octets, limit 512.']);
});

test('octets count, not characters', () => {
  const command = `NOOP ${'ü'.repeat(260)}`;
  assert.deepEqual(foundIn(['mx.example'], command), ['The line has 527 octets, limit 512.']);
});

test('offered extensions add to MAIL and to nothing else', () => {
  const hello = ['mx.example', 'AUTH PLAIN', 'SIZE'];
  assert.deepEqual(foundIn(hello, mail(512 + 526)), []);
  assert.equal(foundIn(hello, mail(512 + 527)).length, 1);
  assert.equal(foundIn(hello, noop(513)).length, 1);
  const auth = `AUTH PLAIN ${'A'.repeat(504)}`;
  assert.equal(foundIn(hello, auth, '235 OK').length, 1);
});

test('lines of an AUTH exchange may be longer', () => {
  for (const [octets, count] of [
    [12288, 0],
    [12292, 1],
  ] as const) {
    const response = 'A'.repeat(octets - 4) + 'AA';
    const text = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH GSSAPI
C: AUTH GSSAPI
S: 334 
C: ${response}
S: 235 OK
C: QUIT
S: 221 Bye
`;
    const found = lintText(text).filter(({ rule }) => rule === ID);
    assert.equal(found.length, count, String(octets));
  }
});

test('options set other limits for single verbs and for the responses of AUTH', () => {
  const text = (lines: readonly string[]): string =>
    ['S: 220 mx.example ESMTP', 'C: EHLO c.example', 'S: 250-mx.example', ...lines, ''].join('\n');
  const found = (lines: readonly string[], settings: Record<string, number | string[]>): string[] =>
    lintText(text(lines), { profile: 'default', severities: {}, ruleOptions: { [ID]: settings } })
      .filter(({ rule }) => rule === ID)
      .map(({ message }) => message);
  const auth = ['S: 250 AUTH EXTERNAL', `C: AUTH EXTERNAL ${'A'.repeat(700)}`, 'S: 535 No'];
  assert.equal(found(auth, {}).length, 1);
  assert.deepEqual(found(auth, { verbLimits: ['NOOP=20', 'auth=1000'] }), []);
  assert.equal(found(auth, { verbLimits: ['AUTH=big'] }).length, 1);
  const response = `C: ${'A'.repeat(1200)}`;
  const later = ['S: 250 AUTH EXTERNAL', 'C: AUTH EXTERNAL', 'S: 334 ', response, 'S: 535 No'];
  assert.deepEqual(found(later, {}), []);
  assert.deepEqual(found(later, { authLine: 1000 }), ['The line has 1202 octets, limit 1000.']);
});
