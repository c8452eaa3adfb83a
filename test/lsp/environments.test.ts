import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { EnvironmentsRequest } from '../../server/protocol/lsp.ts';
import { filesFor } from '../cli/support.ts';
import { LspClient } from '../support/lspClient.ts';

const NAME = '.smtp-transcript.env.json';

void describe('the environments of a transcript', () => {
  const client = new LspClient();
  before(async () => {
    await client.start({});
  });
  after(() => {
    client.kill();
  });
  const ask = async (
    params: EnvironmentsRequest['params'],
  ): Promise<EnvironmentsRequest['result']> =>
    (await client.request('smtpTranscript/environments', params)) as EnvironmentsRequest['result'];
  const uriIn = (folder: string, name: string): string => String(pathToFileURL(join(folder, name)));

  void test('come from files and from the setting, each with its place', async t => {
    const folder = await filesFor(t, {
      [NAME]: '{ "environments": { "staging": { "host": "mail.example", "ca": "ca.pem" } } }',
    });
    const setting = { live: { host: 'mx.example', production: true } };
    const { environments, problems } = await ask({ uri: uriIn(folder, 'none.smtp'), setting });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      environments.map(({ file, environment }) => [file, environment.name]),
      [
        [join(folder, NAME), 'staging'],
        [null, 'live'],
      ],
    );
    const [staging, live] = environments.map(({ environment }) => environment);
    assert.equal(staging?.ca, resolve(folder, 'ca.pem'));
    assert.equal(live?.production, true);
  });

  void test('what is wrong is told with its place, and never repeats a value', async t => {
    const folder = await filesFor(t, {
      [NAME]: '{\n  "environments": { "a": { "host": "h", "password": "hunter2" } }\n}',
    });
    const setting = { b: { hots: 'x' } };
    const { problems } = await ask({ uri: uriIn(folder, 'none.smtp'), setting });
    const [inFile, inSetting] = problems;
    assert.equal(inFile?.file, join(folder, NAME));
    assert.equal(inFile.line, 2);
    assert.equal(inSetting?.file, null);
    assert.match(inSetting.message, /hots/);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });

  void test('without a file there is the setting, and any setting has an answer', async () => {
    const only = await ask({ uri: null, setting: { a: { host: 'h' } } });
    assert.deepEqual(
      only.environments.map(({ environment }) => environment.name),
      ['a'],
    );
    for (const setting of [null, undefined, 1, 'x', [], { a: null }, { a: { host: {} } }]) {
      const { environments } = await ask({ uri: 'untitled:1', setting });
      assert.ok(environments.every(({ environment }) => environment.host === undefined));
    }
  });

  void test('the setting in the editor knows what the file knows', () => {
    const root = resolve(import.meta.dirname, '..', '..');
    const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'));
    const manifest = read('package.json') as {
      contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
    };
    const schema = read('schemas/smtp-transcript.env.schema.json') as {
      definitions: { environment: unknown };
    };
    const { properties } = manifest.contributes.configuration;
    const setting = properties['smtpTranscript.environments'];
    assert.deepEqual(setting?.['additionalProperties'], schema.definitions.environment);
  });
});
