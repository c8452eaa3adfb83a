import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { DIRECTIVES, directiveEntryOf } from './directives.ts';

/** Values that are in order, and some that are not. */
const VALUES: Readonly<Record<string, readonly [good: readonly string[], bad: readonly string[]]>> =
  {
    name: [['First try'], ['']],
    target: [
      ['mail.example.net:25', '[2001:db8::1]:25', '{{host}}:{{port}}', 'mx'],
      ['', 'a b', 'mx:port'],
    ],
    tls: [
      ['none', 'starttls', 'implicit'],
      ['', 'maybe'],
    ],
    timeout: [
      ['5s', '1500ms', '2m', 'rfc'],
      ['', 'soon', '-1s', '9999999h'],
    ],
    match: [
      ['exact', 'Class', 'code', 'enhanced'],
      ['', 'loosely'],
    ],
    expect: [
      ['passed', 'differed', 'failed'],
      ['', 'ok'],
    ],
    receiver: [
      ['disable EHLO', 'disable STARTTLS, SIZE'],
      ['', 'enable EHLO', 'disable'],
    ],
    pipelining: [
      ['recorded', 'lockstep', 'forced'],
      ['', 'yes'],
    ],
    'on-difference': [
      ['continue', 'stop'],
      ['', 'halt'],
    ],
    speed: [
      ['1', '0.5', '100'],
      ['', 'fast', '0', '-1', '1e9'],
    ],
    chunks: [
      ['kept', 'computed'],
      ['', 'none'],
    ],
    content: [
      ['recorded', 'Placeholder'],
      ['', 'hidden'],
    ],
    proxy: [
      ['v1 192.0.2.1:50000 198.51.100.2:25', 'v2 unknown'],
      ['', 'v3 unknown', 'v1 192.0.2.1', 'v1 a b'],
    ],
    var: [
      ['a=1', 'a=', 'a.b-c = x y'],
      ['', 'a', '1a=x', '=x'],
    ],
    variables: [['off'], ['', 'on']],
    reply: [
      ['class', 'any 250 25z 4yz', 'optional, exact', 'optional, pattern a,b'],
      ['', 'any', 'any 2', 'sometimes', 'class,', 'any 999'],
    ],
    sleep: [
      ['2s', '500ms'],
      ['', 'a while', '2 days'],
    ],
    retry: [['3 every 60s'], ['', '3', 'every 60s', '0 every 1s']],
    if: [
      ['SIZE', 'auth plain'],
      ['', '!', 'AUTH PLAIN LOGIN'],
    ],
    unless: [['STARTTLS'], ['', 'A B C']],
    auth: [
      ['PLAIN user=alice secret=password', 'scram-sha-256 user={{ me }} secret=s initial=no'],
      ['', 'PLAIN password', 'PLAIN secret=hunter2!', 'PLAIN user=a user=b', 'PLAIN initial=maybe'],
    ],
    excerpt: [
      ['start', 'end', 'both', 'server', 'client', 'last-lines'],
      ['', 'middle'],
    ],
  };

test('every directive whose value can be wrong is in the table', () => {
  const all = DIRECTIVES.filter(({ fault }) => fault !== undefined).map(({ name }) => name);
  assert.deepEqual(all.sort(), Object.keys(VALUES).sort());
});

for (const [name, [good, bad]] of Object.entries(VALUES)) {
  const entry = directiveEntryOf(name);
  test(`@${name} takes what it says, and its own choices`, () => {
    const whole = (entry?.choices ?? []).filter(choice => !choice.endsWith(' '));
    for (const value of [...good, ...whole]) assert.equal(entry?.fault?.(value), undefined, value);
  });
  test(`@${name} says what is wrong with other values, and what is right`, () => {
    for (const value of bad) assert.ok(entry?.fault?.(value)?.startsWith(`@${name} takes`), value);
  });
}
