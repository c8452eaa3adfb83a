import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentText } from './consentText.ts';

const server = { host: '2001:db8::1', port: 25 };

test('names the server, the machine that connects, and who may get mail', () => {
  const recipients = ['a@example.org', 'b@example.net'];
  const { question, detail } = consentText({ server, recipients, remoteName: 'ssh-remote' });
  assert.equal(question, 'Replay to [2001:db8::1]:25?');
  assert.match(detail, /remote machine \(ssh-remote\) connects/);
  assert.match(
    detail,
    /Real mail may be delivered to 2 recipients: a@example.org, b@example.net\./,
  );
});

test('counts the recipients that do not fit', () => {
  const recipients = Array.from({ length: 20 }, (_, at) => `u${String(at)}@example.org`);
  const { detail } = consentText({ server, recipients, remoteName: undefined });
  assert.match(detail, /^Your machine connects\. /);
  assert.match(detail, /20 recipients: .*u7@example\.org and 12 more\./);
  assert.doesNotMatch(detail, /u8@/);
});

test('a session without recipients says so', () => {
  const { detail } = consentText({ server, recipients: [], remoteName: undefined });
  assert.match(detail, /names no recipient/);
});
