import { readFileSync, readdirSync } from 'node:fs';
import { strict as assert } from 'node:assert';
import { dialectOf, probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';
import type { SessionFacts } from '../../server/report/sessionFacts.ts';
import { lintText } from './lint.ts';

/** What a text says, in the dialect it is recognised as or in the one named. */
export function sessionsIn(text: string | Uint8Array, id?: string): SessionFacts[] {
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  const named = id === undefined ? undefined : dialectOf(id);
  const dialect = named ?? probeDialect(octets, bufferScanner).dialect;
  return [...readTranscript(octets, { scanner: bufferScanner, dialect })].flatMap(chunk =>
    chunk.sessions.map(session => sessionFactsOf(chunk, session, { first: 1, last: 1 })),
  );
}

/** The dialect that a text is recognised as. */
export function dialectIn(text: string): string {
  return probeDialect(Buffer.from(text), bufferScanner).dialect.id;
}

/** One line a session: verbs, codes, how it ended, and what else is true of it. */
export function summaryOf(text: string | Uint8Array, id?: string): string[] {
  return sessionsIn(text, id).map(facts =>
    [
      facts.commands.join(' '),
      facts.replyCodes.join(' '),
      facts.endedBy,
      `${String(facts.messagesAccepted)} accepted`,
      ...(facts.tls ? ['tls'] : []),
      ...(facts.authenticated ? ['authenticated'] : []),
    ].join('; '),
  );
}

/** The octets of each message's content; null where it is not shown. */
export function contentOctetsIn(text: string): (number | null)[] {
  return sessionsIn(text).flatMap(facts => facts.transactions.map(one => one.contentOctets));
}

/** Errors and warnings under the profile for captures, but for those about secrets. */
export function complaintsOf(text: string | Uint8Array): string[] {
  return lintText(text, { profile: 'capture', severities: {} })
    .filter(({ rule }) => !/^(?:credentials-in-transcript|plaintext-auth-without-tls)$/.test(rule))
    .filter(({ finding: { severity } }) => severity === 'error' || severity === 'warning')
    .map(({ rule, line }) => `${rule} on line ${String(line + 1)}`);
}

/** The real captures of a tool. */
export function capturesOf(folder: string): { readonly name: string; readonly text: Buffer }[] {
  const place = new URL(`../corpus/${folder}/`, import.meta.url);
  return readdirSync(place)
    .filter(name => name.endsWith('.txt'))
    .map(name => ({ name, text: readFileSync(new URL(name, place)) }));
}

/**
 * Whatever line a capture is cut off at, it reads, and what it says of a connection is the beginning
 * of what the whole says, but for the last reply, which may be cut in its middle.
 */
export function assertPrefixesAgree(text: Buffer, id: string): void {
  const whole = new Map(sessionsIn(text, id).map((facts, at) => [keyOf(facts, at), facts]));
  for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10, end + 1)) {
    for (const [at, facts] of sessionsIn(text.subarray(0, end + 1), id).entries()) {
      const all = whole.get(keyOf(facts, at));
      const sure = facts.replyCodes.slice(0, -1);
      assert.deepEqual(sure, all?.replyCodes.slice(0, sure.length));
      // What was sent to a server that had hung up counts only until the text says so.
      if (all?.endedBy === '421') continue;
      assert.deepEqual(facts.commands, all?.commands.slice(0, facts.commands.length));
    }
  }
}

function keyOf({ connection }: SessionFacts, at: number): string {
  return connection ?? String(at);
}
