import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opening } from '../../../test/replay/support.ts';
import type { Environment } from '../../protocol/environment.ts';
import type { Place } from './place.ts';
import { environmentVariableOf, runInputs } from './runInputs.ts';
import type { InputSources } from './runInputs.ts';

function placeOf(name: string, environment?: Partial<Environment>): Place {
  const own = { name, variables: {}, secrets: {}, ...environment };
  return {
    shown: { name, where: '', production: false },
    environment: environment === undefined ? undefined : own,
    server: { kind: 'receiver' },
    inTheClear: false,
  };
}

const sources = (more: Partial<InputSources> = {}): InputSources => {
  return { variables: {}, env: {}, ask: undefined, ...more };
};
const plan = opening().plan({ variables: ['to'], secrets: ['password'] });
const env = { SMTP_TRANSCRIPT_SECRET_PASSWORD: 'usual', STAGING: 'mapped' };

test('the command line wins over the environment', async () => {
  const staging = placeOf('staging', { variables: { to: 'env', from: 'env' }, user: 'tim' });
  const [inputs] = await runInputs([staging], [plan], sources({ env, variables: { to: 'line' } }));
  assert.deepEqual(inputs, {
    values: { user: 'tim', to: 'line', from: 'env' },
    secrets: { password: 'usual' },
  });
});

test('a secret comes from where the environment says', async () => {
  const places = [
    placeOf('a', { variables: { to: 'x' }, secrets: { password: { env: 'STAGING' } } }),
    placeOf('b', { variables: { to: 'x' }, secret: 'own', secrets: { own: { env: 'STAGING' } } }),
    placeOf('c', { variables: { to: 'x' } }),
  ];
  const inputs = await runInputs(places, [plan], sources({ env }));
  assert.deepEqual(
    inputs.map(({ secrets }) => secrets?.['password']),
    ['mapped', 'mapped', 'usual'],
  );
  assert.equal(environmentVariableOf('smtp-pass.word'), 'SMTP_TRANSCRIPT_SECRET_SMTP_PASS_WORD');
});

test('all that is missing is said at once, with every way to give it', async () => {
  const asked = runInputs([placeOf('x')], [plan], sources());
  await assert.rejects(asked, (error: Error) => {
    assert.match(error.message, /\{\{to\}\}: give --var to=VALUE.*"variables".*@var to=VALUE/);
    assert.match(
      error.message,
      /\nthere is no secret "password": set SMTP_TRANSCRIPT_SECRET_PASSW/,
    );
    return true;
  });
  const two = runInputs([placeOf('a'), placeOf('b')], [plan], sources({ variables: { to: 'x' } }));
  await assert.rejects(two, /\(for a\).*\n.*\(for b\)/);
});

test('who can be asked is asked, for secrets without an echo', async () => {
  const questions: string[] = [];
  const ask: InputSources['ask'] = (question, answer) => {
    questions.push(`${question} ${answer}`);
    return Promise.resolve(`answer ${questions.length}`);
  };
  const [inputs] = await runInputs([placeOf('a')], [plan], sources({ ask }));
  assert.deepEqual(questions, ['{{to}} shown', 'secret "password" hidden']);
  assert.deepEqual(inputs, { values: { to: 'answer 1' }, secrets: { password: 'answer 2' } });
});

test('a secret on the command line is refused, and not repeated', async () => {
  const variables = { to: 'x', password: 'hunter2' };
  const asked = runInputs([placeOf('a')], [plan], sources({ variables }));
  await assert.rejects(asked, (error: Error) => {
    assert.match(error.message, /--var would show it.*SMTP_TRANSCRIPT_SECRET_PASSWORD/);
    return !error.message.includes('hunter2');
  });
});
