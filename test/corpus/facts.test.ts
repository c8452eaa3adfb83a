import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';
import type { SessionFacts } from '../../server/report/sessionFacts.ts';

interface Entry {
  readonly file: string;
  readonly dialect: string;
  readonly check: string;
  readonly elided?: readonly string[];
  readonly facts: {
    readonly sessions: number;
    readonly commands: readonly (readonly string[])[];
    readonly replyCodes: readonly (readonly number[])[];
    readonly messagesAccepted: number;
    readonly messagesAcceptedPerSession: readonly number[];
    readonly endedBy: readonly string[];
    readonly tls: readonly boolean[];
    readonly authenticated: readonly boolean[];
  };
}

const manifest = JSON.parse(
  readFileSync(new URL('manifest.json', import.meta.url), 'utf8'),
) as readonly Entry[];

function factsIn(file: string): { dialect: string; sessions: SessionFacts[] } {
  const octets = readFileSync(new URL(file, import.meta.url));
  const { dialect } = probeDialect(octets, bufferScanner);
  const sessions = [...readTranscript(octets, { scanner: bufferScanner, dialect })].flatMap(chunk =>
    chunk.sessions.map(session => sessionFactsOf(chunk, session, { first: 1, last: 1 })),
  );
  return { dialect: dialect.id, sessions };
}

/** The verbs of the commands on the wire; content and AUTH responses are none. */
function verbsOf(commands: readonly string[]): string[] {
  return commands
    .filter(command => !command.startsWith('('))
    .map(command => (/^[^\s:]*/.exec(command)?.[0] ?? '').toUpperCase());
}

/** Does the tool hide client lines, so that only replies can be compared? */
function hidesClient({ elided = [] }: Entry): boolean {
  return elided.some(what => /client lines|never read|part of the dialogue/.test(what));
}

const exact = manifest.filter(entry => entry.check.startsWith('reply codes equal facts'));

for (const entry of exact) {
  test(`${entry.file}: what was on the wire is what is read`, () => {
    const { dialect, sessions } = factsIn(entry.file);
    const { facts } = entry;
    assert.equal(dialect, entry.dialect.replace('-timed', ''));
    assert.equal(sessions.length, facts.sessions);
    assert.deepEqual(
      sessions.map(session => session.replyCodes),
      facts.replyCodes,
    );
    assert.deepEqual(
      sessions.map(session => session.messagesAccepted),
      facts.messagesAcceptedPerSession,
    );
    assert.deepEqual(
      sessions.map(session => session.authenticated),
      facts.authenticated,
    );
    if (!entry.elided?.some(what => what.includes('never read'))) {
      assert.deepEqual(
        sessions.map(session => session.endedBy),
        facts.endedBy,
      );
    }
    if (hidesClient(entry)) return;
    assert.deepEqual(
      sessions.map(session => session.commands),
      facts.commands.map(verbsOf),
    );
    assert.deepEqual(
      sessions.map(session => session.tls),
      facts.tls,
    );
  });
}

for (const entry of manifest.filter(e => e.check.startsWith('visible reply codes'))) {
  test(`${entry.file}: what is read was on the wire`, () => {
    const { sessions } = factsIn(entry.file);
    const wire = entry.facts.replyCodes.flat();
    let at = 0;
    for (const code of sessions.flatMap(session => session.replyCodes)) {
      at = wire.indexOf(code, at) + 1;
      assert.ok(at > 0, `${String(code)} was not on the wire`);
    }
  });
}

test('a summary log is not taken for a dialogue', () => {
  for (const file of ['postfix/maillog-normal-rfc3339.txt', 'postfix/maillog-normal-interleaved-4.txt']) {
    const { sessions } = factsIn(file);
    assert.deepEqual(sessions.flatMap(session => session.replyCodes), []);
  }
});
