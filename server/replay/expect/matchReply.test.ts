import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MatchPolicy } from '../../protocol/replay.ts';
import { matchReply } from './matchReply.ts';
import type { Expectation, LiveReplyText, ReplyMatch } from './replyMatch.ts';
import { variableNamesInText } from './variableNames.ts';

const POLICIES: readonly MatchPolicy[] = ['exact', 'enhanced', 'code', 'class'];
const NONE: ReadonlyMap<string, string> = new Map();

function reply(text: string): LiveReplyText {
  const lines = text.split('\n');
  return { code: Number(lines[0]?.slice(0, 3)), lines: lines.map(line => line.slice(4)) };
}

interface Given extends Partial<Omit<Expectation, 'recorded'>> {
  readonly values?: Readonly<Record<string, string>>;
}

function match(recorded: string | null, live: string, given: Given = {}): ReplyMatch {
  const { values = {}, ...rest } = given;
  const expectation = {
    policy: 'code' as const,
    verb: 'MAIL',
    recorded: recorded === null ? null : reply(recorded),
    ...rest,
  };
  return matchReply(expectation, reply(live), new Map(Object.entries(values)));
}

/** As the planner does it. */
function matchPlaces(recorded: string, live: string, given: Given = {}): ReplyMatch {
  return match(recorded, live, { variables: variableNamesInText(recorded), ...given });
}

void test('the policies ask for more and more of a reply', () => {
  const compared = (recorded: string, live: string): string =>
    POLICIES.map(policy => match(recorded, live, { policy }).what ?? 'fine').join(' ');
  assert.equal(compared('250 2.1.0 Ok', '250 2.1.0 Ok'), 'fine fine fine fine');
  assert.equal(compared('250 2.1.0 Ok', '250 2.1.0 Fine'), 'text fine fine fine');
  assert.equal(compared('250 2.1.0 Ok', '250 2.1.5 Ok'), 'text enhanced fine fine');
  assert.equal(compared('250 2.1.0 Ok', '251 2.1.0 Ok'), 'code code code fine');
  assert.equal(compared('250 2.1.0 Ok', '550 5.1.1 No'), 'code code code class');
  assert.equal(compared('250 Ok', '250 2.1.0 Ok'), 'text fine fine fine');
});

void test('only codes are looked at where no policy asks for the text', () => {
  const live = {
    code: 250,
    get lines(): readonly string[] {
      throw new Error('not asked for');
    },
  };
  for (const policy of ['code', 'class'] as const) {
    const { agrees } = matchReply({ recorded: reply('250 Ok'), policy }, live, NONE);
    assert.equal(agrees, true);
  }
});

void test('exact text leaves volatile parts and white space out, and counts the places', () => {
  const recorded = '250 2.0.0 Ok: queued as 4F1A2B40B';
  const policy = 'exact';
  assert.equal(match(recorded, '250 2.0.0  Ok:  queued as 4F1A2B40B ', { policy }).folded, 0);
  const other = match(recorded, '250 2.0.0 Ok: queued as 2167519C237', { policy });
  assert.deepEqual([other.agrees, other.folded], [true, 1]);
  assert.equal(match(recorded, '250 2.0.0 Ok: dropped as 4F1A2B40B', { policy }).what, 'text');
  assert.equal(match('250-a\n250 b', '250-b\n250 a', { policy }).what, 'text');
  assert.equal(match('250-a\n250 b', '250 a', { policy }).what, 'text');
});

void test('extensions may come in any order, their parameters too', () => {
  const recorded = '250-mx.example.org\n250-SIZE 1000\n250-AUTH PLAIN LOGIN\n250 DSN';
  const same = '250-vm.example.net\n250-dsn\n250-AUTH LOGIN PLAIN\n250 SIZE 2000';
  const given = { policy: 'exact', verb: 'EHLO' } as const;
  const { agrees, folded } = match(recorded, same, given);
  assert.deepEqual([agrees, folded], [true, 2]);
  const without = '250-mx.example.org\n250-SIZE 1000\n250-AUTH PLAIN\n250 DSN';
  assert.equal(match(recorded, without, given).what, 'extensions');
  assert.equal(match(recorded, `${same}\n250 HELP`, given).what, 'extensions');
});

