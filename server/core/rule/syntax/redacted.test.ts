import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';
import { isRedacted } from './redacted.ts';

test('marks for a secret that was taken out are known, base64 and plain text are none', () => {
  for (const text of ['***', '<redacted>', '<password removed>', '[hidden]', '...', 'REDACTED']) {
    assert.ok(isRedacted(text), text);
  }
  for (const text of ['*', '', 'alice', 'AGEAYg==', '<a> <b>', '=']) {
    assert.ok(!isRedacted(text), text);
  }
});

test('what a tool prints decoded is not called malformed', () => {
  const text = `=== Trying 127.0.0.1:25...
=== Connected to 127.0.0.1.
<-  220 mx.example ESMTP
 -> EHLO client.example
<-  250-mx.example
<-  250 AUTH PLAIN LOGIN
 -> AUTH LOGIN
<-  334 Username:
 -> alice@client.example
<-  334 Password:
 -> not a secret
<-  535 5.7.8 Failed
 -> AUTH PLAIN \\0alice\\0not a secret
<-  535 5.7.8 Failed
 -> QUIT
<-  221 Bye
=== Connection closed with remote host.
`;
  const rules = lintText(text).map(({ rule }) => rule);
  assert.ok(!rules.some(rule => rule.startsWith('auth-')), rules.join());
});
