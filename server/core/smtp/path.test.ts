import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePath } from './path.ts';
import { isPathRemark } from './pathRemark.ts';
import type { ParsedPath, PathOptions } from './pathTypes.ts';

interface Case {
  readonly id: string;
  readonly input: string;
  readonly context: 'MAIL' | 'RCPT';
  readonly rfc5321: 'valid' | 'valid-utf8' | 'invalid';
}

const encoder = new TextEncoder();
const file = new URL('../../../test/corpus/addresses/cases.jsonl', import.meta.url);

function parse(text: string, options: Partial<PathOptions> = {}): ParsedPath {
  const octets = encoder.encode(text);
  return parsePath(octets, 0, octets.length, { context: 'RCPT', smtputf8: true, ...options });
}

function codes(text: string, options: Partial<PathOptions> = {}): readonly string[] {
  return parse(text, options).problems.map(problem => problem.code);
}

function isSound(text: string, options: Partial<PathOptions>): boolean {
  return parse(text, options).problems.every(problem => isPathRemark(problem.code));
}

function verdict({ input, context }: Case): Case['rfc5321'] {
  if (isSound(input, { context, smtputf8: false })) return 'valid';
  return isSound(input, { context, smtputf8: true }) ? 'valid-utf8' : 'invalid';
}

