import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { readServerFinal, readServerFirst } from './scramMessages.ts';

/** The fault of a first message to a client that sent the nonce `abc`, '' for none. */
function faultOf(text: string): string {
  const first = readServerFirst(text, 'abc');
  return 'fault' in first ? first.fault : '';
}

test('a first message is read, extensions and all', () => {
  assert.deepEqual(readServerFirst('r=abc1,s=AQID,i=4096,x=later,y=more', 'abc'), {
    nonce: 'abc1',
    salt: Uint8Array.of(1, 2, 3),
    iterations: 4096,
  });
});

test('a nonce that does not go on from the client’s is refused', () => {
  assert.match(faultOf('r=abd1,s=AQID,i=4096'), /nonce/);
  assert.match(faultOf('r=abc,s=AQID,i=4096'), /nonce/);
  assert.match(faultOf('r=1abc,s=AQID,i=4096'), /nonce/);
});

test('counts that give the password away or take for ever are refused', () => {
  assert.match(faultOf('r=abc1,s=AQID,i=1'), /1 iterations.*guessed/);
  assert.match(faultOf('r=abc1,s=AQID,i=4095'), /guessed/);
  assert.equal(faultOf('r=abc1,s=AQID,i=10000000'), '');
  assert.match(faultOf('r=abc1,s=AQID,i=10000001'), /too long/);
  assert.match(faultOf('r=abc1,s=AQID,i=9999999999999999'), /too long/);
});

test('everything else is malformed', () => {
  const messages = [
    '',
    'r=abc1',
    's=AQID,r=abc1,i=4096',
    'r=abc1,s=,i=4096',
    'r=abc1,s=AQI,i=4096',
    'r=abc1,s=AQ=D,i=4096',
    'r=abc1,s=AQID,i=0',
    'r=abc1,s=AQID,i=-4096',
    'r=abc1,s=AQID,i=04096',
    'r=abc1,s=AQID,i=4096.5',
    'r=abc1,s=AQID,i=99999999999999999',
    'r=abc1,s=AQID,i=4096,',
    'r=abc1,s=AQID,i=4096,xy=1',
    'r=abc1,s=AQID,i=4096\n',
    'r=abc 1,s=AQID,i=4096',
    'R=abc1,s=AQID,i=4096',
  ];
  for (const text of messages) assert.match(faultOf(text), /does not read/, JSON.stringify(text));
  assert.match(faultOf('m=x,r=abc1,s=AQID,i=4096'), /demands an extension/);
  assert.match(faultOf('r=abc1,s=AQID,i=4096,m=x'), /demands an extension/);
});

test('the end is a signature, or an error of which plain words are shown', () => {
  assert.deepEqual(readServerFinal('v=AQID,x=y'), Uint8Array.of(1, 2, 3));
  assert.deepEqual(readServerFinal('e=invalid-proof'), {
    fault: 'The server ends the exchange: invalid-proof.',
  });
  assert.deepEqual(readServerFinal('e=\x1b[31m<b>'), {
    fault: 'The server ends the exchange: no reason that can be shown.',
  });
  for (const text of ['', 'v=', 'v=A', 'x=y', 'v=AQID,', 'p=AQID']) {
    const final = readServerFinal(text);
    assert.ok('fault' in final && final.fault.includes('does not read'), text);
  }
});

test('long messages take no long time', () => {
  const began = performance.now();
  for (const part of ['r=abc', ',', 'x=', ',x=1', 'A', '=']) {
    faultOf(`r=abc1,s=AQID,i=4096${part.repeat(20_000)}!`);
    faultOf(part.repeat(20_000));
    readServerFinal(`v=${part.repeat(20_000)}`);
  }
  assert.ok(performance.now() - began < 500);
});
