import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCursor, textOf } from '../../../test/support/cursor.ts';
import { renderMarkdown, renderPlain } from './explanation.ts';
import { hoverAt } from './hover.ts';

const START = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250-AUTH PLAIN LOGIN
S: 250 ENHANCEDSTATUSCODES
`;

function hover(fixture: string): { word: string; markdown: string; plain: string } | undefined {
  const { chunk, offset } = readCursor(fixture);
  const found = hoverAt(chunk, offset);
  if (found === undefined) return undefined;
  return {
    word: textOf(chunk, found.at),
    markdown: renderMarkdown(found),
    plain: renderPlain(found),
  };
}

void test('a verb', () => {
  const found = hover(`${START}C: MA$0IL FROM:<a@b.example>\n`);
  assert.equal(found?.word, 'MAIL');
  assert.match(found.markdown, /^\*\*`MAIL`\*\*/);
  assert.match(found.plain, /RFC 5321/);
});

void test('an unknown verb, with a suggestion', () => {
  const found = hover(`${START}C: MIAL$0 FROM:<a@b.example>\n`);
  assert.match(found?.plain ?? '', /Perhaps MAIL was meant/);
});

void test('a parameter says whether it was offered and what is wrong', () => {
  const offered = hover(`${START}C: MAIL FROM:<a@b.example> SIZ$0E=x\n`);
  assert.equal(offered?.word, 'SIZE=x');
  assert.match(offered.plain, /Offered by the server as SIZE/);
  assert.match(offered.plain, /Here it is wrong/);
  const missing = hover(`${START}C: MAIL FROM:<a@b.example> BODY$0=8BITMIME\n`);
  assert.match(missing?.plain ?? '', /has not offered/);
});

void test('a reply code, an enhanced code, an extension', () => {
  const code = hover(`${START}C: MAIL FROM:<a@b.example>\nS: 55$00 5.1.1 No such user\n`);
  assert.equal(code?.word, '550');
  assert.match(code.plain, /in answer to MAIL/);
  assert.match(code.plain, /What to do:/);
  const enhanced = hover(`${START}C: MAIL FROM:<a@b.example>\nS: 550 5.1$0.1 No such user\n`);
  assert.equal(enhanced?.word, '5.1.1');
  assert.match(enhanced.plain, /permanent failure/);
  const keyword = hover(START.replace('250-SIZE', '250-SI$0ZE'));
  assert.equal(keyword?.word, 'SIZE');
});

void test('a challenge is decoded', () => {
  const found = hover(`${START}C: AUTH LOGIN\nS: 334 VXNlc$0m5hbWU6\n`);
  assert.match(found?.plain ?? '', /Decoded: Username:/);
});

void test('of a credential nothing is shown but the user name', () => {
  const plain = Buffer.from('\0alice\0s3cret').toString('base64');
  const first = hover(`${START}C: AUTH PLAIN ${plain.slice(0, 4)}$0${plain.slice(4)}\n`);
  assert.match(first?.plain ?? '', /User name: alice/);
  assert.doesNotMatch(first?.plain ?? '', /s3cret/);
  const user = Buffer.from('alice').toString('base64');
  const password = Buffer.from('s3cret').toString('base64');
  const login = `${START}C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ${user}\nS: 334 UGFzc3dvcmQ6\nC: ${password}\n`;
  const name = hover(login.replace(user, `${user}$0`));
  assert.match(name?.plain ?? '', /User name: alice/);
  const secret = hover(login.replace(password, `${password}$0`));
  assert.equal(secret?.word, password);
  assert.doesNotMatch(secret.plain, /s3cret/);
  const initial = hover(`${START}C: AUTH LOGIN ${user}\nS: 334 UGFzc3dvcmQ6\nC: ${password}$0\n`);
  assert.doesNotMatch(initial?.plain ?? '', /s3cret/);
});

void test('text of the transcript cannot become markup', () => {
  const nasty = '`](http://x)<img/src=x>**';
  const challenge = Buffer.from(nasty).toString('base64');
  const found = hover(`${START}C: AUTH CRAM-MD5\nS: 334 $0${challenge}\n`);
  assert.ok(found?.markdown.includes('`` `](http://x)<img/src=x>** ``'));
  const verb = hover('S: 220 x\nC: <img/src=x>$0 y\n');
  assert.ok(verb?.markdown.startsWith('**`<IMG/SRC=X>`**'));
});

void test('directives, the dot, and places about which nothing is to say', () => {
  assert.match(hover(`# @time$0out 5s\n${START}`)?.plain ?? '', /longest wait/);
  const content = `${START}C: DATA\nS: 354 go\nC: x\nC: .$0\nS: 250 ok\n`;
  assert.match(hover(content)?.plain ?? '', /End of the content/);
  assert.equal(hover(`# a no$0te\n${START}`), undefined);
});

void test('a rule that a comment names', () => {
  const comment = '# @disable-next-line unknown-command, nested-m$0ail -- on purpose\n';
  const found = hover(`${START}${comment}C: FROB\n`);
  assert.equal(found?.word, 'nested-mail');
  assert.match(found.plain, /^Rule nested-mail\n/);
  assert.match(found.plain, /What to do: /);
  assert.match(found.markdown, /<https:\/\/\S+\/docs\/rules\/nested-mail\.md>/);
  const name = hover(`# @disable-f$0ile nested-mail\n${START}`);
  assert.equal(name?.word, 'disable-file');
  const unknown = hover(`# @disable-file nested-m$0all\n${START}`);
  assert.equal(unknown?.word, 'disable-file');
  assert.equal(hover('$0'), undefined);
});

void test('an address: whose it is and what the server said', () => {
  const sent = `${START}C: MAIL FROM:<a@b.example>\nS: 250 ok\nC: RCPT T`;
  const recipient = hover(`${sent}O:<c@$0d.example>\nS: 550 no\n`);
  assert.equal(recipient?.word, '<c@d.example>');
  assert.match(recipient.plain, /^Recipient c@d\.example\n[^]*Reply: 550/);
  assert.equal(hover(`${sent}$0O:<c@d.example>\nS: 550 no\n`)?.word, 'TO');
  assert.match(
    hover(`${START}C: MAIL FROM:<$0a@b.example>\n`)?.plain ?? '',
    /^Sender a@b\.example/,
  );
});

void test('a refusal whose wording is known', () => {
  const reply = `C: MAIL FROM:<a@b.example>
S: 550-5.7.26 This mail has been blocked because the sender is unauth$0enticated.
S: 550 5.7.26 Gmail requires all senders to authenticate. - gsmtp
`;
  const found = hover(START + reply);
  assert.match(found?.plain ?? '', /^Gmail/);
  assert.match(found?.plain ?? '', /What to do: .*SPF/);
  assert.match(found?.markdown ?? '', /<https:\/\/support\.google\.com\//);
  assert.equal(hover(`${START}C: NOOP\nS: 250 rel$0ay access denied\n`), undefined);
});
