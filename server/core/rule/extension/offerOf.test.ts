import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { disagreements, lintText } from '../../../../test/support/lint.ts';

test('nothing is said about the list of an EHLO that lies outside the transcript', () => {
  const text = `# @excerpt start
C: MAIL FROM:<a@client.example> SIZE=1 SMTPUTF8
S: 250 OK
C: RCPT TO:<b@mx.example> NOTIFY=NEVER
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`;
  assert.deepEqual(disagreements(text), []);
});

test('a parameter sent together with the EHLO goes by the list that came', () => {
  const text = `S: 220 mx.example ESMTP ready
C: EHLO client.example
C: MAIL FROM:<a@client.example> SIZE=1
S: 250-mx.example
S: 250 SIZE
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`;
  const rules = lintText(text).map(({ rule }) => rule);
  assert.ok(!rules.includes('param-not-advertised'), rules.join());
});

test('each accepted EHLO replaces the list as a whole', () => {
  const text = `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE
C: EHLO client.example
S: 250 mx.example
C: MAIL FROM:<a@client.example> SIZE=1
#~                              ^^^^^^ param-not-advertised
S: 555 No
C: QUIT
S: 221 Bye
`;
  assert.deepEqual(disagreements(text), []);
});
