import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { recordingFaults } from './coverage.ts';
import { offersIn } from './offersIn.ts';
import { readRecordings, readScenarios } from './sessionFile.ts';

const [scenarios, recordings] = [await readScenarios(), await readRecordings()];

test('every scenario is recorded on every server, or the page says why not', () => {
  assert.ok(scenarios.length >= 30);
  assert.deepEqual(recordingFaults(scenarios, recordings), []);
});

test('a recording that is missing, too many or of no scenario is told', () => {
  const without = recordings.filter(
    ({ scenario, recordedOn }) => scenario !== 'message' || recordedOn !== 'exim',
  );
  assert.deepEqual(recordingFaults(scenarios, without), ['message on exim: no recording']);
  const fewer = scenarios.filter(({ scenario }) => scenario !== 'lmtp');
  assert.deepEqual(recordingFaults(fewer, recordings), [
    'lmtp on smtp-server: a recording of no scenario',
  ]);
});

test('what the client says is the same in every recording of a scenario', () => {
  const saidIn = (text: string): string =>
    text
      .split('\n')
      .filter(line => line.startsWith('C:'))
      .join('\n');
  const said = new Map(scenarios.map(({ scenario, text }) => [scenario, saidIn(text)]));
  for (const { scenario, recordedOn, text } of recordings) {
    assert.equal(saidIn(text), said.get(scenario), `${scenario} on ${recordedOn}`);
  }
});

test('the page counts the recordings that are there', async () => {
  const page = await readFile(new URL('../../docs/servers.md', import.meta.url), 'utf8');
  assert.ok(page.includes(`the ${recordings.length} recordings`));
});

test('an offer is a whole word of a reply to EHLO', () => {
  const reply = 'S: 250-mx\nS: 250-AUTH PLAIN LOGIN\nS: 250 8BITMIME\n';
  assert.ok(offersIn(reply, 'AUTH'));
  assert.ok(offersIn(reply, 'AUTH LOGIN'));
  assert.ok(offersIn('250-SIZE 100\n250 CHUNKING', 'CHUNKING'));
  assert.ok(!offersIn(reply, 'AUTH LOG'));
  assert.ok(!offersIn(reply, '8BIT'));
  assert.ok(!offersIn('C: 250 CHUNKING', 'CHUNKING'));
});