void test('other codes and ranges will do where the transcript says so', () => {
  const anyOf = ['251', '4yz'];
  assert.equal(match('250 Ok', '250 Ok', { anyOf }).agrees, true);
  assert.equal(match('250 Ok', '251 Ok', { anyOf }).agrees, true);
  assert.equal(match('250 Ok', '452 Full', { anyOf, policy: 'exact' }).agrees, true);
  assert.equal(match('250 Ok', '252 Ok', { anyOf }).what, 'code');
  assert.equal(match(null, '252 Ok', { anyOf }).what, 'code');
  assert.equal(match(null, '252 Ok', { anyOf: ['25z'] }).agrees, true);
  assert.equal(match(null, '599 whatever').agrees, true);
});

void test('a pattern is searched in the lines with their codes, and its groups capture', () => {
  const live = '250-first\n250 queued as 4F1A2B40B';
  assert.equal(match('550 no', live, { pattern: '^250-first$' }).agrees, true);
  assert.equal(match('250 Ok', live, { pattern: '^25[1-9]' }).what, 'pattern');
  const pattern = 'queued as (?P<id>\\w+)';
  assert.deepEqual(match(null, live, { pattern }).captured, [['id', '4F1A2B40B']]);
  assert.equal(match(null, live, { pattern, values: { id: 'X' } }).what, 'variable');
  assert.equal(match(null, live, { pattern, values: { id: '4F1A2B40B' } }).agrees, true);
  assert.equal(match('250 Ok', live, { pattern: '(' }).what, 'pattern');
  const across = match(null, live, { pattern: '(?s)(?P<all>250-.*)' });
  assert.deepEqual(across.captured, [['all', '250-first']]);
});

void test('a place takes the shortest text up to what follows it', () => {
  const recorded = '250 2.0.0 Ok: queued as {{ id }}, bye {{who}} or {{last}}';
  const live = '250 2.0.0 Ok: queued as A, B, bye me or you or them';
  assert.deepEqual(matchPlaces(recorded, live).captured, [
    ['id', 'A, B'],
    ['who', 'me'],
    ['last', 'you or them'],
  ]);
});

void test('a place that does not fit is a difference, whatever the policy', () => {
  for (const policy of POLICIES) {
    const of = (recorded: string, live: string, values = {}): string =>
      matchPlaces(recorded, live, { policy, values }).what ?? 'fine';
    assert.equal(of('250 queued as {{id}}', '250 queued as X'), 'fine');
    assert.equal(of('250 queued as {{id}}', '250 queued as'), 'variable');
    assert.equal(of('250 queued as {{id}}', '250 taken as X'), 'variable');
    assert.equal(of('250 queued as {{id}}', '250 queued as X', { id: 'X' }), 'fine');
    assert.equal(of('250 queued as {{id}}', '250 queued as X', { id: 'Y' }), 'variable');
    assert.equal(of('250 {{a}} is {{a}}', '250 x is x'), 'fine');
    assert.equal(of('250 {{a}} is {{a}}', '250 x is y'), 'variable');
    assert.equal(of('250-one\n250 {{a}}', '250 one'), 'variable');
    assert.equal(of('250-{{a}}\n250 {{b}}', '250-x\n250 y'), 'fine');
  }
});

void test('what stands around a place is compared, volatile parts aside', () => {
  const recorded = '250 OK {{word}} in 0.12 seconds, id=4F1A2B40B';
  const live = '250 OK done in 7.5 seconds, id=99AA2B40B';
  const { agrees, captured, folded } = matchPlaces(recorded, live, { policy: 'exact' });
  assert.deepEqual([agrees, captured, folded], [true, [['word', 'done']], 2]);
  assert.equal(matchPlaces(recorded, live, { values: { word: 'done' } }).agrees, true);
  assert.equal(matchPlaces(recorded, live, { values: { word: 'lost' } }).what, 'variable');
});

