import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { transcribeCapture } from '../../server/core/capture/transcribe.ts';
import { smtp } from '../../server/core/dialect/smtp.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { contentOctets } from '../../server/core/transcript/contentLines.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';

interface Entry {
  readonly file: string;
  readonly facts: {
    readonly sessions: number;
    readonly commands: readonly (readonly string[])[];
    readonly replyCodes: readonly (readonly number[])[];
    readonly messagesAcceptedPerSession: readonly number[];
    readonly endedBy: readonly string[];
    readonly tls: readonly boolean[];
    readonly authenticated: readonly boolean[];
  };
}

const captures = (
  JSON.parse(readFileSync(new URL('manifest.json', import.meta.url), 'utf8')) as readonly Entry[]
).filter(({ file }) => file.startsWith('pcap/'));

test('there are captures', () => {
  assert.ok(captures.length >= 7);
});

for (const { file, facts } of captures) {
  test(`${file}: what was on the wire is what is read`, () => {
    const capture = readFileSync(new URL(file, import.meta.url));
    const { octets, problems } = transcribeCapture(capture, bufferScanner);
    assert.deepEqual(problems, []);
    const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect: smtp })];
    const sessions = chunks.flatMap(chunk => chunk.sessions.map(session => ({ chunk, session })));
    const found = sessions.map(({ chunk, session }) =>
      sessionFactsOf(chunk, session, { first: 1, last: 1 }),
    );
    assert.deepEqual(
      {
        sessions: found.length,
        commands: found.map(({ commands }) => commands),
        replyCodes: found.map(({ replyCodes }) => replyCodes),
        messagesAcceptedPerSession: found.map(({ messagesAccepted }) => messagesAccepted),
        endedBy: found.map(({ endedBy }) => endedBy),
        tls: found.map(({ tls }) => tls),
        authenticated: found.map(({ authenticated }) => authenticated),
      },
      {
        sessions: facts.sessions,
        commands: facts.commands.map(verbsOf),
        replyCodes: facts.replyCodes,
        messagesAcceptedPerSession: facts.messagesAcceptedPerSession,
        endedBy: facts.endedBy,
        tls: facts.tls,
        authenticated: facts.authenticated,
      },
    );
    const contents = sessions.flatMap(({ chunk, session }) =>
      session.exchanges.flatMap(({ content }) => {
        if (content === undefined) return [];
        // The facts count the dot and its line end.
        const dot = content.terminator === undefined ? 0 : 3;
        return [(contentOctets(chunk, content) ?? 0) + dot];
      }),
    );
    const stuffed = facts.commands.flatMap(commands => commands.flatMap(messageOctets));
    // `..stuffed` counts one octet less once it is unstuffed.
    assert.deepEqual(
      contents.map(octets => (octets >= 200 ? octets + 1 : octets)),
      stuffed,
    );
  });
}

/** The verbs of the commands on the wire; content and AUTH responses are none. */
function verbsOf(commands: readonly string[]): string[] {
  return commands
    .filter(command => !command.startsWith('('))
    .map(command => (/^[^\s:]*/.exec(command)?.[0] ?? '').toUpperCase());
}

function messageOctets(command: string): number[] {
  const octets = /^\(message data, (\d+) bytes/.exec(command)?.[1];
  return octets === undefined ? [] : [Number(octets)];
}
