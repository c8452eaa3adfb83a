import { smtp } from '../core/dialect/smtp.ts';
import { pathTextOf } from '../core/transcript/envelope.ts';
import type { Chunk, Session, Transaction } from '../core/transcript/model.ts';
import { lineAt } from '../core/octets/lineIndex.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import type { CapturedMessage, CapturedSession } from '../protocol/lsp.ts';

/** A page with more than this is read by nobody. */
const MOST_SESSIONS = 500;
const MOST_MESSAGES = 20;
const MOST_RECIPIENTS = 20;

/** What the sessions of a transcribed capture were about; the later ones are only counted. */
export function capturedSessions(octets: Uint8Array): {
  readonly sessions: readonly CapturedSession[];
  readonly sessionCount: number;
} {
  const sessions: CapturedSession[] = [];
  let sessionCount = 0;
  let line = 0;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect: smtp })) {
    sessionCount += chunk.sessions.length;
    if (sessions.length >= MOST_SESSIONS) continue;
    for (const session of chunk.sessions) sessions.push(captured(chunk, session, line));
    line += chunk.lines.count - 1;
  }
  return { sessions, sessionCount };
}

function captured(chunk: Chunk, session: Session, line: number): CapturedSession {
  const { ending, tls, authenticated } = session;
  return {
    line: line + lineAt(chunk.lines, session.span.start),
    addresses: addressesOf(chunk),
    commands: session.exchanges.length,
    ending,
    tls,
    authenticated,
    messages: session.transactions.slice(0, MOST_MESSAGES).map(each => messageOf(chunk, each)),
  };
}

/** The note with which the transcript of a connection begins. */
function addressesOf({ octets }: Chunk): string {
  const head = bufferScanner.latin1(octets, 0, Math.min(octets.length, 400));
  return /^# (\S{1,60} -> \S{1,60})/m.exec(head)?.[1] ?? '';
}

function messageOf(chunk: Chunk, { mail, recipients, outcome }: Transaction): CapturedMessage {
  return {
    from: pathTextOf(chunk, mail),
    recipients: recipients.slice(0, MOST_RECIPIENTS).map(rcpt => pathTextOf(chunk, rcpt)),
    recipientCount: recipients.length,
    outcome,
  };
}
