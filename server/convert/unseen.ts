import { unseenCapabilities } from '../core/transcript/capabilities.ts';
import type { Exchange, Session } from '../core/transcript/model.ts';

/**
 * Where TLS begins though no line says so: the log marks it on every line, or the tool hides the
 * handshake before the greeting. undefined where a line tells, or a STARTTLS implies it.
 */
export function tlsUnseen(session: Session): number | undefined {
  const { steps, exchanges } = session;
  if (!session.tls || steps.some(step => step.kind === 'event' && step.event === 'tls')) {
    return undefined;
  }
  const upgraded = exchanges.some(
    ({ command, replies }) => command.verb === 'STARTTLS' && replies[0]?.code === 220,
  );
  return upgraded ? undefined : firstSecured(session);
}

/** Before the greeting, as with TLS from the first octet, where no command was sent in clear. */
function firstSecured({ greeting, exchanges, span }: Session): number {
  const clear = exchanges.findLast(({ known }) => !known.tls);
  const first = greeting?.reply.span.start;
  if (clear === undefined)
    return (first ?? exchanges[0]?.command.line.start ?? span.end + 1) - 0.25;
  return (clear.before.tls ? clear.command.line.end : endOf(clear)) + 0.25;
}

/** Where the client is authenticated though no reply says so. */
export function authenticatedUnseen(session: Session): number | undefined {
  const { steps, exchanges } = session;
  if (!session.authenticated) return undefined;
  const seen =
    exchanges.some(({ replies }) => replies.some(({ code }) => code === 235)) ||
    steps.some(step => step.kind === 'stray' && step.reply.code === 235);
  if (seen) return undefined;
  const first = exchanges.find(({ known }) => known.authenticated);
  return first === undefined ? session.span.end + 0.25 : first.command.line.start - 0.25;
}

/** What `# @excerpt` has to say of a session, so that nothing is made of what it does not show. */
export function excerptsOf(session: Session): readonly string[] {
  const { hidden, greeting, exchanges } = session;
  const gap = gapsIn(session).length > 0 && greeting !== undefined;
  const start = hidden.start && !gap;
  // Where only the server is shown, 221 ends a session of .smtp as well.
  const unsaid = hidden.goodbye || (session.ending === 'quit' && !hidden.clientLines);
  const end = hidden.end || (unsaid && !saysGoodbye(session));
  const partly = exchanges.some(({ after }) => after.capabilities === unseenCapabilities);
  return [
    ...(start && end ? ['both'] : start ? ['start'] : end ? ['end'] : []),
    ...(hidden.clientLines ? ['server'] : []),
    ...(showsClientOnly(session) ? ['client'] : []),
    ...(partly ? ['last-lines'] : []),
  ];
}

function saysGoodbye({ exchanges }: Session): boolean {
  return exchanges.some(({ command, replies }) => command.verb === 'QUIT' && replies.length > 0);
}

/** Nobody ever answers, and that is the transcript's fault. */
function showsClientOnly({ greeting, steps, exchanges }: Session): boolean {
  if (greeting !== undefined || steps.some(step => step.kind === 'stray')) return false;
  return exchanges.length > 1 && exchanges.every(each => each.voided && repliesOf(each) === 0);
}

function repliesOf({ replies, content }: Exchange): number {
  return replies.length + (content?.replies.length ?? 0);
}

/**
 * Where lines of the dialogue are missing: behind commands whose reply nobody sees, though no 421
 * has closed the session.
 */
export function gapsIn(session: Session): readonly number[] {
  const { exchanges, hidden, ending } = session;
  if (!hidden.start || ending === '421' || showsClientOnly(session)) return [];
  return exchanges
    .filter((exchange, at) => isUnseen(exchange) && exchanges[at + 1]?.voided !== true)
    .map(exchange => endOf(exchange) + 0.25);
}

/** Its reply is missing, and one was due. */
function isUnseen({ voided, unanswerable }: Exchange): boolean {
  return voided && !unanswerable;
}

/** Where the client answered a challenge with a line that the tool does not print (RFC 4954 §4). */
export function responsesUnseen({ exchanges }: Session): readonly number[] {
  return exchanges.flatMap(({ command, replies, responses }) => {
    if (command.verb !== 'AUTH') return [];
    const answered = replies.filter((reply, at) => reply.code === 334 && at + 1 < replies.length);
    const missing = answered.length - responses.length;
    const places = answered.filter((reply, at) => {
      const next = answered[at + 1]?.span.start ?? Infinity;
      return !responses.some(({ line }) => line.start >= reply.span.end && line.start < next);
    });
    return places.slice(0, Math.max(0, missing)).map(({ span }) => span.end + 0.25);
  });
}

function endOf({ command, responses, replies, content }: Exchange): number {
  return Math.max(
    command.line.end,
    ...responses.map(({ line }) => line.end),
    ...replies.map(({ span }) => span.end),
    content?.span.end ?? 0,
  );
}