test('every judged address gets its verdict', () => {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const cases = lines.map(line => JSON.parse(line) as Case);
  const counts = { valid: 0, 'valid-utf8': 0, invalid: 0 };
  const wrong: string[] = [];
  for (const item of cases) {
    const found = verdict(item);
    counts[found] += 1;
    if (found !== item.rfc5321) wrong.push(`${item.id} is ${item.rfc5321}, found ${found}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(counts, { valid: 272, 'valid-utf8': 43, invalid: 486 });
});

test('every valid non-ASCII address is refused without SMTPUTF8 for that reason alone', () => {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  for (const { input, context, rfc5321 } of lines.map(line => JSON.parse(line) as Case)) {
    if (rfc5321 !== 'valid-utf8') continue;
    const found = parse(input, { context, smtputf8: false }).problems;
    const errors = found.filter(problem => !isPathRemark(problem.code));
    assert.deepEqual(
      errors.map(problem => problem.code),
      ['address-non-ascii'],
      input,
    );
  }
});

const ROWS: readonly (readonly [text: string, ...expected: string[]])[] = [
  ['<b@mx.example>'],
  ['<b@mx.example> NOTIFY=NEVER'],
  ['<a..b@mx.example>', 'address-syntax'],
  ['<>', 'null-forward-path'],
  ['<POSTmaster>'],
  ['<bob>', 'local-name-only'],
  ['b@mx.example', 'path-brackets-missing'],
  ['b@mx.example NOTIFY=NEVER', 'path-brackets-missing'],
  ['<b@mx.example', 'path-brackets-missing'],
  ['<b@mx.example ORCPT=rfc822;b@mx.example', 'path-brackets-missing'],
  ['<b@mx.example SMTPUTF8', 'path-brackets-missing'],
  ['b@mx.example>', 'path-brackets-missing'],
  ['[b@mx.example]', 'path-brackets-missing'],
  ['Bob <b@mx.example>', 'display-name-in-path'],
  ['"Bob B." <b@mx.example> NOTIFY=NEVER', 'display-name-in-path'],
  ['<Bob <b@mx.example>>', 'display-name-in-path'],
  ['(c)<b@mx.example>', 'display-name-in-path'],
  ['<b@mx.example>,<c@mx.example>', 'multiple-recipients'],
  ['<b@mx.example>, c@mx.example NOTIFY=NEVER', 'multiple-recipients'],
  ['<b@mx.example> <c@mx.example>', 'multiple-recipients'],
  ['<b@mx.example,c@mx.example>', 'multiple-recipients'],
  ['<b@mx.example> NOTIFY=SUCCESS,DELAY'],
  ['<@r.example,@s.example:b@mx.example>', 'source-route'],
  ['<"a,b"@mx.example>'],
  ['<b@[192.0.2.300]>', 'address-literal-invalid'],
  ['<b@[192.0.2.001]>'],
  ['<b@[2001:db8::1]>', 'ipv6-literal-missing-tag'],
  ['<b@[::1]>', 'ipv6-literal-missing-tag'],
  ['<b@[ipv6:2001:db8::1]>'],
  ['<b@[IPv6:fe80::1%eth0]>', 'address-literal-invalid'],
  ['<b@[x400:abc]>', 'address-literal-unknown-tag'],
  ['<b@localhost>', 'domain-not-fqdn'],
  ['<b@192.0.2.1>', 'ip-without-brackets'],
  ['<b@my_host.example>', 'domain-underscore'],
  ['<u@\u2603.example>', 'idn-label-invalid'],
  ['<"bob"@mx.example>', 'unneeded-quoting'],
  ['<"b\\ob"@mx.example>', 'unneeded-quoting'],
  ['<"b..b"@mx.example>'],
  ['<""@mx.example>', 'empty-local-part'],
  ['<b@#16909060>', 'numeric-host-literal'],
  ['<u%other.example@mx.example>', 'routing-in-local-part'],
  ['<SRS0=x=y=z.example=u+1@mx.example>'],
  [' <b@mx.example>', 'space-around-colon'],
  ['<b@mx.example>  ', 'blank-after-path'],
  ['<b@mx.example>NOTIFY=NEVER', 'address-syntax'],
  ['<"a> SIZE=1"@mx.example>'],
  [`<${'a'.repeat(65)}@mx.example>`, 'local-part-too-long'],
  [`<${'a'.repeat(64)}@mx.example>`],
  [`<u@${'a'.repeat(64)}.example>`, 'domain-too-long'],
  [`<u@${'a.'.repeat(128)}example>`, 'domain-too-long'],
  [`<${'u'.repeat(60)}@${'a.'.repeat(95)}example>`, 'path-too-long'],
  [`<u@${'a.'.repeat(124)}e>`],
];

for (const [text, ...expected] of ROWS) {
  test(`the path ${text.slice(0, 60)} has ${expected.join(', ') || 'no problem'}`, () => {
    assert.deepEqual(codes(text), expected);
  });
}

test('MAIL takes the null path and refuses a bare Postmaster', () => {
  assert.deepEqual(codes('<>', { context: 'MAIL' }), []);
  assert.deepEqual(codes('<Postmaster>', { context: 'MAIL' }), ['bare-postmaster-as-sender']);
  assert.equal(parse('<> SIZE=1', { context: 'MAIL' }).end, 2);
});

test('every part of a path has its place', () => {
  const text = '<@r.example,@s.example:"b c"@mx.example> NOTIFY=NEVER';
  const { path, end } = parse(text);
  const at = (span: { start: number; end: number } | undefined): string =>
    span === undefined ? '' : text.slice(span.start, span.end);
  assert.equal(path.kind, 'mailbox');
  assert.equal(at(path.span), text.slice(0, end));
  assert.equal(at(path.route), '@r.example,@s.example:');
  assert.deepEqual(
    path.routeHosts.map(host => at(host.span)),
    ['r.example', 's.example'],
  );
  assert.equal(at(path.localPart?.span), '"b c"');
  assert.equal(at(path.domain?.span), 'mx.example');
  assert.equal(at(path.mailbox), '"b c"@mx.example');
  assert.deepEqual([at(path.open), at(path.close)], ['<', '>']);
  assert.equal(text.slice(end), ' NOTIFY=NEVER');
});

test('the end lies before the parameters after every recoverable slip', () => {
  const slips = [
    'b@mx.example',
    '<b@mx.example',
    'Bob <b@mx.example>',
    '<b@mx.example>,<c@d.example>',
  ];
  for (const slip of slips) {
    const { end } = parse(`${slip} NOTIFY=NEVER`);
    assert.equal(`${slip} NOTIFY=NEVER`.slice(end), ' NOTIFY=NEVER', slip);
  }
});

function* placesOf(value: unknown): Generator<{ start: number; end: number }> {
  if (typeof value !== 'object' || value === null) return;
  if ('start' in value && 'end' in value) yield value as { start: number; end: number };
  for (const part of Object.values(value)) yield* placesOf(part);
}

const pieces = fc.constantFrom(
  ...['<', '>', '@', ':', ',', ';', '"', '\\', '[', ']', '.', '-', '_', '#1', ' ', '\t', '\0', 'a'],
  ...[
    'b.example',
    'IPv6:',
    '::1',
    '1.2.3.4',
    'é',
    '\u2603',
    'postmaster',
    'SIZE=1',
    '%',
    '☺',
    '\u200d',
  ],
);

function holds(octets: Uint8Array, start: number, end: number, options: PathOptions): void {
  const parsed = parsePath(octets, start, end, options);
  assert.ok(parsed.end >= start && parsed.end <= end, 'the end lies inside');
  for (const place of [...placesOf(parsed.path), ...parsed.problems]) {
    assert.ok(place.start >= start && place.start <= place.end && place.end <= end);
  }
  assert.ok(parsed.problems.length <= 24, 'the number of problems is bounded');
}

const optionsArb: fc.Arbitrary<PathOptions> = fc.record({
  context: fc.constantFrom('MAIL', 'RCPT'),
  smtputf8: fc.boolean(),
});

test('any octets give places inside the input and never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), optionsArb, (octets, options) => {
      holds(octets, 0, octets.length, options);
    }),
    { numRuns: 2000 },
  );
});

test('any mixture of the grammar gives places inside the input', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 24 }), optionsArb, (parts, options) => {
      const octets = encoder.encode(`xx${parts.join('')}>@<"`);
      holds(octets, 2, octets.length - 4, options);
    }),
    { numRuns: 5000 },
  );
});

test('a mailbox that is built by the grammar is sound', () => {
  const atom = fc.stringMatching(/^[A-Za-z0-9!#$&'*+/=?^_`{|}~-]{1,8}$/);
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/);
  const local = fc.array(atom, { minLength: 1, maxLength: 4 }).map(parts => parts.join('.'));
  const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map(parts => parts.join('.'));
  fc.assert(
    fc.property(local, domain, (name, host) => {
      const text = `<${name}@${host}>`;
      assert.ok(isSound(text, { smtputf8: false }), text);
      assert.equal(parse(text).end, text.length);
    }),
  );
});

test('long input takes linear time', () => {
  const size = 400_000;
  const shapes = ['<', '@a,', '"', '\\"', 'a.', 'é.', '<a@b>,', '<a <', '[', '_', ' ', 'a@', '>'];
  for (const shape of shapes) {
    const octets = encoder.encode(`<${shape.repeat(size / shape.length)}`);
    const before = performance.now();
    holds(octets, 0, octets.length, { context: 'RCPT', smtputf8: true });
    assert.ok(performance.now() - before < 3000, `${shape} is slow`);
  }
});
