import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { REPLY_CODES, replyCodeOf } from '../../smtp/replyCodes.ts';
import { END_OF_DATA_REPLIES, isTolerated, judgeCode, repliesTo } from './expectedReplies.ts';
import type { Expectation } from './expectedReplies.ts';

/** What network monitors take for a usual reply to each command; to all else they raise an alarm. */
const MONITORED: Readonly<Record<string, readonly number[]>> = {
  connect: [220, 421, 554],
  EHLO: [250, 421, 500, 501, 504, 550],
  HELO: [250, 421, 500, 501, 504, 550],
  MAIL: [250, 421, 451, 452, 500, 501, 503, 550, 552, 553],
  SEND: [250, 421, 451, 452, 500, 501, 503, 550, 552, 553],
  RCPT: [250, 251, 421, 450, 451, 452, 500, 501, 503, 550, 551, 552, 553, 554],
  DATA: [354, 421, 451, 500, 501, 503, 554],
  BDAT: [250, 421, 451, 500, 501, 503, 554],
  'end of data': [250, 421, 451, 452, 552, 554],
  RSET: [250],
  QUIT: [221],
  AUTH: [235, 334, 432, 454, 501, 503, 504, 534, 535, 538],
  STARTTLS: [220, 454, 501],
  TURN: [250, 502],
};

/** What the standards define beyond that. */
const DEFINED: Readonly<Record<string, readonly number[]>> = {
  connect: [521],
  EHLO: [502],
  HELO: [502],
  MAIL: [355, 450, 455, 553, 555, 556],
  RCPT: [252, 455, 555, 556],
  DATA: [450, 452, 550, 552],
  BDAT: [450, 452, 503, 550, 552],
  'end of data': [353, 450, 550],
  AUTH: [422, 500, 523, 524, 525],
  STARTTLS: [502, 503, 554],
  SEND: [502],
  TURN: [503],
};

function expectationOf(key: string): Expectation {
  const found = key === 'end of data' ? END_OF_DATA_REPLIES : repliesTo(key);
  assert.ok(found, key);
  return found;
}

for (const [key, usual] of Object.entries(MONITORED)) {
  const expected = expectationOf(key);
  test(`${key}: what monitors take for usual, nobody minds`, () => {
    for (const code of usual) {
      assert.equal(judgeCode(code, expected), undefined, String(code));
      // RFC 5321 has 554 for no single recipient.
      if (key === 'RCPT' && code === 554) continue;
      assert.equal(isTolerated(code, expected), false, String(code));
    }
  });
  test(`${key}: of what monitors report, some rule reports what no standard defines`, () => {
    const silent = REPLY_CODES.map(({ code }) => code)
      .filter(code => !usual.includes(code) && !(DEFINED[key] ?? []).includes(code))
      .filter(code => judgeCode(code, expected) === undefined && !isTolerated(code, expected));
    const always = [421, 500, 501, 530];
    // The go-ahead for content has a rule of its own.
    const others = key === 'DATA' ? silent.filter(code => code >= 400) : silent;
    assert.deepEqual(
      others.filter(code => !always.includes(code)),
      [],
    );
  });
}

test('a code that no table has is left to the rule about those, whatever it answers', () => {
  for (const code of [400, 401, 435, 541, 543]) {
    assert.equal(replyCodeOf(code), undefined);
    assert.equal(judgeCode(code, expectationOf('RCPT')), undefined);
    assert.equal(isTolerated(code, expectationOf('RCPT')), false);
  }
});

test('a wrong class is an error, known code or not', () => {
  assert.equal(judgeCode(354, expectationOf('RCPT')), 'error');
  assert.equal(judgeCode(299, expectationOf('STARTTLS')), undefined);
  assert.equal(judgeCode(399, expectationOf('MAIL')), 'error');
});
