import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentText } from './consentText.ts';
import { weaknessesOf } from './weaknesses.ts';

const facts = {
  servers: [{ host: '2001:db8::1', port: 25 }],
  recipients: [] as readonly string[],
  remoteName: undefined as string | undefined,
  production: undefined as string | undefined,
  weaknesses: [] as readonly string[],
};

test('names the server, the machine that connects, and who may get mail', () => {
  const recipients = ['a@example.org', 'b@example.net'];
  const { message, detail } = consentText({ ...facts, recipients, remoteName: 'ssh-remote' });
  assert.equal(message, 'Replay to [2001:db8::1]:25?');
  assert.match(detail, /remote machine \(ssh-remote\) connects/);
  assert.match(
    detail,
    /Real mail may be delivered to 2 recipients: a@example.org, b@example.net\./,
  );
});

test('says what lets others read along', () => {
  const weaknesses = weaknessesOf([{}, { allowPlaintextAuth: true, verifyCertificate: false }]);
  const { detail } = consentText({ ...facts, weaknesses });
  assert.match(
    detail,
    /connects\. Passwords may cross the network unencrypted\. The server’s cert/,
  );
  assert.deepEqual(weaknessesOf([{ verifyCertificate: false, fingerprint: 'AB' }]), []);
});

test('counts the recipients that do not fit', () => {
  const recipients = Array.from({ length: 20 }, (_, at) => `u${String(at)}@example.org`);
  const { detail } = consentText({ ...facts, recipients });
  assert.match(detail, /^Your machine connects\. /);
  assert.match(detail, /20 recipients: .*u7@example\.org and 12 more\./);
  assert.doesNotMatch(detail, /u8@/);
});

test('a session without recipients says so', () => {
  const { detail } = consentText(facts);
  assert.match(detail, /names no recipient/);
});

test('names every host in the order in which they are tried', () => {
  const servers = ['mx1.test', 'mx2.test', 'mx3.test'].map(host => ({ host, port: 25 }));
  const { message, detail } = consentText({ ...facts, servers });
  assert.equal(message, 'Replay to mx1.test:25, or 2 further hosts?');
  assert.match(detail, /Tried in this order: mx1\.test:25, mx2\.test:25, mx3\.test:25\./);
});

test('production is said first, and on the button', () => {
  const { message, detail, button } = consentText({ ...facts, production: 'live' });
  assert.equal(message, 'PRODUCTION: replay to live, [2001:db8::1]:25?');
  assert.match(detail, /^This environment is marked as production\. Your machine connects\./);
  assert.equal(button, 'Send to PRODUCTION');
  assert.equal(consentText(facts).button, 'Connect and Send');
});

test('what an address holds cannot move or push away the rest of the message', () => {
  const recipients = ['a\u202e\n\u0007@b.example', `${'x'.repeat(5000)}@c.example`];
  const { detail } = consentText({ ...facts, recipients });
  assert.ok(detail.includes('a\ufffd\ufffd\ufffd@b.example, xxx'));
  assert.ok(detail.length < 500);
});
