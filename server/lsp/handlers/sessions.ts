import { sessionNameOf } from '../../core/feature/sessionTitle.ts';
import { isRecognised } from '../../core/dialect/probe.ts';
import type { Choice } from '../../core/dialect/probe.ts';
import { pathTextOf } from '../../core/transcript/envelope.ts';
import type { Session } from '../../core/transcript/model.ts';
import type {
  DetectedDialect,
  SessionItem,
  SessionsRequest,
  SessionsResult,
} from '../../protocol/lsp.ts';
import type { TranscriptDocument } from '../document.ts';
import type { ReadPiece } from '../piece.ts';
import { guarded } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const METHOD: SessionsRequest['method'] = 'smtpTranscript/sessions';
const MOST_RECIPIENTS = 100;

/** `smtpTranscript/sessions`: what a client needs for its code lenses, tests and status. */
export const sessions: Feature = context => {
  const nothing: SessionsResult = { version: null, dialect: null, sessions: [] };
  context.connection.onRequest(METHOD, (params: SessionsRequest['params']): SessionsResult => {
    const open = context.store.get(params.uri);
    if (open === undefined) return nothing;
    return guarded(context, 'sessions', nothing, () => ({
      version: open.document.version,
      dialect: detectedOf(open.document.dialect),
      sessions: itemsOf(open.document),
    }));
  });
  return {};
};

/** The choice of dialect as the client shows it. */
export function detectedOf(choice: Choice): DetectedDialect {
  const { dialect, certainty, why } = choice;
  const recognised = isRecognised(choice);
  return { id: dialect.id, label: dialect.label, certainty, recognised, why };
}

function itemsOf(document: TranscriptDocument): SessionItem[] {
  const items: SessionItem[] = [];
  for (const [index, piece] of document.pieces().entries()) {
    for (const session of piece.chunk.sessions) {
      items.push(itemOf({ document, index, piece }, session, items.length));
    }
  }
  return items;
}

function itemOf(
  at: { document: TranscriptDocument; index: number; piece: ReadPiece },
  session: Session,
  number: number,
): SessionItem {
  const { start, end } = at.document.rangeOf(at.index, session.span);
  const { chunk } = at.piece;
  const rcpts = session.exchanges.filter(exchange => exchange.command.verb === 'RCPT');
  const target = session.directives.find(directive => directive.name === 'target')?.value;
  return {
    index: number,
    name: sessionNameOf(session, number + 1),
    startLine: start.line,
    endLine: end.line,
    connection: session.connection ?? null,
    protocol: session.protocol,
    ending: session.ending,
    tls: session.tls,
    authenticated: session.authenticated,
    commands: session.exchanges.length,
    messagesAccepted: session.transactions.filter(each => each.outcome === 'accepted').length,
    recipients: rcpts.slice(0, MOST_RECIPIENTS).map(exchange => pathTextOf(chunk, exchange)),
    target: target ?? null,
  };
}
