import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObservedDifference } from '../../test/servers/observed.ts';
import { explanationFaults } from './explained.ts';
import { explanations, unrecorded } from './explanations.ts';
import type { Explanation } from './explanations.ts';

const vrfy: Explanation = {
  scenarios: ['courtesy'],
  command: 'VRFY bob',
  about: 'Whether Bob is there.',
  answers: [
    { code: '250', servers: ['exim'], why: 'tells.' },
    { code: '252', servers: ['postfix', 'haraka'], why: 'do not tell.' },
  ],
};

const seen: ObservedDifference = {
  scenario: 'courtesy',
  command: 'VRFY bob',
  recordedOn: 'exim',
  recorded: '250',
  server: 'postfix',
  actual: '252',
};

test('a table that explains all that was seen, and nothing else, has no fault', () => {
  const differences: ObservedDifference[] = [
    seen,
    { ...seen, recordedOn: 'haraka', recorded: '252', server: 'exim', actual: '250' },
  ];
  assert.deepEqual(explanationFaults([vrfy], differences), []);
});

test('what no explanation covers is a fault: command, scenario, code or server', () => {
  const others: Partial<ObservedDifference>[] = [
    { command: 'VRFY carol' },
    { scenario: 'expn' },
    { actual: '550' },
    { server: 'sendmail' },
    { recorded: '251' },
    { recordedOn: 'aiosmtpd' },
  ];
  for (const other of others) {
    const [fault] = explanationFaults([], [{ ...seen, ...other }]);
    assert.match(String(fault), /^not explained: /u);
    const faults = explanationFaults([vrfy], [{ ...seen, ...other }]);
    assert.ok(
      faults.some(text => text.startsWith('not explained: ')),
      JSON.stringify(other),
    );
  }
});

test('what an explanation says and nobody saw is a fault', () => {
  assert.deepEqual(explanationFaults([vrfy], [seen]), [
    'explains nothing: VRFY bob: 252 on haraka',
  ]);
  assert.equal(explanationFaults([vrfy], []).length, 4);
});

test('no command is explained twice in a scenario, and every sentence ends', () => {
  const keys = explanations.flatMap(({ command, scenarios }) =>
    scenarios.map(scenario => `${scenario}: ${command}`),
  );
  assert.equal(new Set(keys).size, keys.length);
  for (const { about, answers } of explanations) {
    assert.match(about, /\.$/u);
    for (const { why } of answers) assert.match(why, /^[a-z].*\.$/u);
  }
  for (const { why } of unrecorded) assert.match(why, /\.$/u);
});
