import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RECEIVER_ENVIRONMENT } from './environmentChoice.ts';
import { statusText } from './statusText.ts';

void describe('the environment in the status bar', () => {
  const choiceOf = (name: string, more: object) => {
    const environment = { name, variables: {}, secrets: {}, ...more };
    return { id: name, name, source: 'setting', file: null, environment, fault: null } as const;
  };

  test('the receiver is on this machine', () => {
    const { text, tooltip, isProduction } = statusText(RECEIVER_ENVIRONMENT);
    assert.equal(text, '$(server-process) Embedded receiver');
    assert.match(tooltip, /^SMTP replays go to the embedded receiver on this machine\./);
    assert.equal(isProduction, false);
  });

  test('a server is named with its place', () => {
    const { text, tooltip } = statusText(choiceOf('staging', { host: 'mail.example', port: 587 }));
    assert.equal(text, '$(server-environment) staging');
    assert.match(tooltip, /^staging: SMTP replays go to mail\.example:587\./);
  });

  test('production is said in words, for those who see no colour too', () => {
    const { text, tooltip, isProduction } = statusText(
      choiceOf('live', { host: 'mail.example', production: true }),
    );
    assert.equal(text, '$(warning) live (production)');
    assert.match(tooltip, /^PRODUCTION\. /);
    assert.equal(isProduction, true);
  });

  test('a name makes no icon', () => {
    assert.doesNotMatch(statusText(choiceOf('$(check) fine', { host: 'h' })).text, /\$\(check\)/);
  });
});