void test('exact compares the lines without places as well', () => {
  const recorded = '250-{{host}} at your service\n250 Ok';
  const given = { policy: 'exact' } as const;
  assert.equal(matchPlaces(recorded, '250-mx at your service\n250 Ok', given).agrees, true);
  assert.equal(matchPlaces(recorded, '250-mx at your service\n250 No', given).what, 'text');
  assert.equal(matchPlaces(recorded, '250-mx at your service\n250 No').agrees, true);
});

void test('a place in a list of extensions finds its line wherever it stands', () => {
  const recorded = '250-mx\n250-SIZE {{size}}\n250 AUTH {{mechanisms}}';
  const live = '250-mx\n250-AUTH PLAIN LOGIN\n250-DSN\n250 SIZE 1234';
  const { captured, agrees } = matchPlaces(recorded, live, { verb: 'EHLO' });
  assert.equal(agrees, true);
  assert.deepEqual(captured, [
    ['size', '1234'],
    ['mechanisms', 'PLAIN LOGIN'],
  ]);
  assert.equal(matchPlaces(recorded, live, { verb: 'EHLO', policy: 'exact' }).what, 'extensions');
});

void test('without names, braces are text', () => {
  const literal = '250 {{id}}';
  assert.equal(match(literal, '250 {{id}}', { policy: 'exact' }).agrees, true);
  assert.equal(match(literal, '250 other', { policy: 'exact' }).what, 'text');
});

const line = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map(text => text.replaceAll('\n', ' ')),
  fc
    .array(fc.constantFrom('{{', '}}', '{{a}}', '{{b}}', 'SIZE', '12', 'AUTH=', ' ', '\t', '5.1.1'))
    .map(words => words.join('')),
);

const replies = fc.record({
  code: fc.integer({ min: 100, max: 599 }),
  lines: fc.array(line, { minLength: 1, maxLength: 6 }),
});
const verbs = fc.constantFrom('connect', 'EHLO', 'MAIL', 'QUIT', '');

void test('every reply agrees with itself under every policy', () => {
  fc.assert(
    fc.property(replies, verbs, (recorded, verb) => {
      for (const policy of POLICIES) {
        const { agrees, folded } = matchReply({ recorded, policy, verb }, recorded, NONE);
        assert.deepEqual([agrees, folded], [true, 0], policy);
      }
    }),
    { numRuns: 2000 },
  );
});

void test('a reply with the values in its places agrees under every policy', () => {
  fc.assert(
    fc.property(replies, verbs, line, line, (recorded, verb, a, b) => {
      const values = new Map(Object.entries({ a, b }));
      const fill = (text: string): string =>
        text.replace(/\{\{([ab])\}\}/g, (_, name: string) => values.get(name) ?? '');
      const live = { code: recorded.code, lines: recorded.lines.map(fill) };
      for (const policy of POLICIES) {
        const step = { recorded, policy, verb, variables: ['a', 'b'] };
        assert.equal(matchReply(step, live, values).agrees, true, policy);
      }
    }),
    { numRuns: 2000 },
  );
});

void test('hostile templates and replies take time in proportion to their length', () => {
  const long = 60_000;
  const template = `${'{{a}}x'.repeat(2000)}${'ab'.repeat(20_000)}{{b}}${'a'.repeat(5000)}b`;
  const began = performance.now();
  matchPlaces(`250 ${template}`, `250 ${'a'.repeat(long)}`);
  matchPlaces(`250 ${'a'.repeat(long)}{{b}}`, `250 ${'a'.repeat(long)}`);
  matchPlaces(`250 {{b}}${'a'.repeat(long)}b{{c}}`, `250 ${'a'.repeat(2 * long)}`);
  const many = Array.from({ length: 3000 }, (_, at) => `250-X${String(at)} {{v${String(at)}}}`);
  matchPlaces(many.join('\n'), many.join('\n').replaceAll('{{', '['), { verb: 'EHLO' });
  assert.ok(performance.now() - began < 3000);
});
