import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../test/support/planText.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

/** The directive that the refusal of a masked AUTH exchange names. */
function suggestedFor(exchange: string): string | undefined {
  const { problems } = planText(
    `S: 220 mx\nC: EHLO a\nS: 250 mx\n${exchange}C: QUIT\nS: 221 bye\n`,
  );
  return /"(# @auth [^"]*)" above/.exec(problems.find(({ fatal }) => fatal)?.message ?? '')?.[1];
}

test('a masked exchange names the line that computes it, with its mechanism and user', () => {
  const user = `C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ${base64('ann@example.com')}\nS: 334 UGFzc3dvcmQ6\n`;
  assert.equal(
    suggestedFor(`${user}C: ********\nS: 235 ok\n`),
    '# @auth LOGIN user=ann@example.com secret=password',
  );
  const plain = `C: AUTH PLAIN ${base64('\0ann\0********')}\nS: 235 ok\n`;
  assert.equal(suggestedFor(plain), '# @auth PLAIN user=ann secret=password');
  const response = `# <secret not shown>\nC: ${base64('ann /* secret */')}\n`;
  const cram = `C: auth cram-md5\nS: 334 PDFAYT4=\n${response}S: 235 ok\n`;
  assert.equal(suggestedFor(cram), '# @auth CRAM-MD5 user=ann secret=password');
});

test('what the exchange does not tell is left to the reader', () => {
  const hidden = 'C: AUTH LOGIN\nS: 334 a\nC: [hidden]\nS: 334 b\nC: [hidden]\nS: 235 ok\n';
  assert.equal(suggestedFor(hidden), '# @auth LOGIN user=NAME secret=password');
  const odd = `C: AUTH PLAIN ${base64('\0ann "x"\n\0********')}\nS: 235 ok\n`;
  assert.equal(suggestedFor(odd), '# @auth PLAIN user=NAME secret=password');
  const token = 'C: AUTH OAUTHBEARER <redacted>\nS: 235 ok\n';
  assert.equal(suggestedFor(token), '# @auth OAUTHBEARER secret=password');
  const unknown = 'C: AUTH NTLM ********\nS: 235 ok\n';
  assert.equal(suggestedFor(unknown), '# @auth PLAIN user=NAME secret=password');
});

test('a refused recorded exchange says how to have it computed', () => {
  const head = 'S: 220 mx\nC: EHLO a\nS: 250 mx\n';
  const advice = (text: string): readonly (string | undefined)[] =>
    planText(`${head}${text}C: QUIT\nS: 221 bye\n`).plan.steps.flatMap(step =>
      step.kind === 'expect' && step.verb === 'AUTH' ? [step.advice] : [],
    );
  const response = base64('ann 913a602c7eda7a495b4e6e7334d3890');
  const [challenge, end] = advice(`C: AUTH CRAM-MD5\nS: 334 PDFAYT4=\nC: ${response}\nS: 235 ok\n`);
  assert.equal(challenge, undefined);
  assert.match(end ?? '', /fit no other\. Write "# @auth CRAM-MD5 user=ann secret=password" above/);
  const [plain] = advice(`C: AUTH PLAIN ${base64('\0ann\0secret')}\nS: 235 ok\n`);
  assert.match(plain ?? '', /For others, write "# @auth PLAIN user=ann secret=password" above/);
  assert.deepEqual(advice(`C: AUTH PLAIN ${base64('\0ann\0bad')}\nS: 535 no\n`), [undefined]);
});
