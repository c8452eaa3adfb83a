import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dialectOf, probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';
import type { SessionFacts } from '../../server/report/sessionFacts.ts';
import { EXCEPTIONS, NO_DIALOGUE } from './exceptions.ts';
import type { Facet } from './exceptions.ts';

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

/** What happened on the wire, a row a session. */
function wireRows({ facts }: Entry): Record<Facet, unknown>[] {
  return facts.replyCodes.map((replyCodes, at) => ({
    replyCodes,
    commands: verbsOf(facts.commands[at] ?? []),
    messagesAccepted: facts.messagesAcceptedPerSession[at],
    authenticated: facts.authenticated[at],
    endedBy: facts.endedBy[at],
    tls: facts.tls[at],
  }));
}

/** The facets of a row that the text shows. */
function shown(row: Record<Facet, unknown>, entry: Entry): Partial<Record<Facet, unknown>> {
  const hidden = new Set<Facet>(EXCEPTIONS.get(entry.file)?.hidden);
  const { elided = [] } = entry;
  if (elided.some(what => /client lines|never read|part of the dialogue/.test(what))) {
    hidden.add('commands');
    hidden.add('tls');
  }
  if (elided.some(what => what.includes('never read'))) hidden.add('endedBy');
  return Object.fromEntries(Object.entries(row).filter(([facet]) => !hidden.has(facet as Facet)));
}

function rowsOf(sessions: readonly SessionFacts[]): Record<Facet, unknown>[] {
  return sessions.map(
    ({ replyCodes, commands, messagesAccepted, authenticated, endedBy, tls }) => ({
      replyCodes,
      commands,
      messagesAccepted,
      authenticated,
      endedBy,
      tls,
    }),
  );
}

const text = manifest.filter(({ dialect }) => !dialect.startsWith('pcap'));
const exact = text.filter(
  ({ file, check, dialect }) =>
    !check.startsWith('visible') &&
    !NO_DIALOGUE.has(dialect) &&
    EXCEPTIONS.get(file)?.visible !== true,
);

for (const entry of exact) {
  test(`${entry.file}: what was on the wire is what is read`, () => {
    const { dialect, sessions } = factsIn(entry.file);
    assert.equal(dialect, EXCEPTIONS.get(entry.file)?.dialect ?? dialectOf(entry.dialect)?.id);
    const order = entry.check.includes('multiset') ? byText : () => 0;
    assert.deepEqual(
      rowsOf(sessions).map(row => shown(row, entry)).sort(order),
      wireRows(entry).map(row => shown(row, entry)).sort(order),
    );
  });
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

for (const entry of text.filter(e => !exact.includes(e) && !NO_DIALOGUE.has(e.dialect))) {
  test(`${entry.file}: what is read was on the wire`, () => {
    const { dialect, sessions } = factsIn(entry.file);
    assert.equal(dialect, EXCEPTIONS.get(entry.file)?.dialect ?? dialectOf(entry.dialect)?.id);
    assert.equal(sessions.length, EXCEPTIONS.get(entry.file)?.sessions ?? entry.facts.sessions);
    isSubsequence(
      sessions.flatMap(session => session.replyCodes),
      entry.facts.replyCodes.flat(),
    );
    if (EXCEPTIONS.get(entry.file)?.hidden?.includes('commands')) return;
    isSubsequence(
      sessions.flatMap(session => session.commands),
      entry.facts.commands.flatMap(verbsOf),
    );
  });
}

function isSubsequence<T>(part: readonly T[], whole: readonly T[]): void {
  let at = 0;
  for (const one of part) {
    at = whole.indexOf(one, at) + 1;
    assert.ok(at > 0, `${String(one)} was not on the wire`);
  }
}

for (const { file } of text.filter(({ dialect }) => NO_DIALOGUE.has(dialect))) {
  test(`${file}: a text without a dialogue is not taken for one`, () => {
    const { sessions } = factsIn(file);
    assert.deepEqual(
      sessions.flatMap(session => session.replyCodes),
      [],
    );
  });
}
