import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkParamValue } from './paramValue.ts';
import { parseParams } from './params.ts';

const encoder = new TextEncoder();

function read(text: string): { params: readonly string[]; problems: readonly string[] } {
  const octets = encoder.encode(text);
  const { params, problems } = parseParams(octets, 0, octets.length);
  const cut = (span: { start: number; end: number }): string =>
    new TextDecoder().decode(octets.subarray(span.start, span.end));
  return {
    params: params.map(({ keyword, valueSpan }) =>
      valueSpan === undefined ? keyword : `${keyword}=${cut(valueSpan)}`,
    ),
    problems: problems.map(problem => cut(problem)),
  };
}

const ROWS: readonly (readonly [text: string, params: string[], problems: string[]])[] = [
  ['', [], []],
  [' SIZE=100 body=8BITMIME SMTPUTF8', ['SIZE=100', 'BODY=8BITMIME', 'SMTPUTF8'], []],
  [' SIZE = 100 BODY=7BIT', ['SIZE=100', 'BODY=7BIT'], ['SIZE = 100']],
  [' SIZE =100', ['SIZE=100'], ['SIZE =100']],
  [' SIZE= 100', ['SIZE=100'], ['SIZE= 100']],
  [' SIZE= BODY=7BIT', ['SIZE=', 'BODY=7BIT'], ['SIZE=']],
  [' AUTH=<>', ['AUTH=<>'], []],
  [' ENVID=a=b', ['ENVID=a=b'], ['ENVID=a=b']],
  [' XVERP=+=', ['XVERP=+='], []],
  [' ORCPT=utf-8;ü@x', ['ORCPT=utf-8;ü@x'], []],
  [' <b@x>', [''], ['<b@x>']],
  [' -A=1', [''], ['-A=1']],
  [' =5', [''], ['=5']],
  ['  SIZE=1\tRET=FULL ', ['SIZE=1', 'RET=FULL'], []],
];

for (const [text, params, problems] of ROWS) {
  test(`the parameters ${JSON.stringify(text)}`, () => {
    assert.deepEqual(read(text), { params, problems });
  });
}

test('any octets give parameters in order, inside the input', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), octets => {
      let last = 0;
      for (const { span } of parseParams(octets, 0, octets.length).params) {
        assert.ok(span.start >= last && span.end > span.start && span.end <= octets.length);
        last = span.end;
      }
    }),
    { numRuns: 2000 },
  );
});

test('any value gets an answer', () => {
  const keywords = fc.constantFrom('SIZE', 'BY', 'NOTIFY', 'RRVS', 'HOLDUNTIL', 'MTRK', 'SOLICIT');
  fc.assert(
    fc.property(keywords, fc.string(), (keyword, value) => {
      const reason = checkParamValue(keyword, value);
      assert.ok(reason === undefined || reason.length > 0);
    }),
  );
});

const RIGHT: Readonly<Record<string, readonly (string | undefined)[]>> = {
  size: ['0', '1'.repeat(20)],
  BODY: ['7bit', '8BITMIME', 'BinaryMIME'],
  RET: ['FULL', 'hdrs'],
  NOTIFY: ['NEVER', 'never', 'SUCCESS,FAILURE', 'delay'],
  BY: ['120;R', '+5;nt', '-5;N', '0;N', '999999999;RT'],
  HOLDFOR: ['1', '999999999'],
  HOLDUNTIL: ['2030-01-31T08:00:00Z', '2028-02-29T23:59:60.5z'],
  'MT-PRIORITY': ['0', '-9', '9'],
  RRVS: ['2014-04-03T23:01:00Z', '2014-04-03T23:01:00+01:00;C'],
  MTRK: ['abc123+/', 'abc:7200'],
  SOLICIT: ['org.example:ADV:ADLT'],
  AUTH: ['<>', 'e+3Dmc2@client.example'],
  TRANSID: ['<1@client.example>'],
  SMTPUTF8: [undefined],
  REQUIRETLS: [undefined],
  UNKNOWN: [undefined, 'x'],
};

const WRONG: Readonly<Record<string, readonly (string | undefined)[]>> = {
  SIZE: [undefined, '', 'big', '1'.repeat(21), '-1'],
  BODY: ['8BIT', undefined],
  RET: ['ALL'],
  NOTIFY: ['NEVER,FAILURE', '', 'SUCCESS,', ',DELAY', 'OFTEN', 'SUCCESS,,DELAY'],
  BY: ['0;R', '-5;R', '120', '120;X', '1234567890;N', '5;RTT'],
  HOLDFOR: ['0', '01', '1000000000'],
  HOLDUNTIL: ['2030-01-31T08:00:00+01:00', '2030-02-29T08:00:00Z', '2030-13-01T08:00:00Z', 'noon'],
  'MT-PRIORITY': ['-0', '10', '01', '+1'],
  RRVS: ['2014-04-03', '2014-04-03T24:01:00Z', '2014-04-03T23:01:00Z;X'],
  MTRK: ['', 'a:', 'a:1234567890'],
  AUTH: [undefined],
  SMTPUTF8: ['1', ''],
  REQUIRETLS: ['yes'],
};

test('right values have no reason against them', () => {
  for (const [keyword, values] of Object.entries(RIGHT)) {
    for (const value of values) {
      assert.equal(checkParamValue(keyword, value), undefined, `${keyword}=${String(value)}`);
    }
  }
});

test('wrong values have a reason', () => {
  for (const [keyword, values] of Object.entries(WRONG)) {
    for (const value of values) {
      assert.ok(checkParamValue(keyword, value), `${keyword}=${String(value)}`);
    }
  }
});
