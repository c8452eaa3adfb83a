import { authUserOf } from './authUser.ts';
import { argumentOf, singleLine } from './commandText.ts';
import { contentOf } from './messageOctets.ts';
import { envelopeOf, pathTextOf } from '../core/transcript/envelope.ts';
import type { Chunk, Exchange, Session } from '../core/transcript/model.ts';
import { clientLeaves } from '../replay/plan/clientLeaves.ts';
import type { Script, ScriptedMessage, ScriptedRecipient } from './script.ts';
import { lossesOf } from './scriptLosses.ts';
import { sessionsOf } from './target.ts';
import type { ConvertInput } from './target.ts';
import { tlsUnseen } from './unseen.ts';

/** What a mail client would have to do to act the first session again. */
export function scriptOf(input: ConvertInput): Script | undefined {
  const [first] = sessionsOf(input);
  if (first === undefined) return undefined;
  const { chunk, session } = first;
  const messages = messagesOf(chunk, session);
  const tls = tlsOf(session);
  const auth = authOf(chunk, session);
  return {
    chunk,
    session,
    protocol: protocolOf(session),
    helo: heloOf(chunk, session),
    tls,
    auth,
    pipelining: session.exchanges.some(({ unanswered }) => unanswered > 0),
    messages,
    stopsAfter: stopOf(session),
    target: targetOf(session),
    losses: lossesOf(chunk, session, { messages, leaves: clientLeaves(session) }),
  };
}

function stopOf({ exchanges }: Session): Script['stopsAfter'] {
  const last = exchanges.findLast(({ command }) =>
    /^(?:EHLO|HELO|LHLO|STARTTLS|AUTH)$/.test(command.verb),
  );
  switch (last?.command.verb) {
    case undefined:
      return 'connect';
    case 'STARTTLS':
      return 'tls';
    case 'AUTH':
      return 'auth';
    default:
      return 'helo';
  }
}

function protocolOf({ protocol, exchanges }: Session): Script['protocol'] {
  if (protocol === 'LMTP') return 'LMTP';
  const hello = exchanges.filter(({ command }) => /^(?:EHLO|HELO)$/.test(command.verb));
  return hello.length > 0 && hello.every(({ command }) => command.verb === 'HELO')
    ? 'SMTP'
    : 'ESMTP';
}

function heloOf(chunk: Chunk, { exchanges }: Session): string {
  const hello = exchanges.findLast(({ command }) => /^(?:EHLO|HELO|LHLO)$/.test(command.verb));
  return hello === undefined ? '' : (argumentOf(chunk, hello).split(/\s/)[0] ?? '');
}

function tlsOf(session: Session): Script['tls'] {
  const { exchanges, directives, greeting, steps } = session;
  const upgraded = exchanges.some(
    ({ command, replies }) => command.verb === 'STARTTLS' && replies[0]?.code === 220,
  );
  if (upgraded) return 'starttls';
  const asked = directives.some(({ name, value }) => name === 'tls' && /^implicit$/i.test(value));
  const start = greeting?.reply.span.start ?? Infinity;
  const before = steps.some(
    step => step.kind === 'event' && step.event === 'tls' && step.line.start < start,
  );
  return asked || before || tlsUnseen(session) !== undefined ? 'implicit' : 'none';
}

function authOf(chunk: Chunk, { exchanges }: Session): Script['auth'] {
  const exchange = exchanges.findLast(({ command }) => command.verb === 'AUTH');
  if (exchange === undefined) return undefined;
  const mechanism = (argumentOf(chunk, exchange).split(/\s/)[0] ?? '').toUpperCase();
  if (!/^[A-Z0-9_-]{1,20}$/.test(mechanism)) return undefined;
  return { mechanism, user: singleLine(authUserOf(chunk, exchange, mechanism)) };
}

function targetOf({ directives }: Session): string | undefined {
  const value = directives.find(({ name }) => name === 'target')?.value ?? '';
  return /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):\d{1,5}$/.test(value)
    ? value
    : undefined;
}

/** Each MAIL begins a message; RSET and a new hello give it up. */
export function messagesOf(chunk: Chunk, { exchanges }: Session): readonly ScriptedMessage[] {
  const messages: ScriptedMessage[] = [];
  let open: Exchange[] = [];
  const close = (): void => {
    const [mail] = open;
    if (mail !== undefined) messages.push(messageOf(chunk, open));
    open = [];
  };
  for (const exchange of exchanges) {
    switch (exchange.command.verb) {
      case 'MAIL':
        close();
        open = [exchange];
        break;
      case 'RCPT':
      case 'DATA':
      case 'BDAT':
        if (open.length > 0) open.push(exchange);
        break;
      case 'RSET':
      case 'EHLO':
      case 'HELO':
      case 'LHLO':
        close();
        break;
      default:
    }
  }
  close();
  return messages;
}

function messageOf(chunk: Chunk, exchanges: readonly Exchange[]): ScriptedMessage {
  const [mail] = exchanges;
  const recipients = exchanges
    .filter(({ command }) => command.verb === 'RCPT')
    .map(exchange => recipientOf(chunk, exchange));
  const contents = exchanges.flatMap(({ content }) => content ?? []);
  const shown = contents.length > 0 && contents.every(content => content.shown);
  const reached = contents.length === 0 ? (recipients.length > 0 ? 'rcpt' : 'mail') : 'sent';
  return {
    from: mail === undefined ? '' : singleLine(pathTextOf(chunk, mail)),
    mailParams: mail === undefined ? [] : paramsOf(chunk, mail),
    recipients,
    content: shown ? contentOf(chunk, exchanges) : undefined,
    reached: reached === 'sent' && !shown ? 'hidden' : reached,
  };
}

function recipientOf(chunk: Chunk, exchange: Exchange): ScriptedRecipient {
  const code = exchange.replies.at(-1)?.code ?? 0;
  return {
    to: singleLine(pathTextOf(chunk, exchange)),
    params: paramsOf(chunk, exchange),
    accepted: code < 400,
  };
}

function paramsOf(chunk: Chunk, exchange: Exchange): readonly string[] {
  const { octets, scanner } = chunk;
  return envelopeOf(chunk, exchange).params.params.map(({ span }) =>
    singleLine(scanner.utf8(octets, span.start, span.end)),
  );
}
