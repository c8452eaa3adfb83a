import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Environment } from '../../server/protocol/environment.ts';
import { inputNeeds } from './inputNeeds.ts';

const STAGING: Environment = {
  name: 'staging',
  user: 'alice',
  secret: 'stagingPassword',
  variables: { sender: 'alice@example.org' },
  secrets: { stagingPassword: { env: 'STAGING_PASSWORD' }, ticket: { env: 'TICKET' } },
};

void describe('what a run needs', () => {
  test('the environment gives its variables, and only the others are asked for, once each', () => {
    const plans = [{ variables: ['sender', 'rcpt'] }, { variables: ['rcpt', 'user', 'size'] }];
    const needs = inputNeeds(plans, STAGING);
    assert.deepEqual(needs.values, { user: 'alice', sender: 'alice@example.org' });
    assert.deepEqual(needs.missing, ['rcpt', 'size']);
    assert.deepEqual(needs.secrets, []);
  });

  test('a variable "user" goes before the user', () => {
    const environment = { ...STAGING, variables: { user: 'bob' } };
    assert.deepEqual(inputNeeds([], environment).values, { user: 'bob' });
  });

  test('"password" is the secret that the environment names', () => {
    const [need] = inputNeeds([{ secrets: ['password'] }], STAGING).secrets;
    const variable = 'STAGING_PASSWORD';
    assert.deepEqual(need, { name: 'password', storedAs: 'stagingPassword', variable });
  });

  test('a variable is a secret where the environment, a plan or its name says so', () => {
    const plan = { variables: ['ticket', 'apiToken', 'hello', 'code'], secrets: ['code'] };
    const needs = inputNeeds([plan], STAGING);
    assert.deepEqual(needs.missing, ['hello']);
    assert.deepEqual(
      needs.secrets.map(({ name, variable }) => [name, variable]),
      [
        ['code', 'SMTP_TRANSCRIPT_SECRET_CODE'],
        ['ticket', 'TICKET'],
        ['apiToken', 'SMTP_TRANSCRIPT_SECRET_APITOKEN'],
      ],
    );
  });

  test('without an environment everything is asked for; nothing is inherited by a name', () => {
    const variable = 'SMTP_TRANSCRIPT_SECRET_TOSTRING';
    const needs = inputNeeds([{ variables: ['constructor', 'x'], secrets: ['toString'] }], null);
    assert.deepEqual(needs.values, {});
    assert.deepEqual(needs.missing, ['constructor', 'x']);
    assert.deepEqual(needs.secrets, [{ name: 'toString', storedAs: 'toString', variable }]);
    const inherited = inputNeeds([{ secrets: ['toString'] }], STAGING).secrets;
    assert.equal(inherited[0]?.variable, variable);
  });

  test('plans that ask for nothing need nothing', () => {
    assert.deepEqual(inputNeeds([{}, {}], null), { values: {}, missing: [], secrets: [] });
  });
});
