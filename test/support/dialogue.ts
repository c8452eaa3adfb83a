import type { Dialect } from '../../server/core/dialect/dialect.ts';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import type { Session } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';
import type { SessionFacts } from '../../server/report/sessionFacts.ts';

/** What is read of a text, and in which dialect. */
export interface Dialogue {
  readonly dialect: string;
  readonly sessions: readonly SessionFacts[];
  /** One line a session: `connection: codes | verbs | ending`, then what is more than nothing. */
  readonly rows: readonly string[];
  readonly models: readonly Session[];
}

/** Reads a text in the dialect that its evidence tells, or in the one given. */
export function dialogueIn(text: string | Uint8Array, asked?: Dialect): Dialogue {
  const octets = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const dialect = asked ?? probeDialect(octets, bufferScanner).dialect;
  const sessions: SessionFacts[] = [];
  const models: Session[] = [];
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      sessions.push(sessionFactsOf(chunk, session, { first: 1, last: 1 }));
      models.push(session);
    }
  }
  return { dialect: dialect.id, sessions, rows: sessions.map(rowOf), models };
}

function rowOf(session: SessionFacts): string {
  const { connection, replyCodes, commands, endedBy, tls, authenticated } = session;
  const more = [
    session.messagesAccepted > 0 ? `${String(session.messagesAccepted)} accepted` : '',
    tls ? 'tls' : '',
    authenticated ? 'authenticated' : '',
  ].filter(word => word !== '');
  const name = connection === null ? '' : `${connection}: `;
  return [name + replyCodes.join(' '), commands.join(' '), endedBy, ...more].join(' | ');
}
