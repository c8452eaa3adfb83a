import { visible } from '../rule/finding.ts';
import { sourceLineOf } from '../transcript/sourcePlace.ts';
import type { Chunk, Ending, Exchange, Reply, Session } from '../transcript/model.ts';

/** The session's `# @name`, else "session N", counting from 1. */
export function sessionNameOf(session: Session, number: number): string {
  const given = session.directives.find(directive => directive.name === 'name')?.value ?? '';
  return given === '' ? `session ${String(number)}` : visible(given);
}

/** The name and, unless it was given one, who talked with whom as far as they said so. */
export function sessionTitleOf(chunk: Chunk, session: Session, number: number): string {
  const name = sessionNameOf(session, number);
  if (session.directives.some(directive => directive.name === 'name' && directive.value !== '')) {
    return name;
  }
  const client = clientOf(chunk, session);
  const server = serverOf(chunk, session);
  if (client === '' && server === '') return name;
  if (client === '') return `${name}: ${server}`;
  return `${name}: ${client}${server === '' ? '' : ` → ${server}`}`;
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  quit: 'QUIT',
  'quit-noreply': 'QUIT without a reply',
  '421': 'ended by 421',
  drop: 'connection lost',
  eof: 'closed without QUIT',
  unknown: 'end not shown',
};

/** What tells it from others, and how it went. */
export function sessionDetailOf(chunk: Chunk, session: Session): string {
  const refused = session.greeting?.reply.code ?? 220;
  return [
    timeOf(chunk, session),
    session.connection === undefined ? '' : visible(session.connection),
    session.protocol === 'LMTP' ? 'LMTP' : '',
    session.tls ? 'TLS' : '',
    session.authenticated ? 'authenticated' : '',
    refused >= 400 ? `greeted with ${String(refused)}` : '',
    messagesOf(session),
    ENDINGS[session.ending],
  ]
    .filter(part => part !== '')
    .join(', ');
}

function messagesOf({ transactions }: Session): string {
  const all = transactions.length;
  if (all === 0) return '';
  const accepted = transactions.filter(each => each.outcome === 'accepted').length;
  const unknown = transactions.filter(each => each.outcome === 'unknown').length;
  if (unknown > 0) return `${String(accepted)} accepted, ${String(unknown)} unknown`;
  if (accepted < all) return `${String(accepted)} of ${String(all)} accepted`;
  return `${String(all)} accepted`;
}

/** The client as it named itself: the first word after EHLO. */
function clientOf(chunk: Chunk, { exchanges }: Session): string {
  const hello = exchanges.findLast(({ command }) => /^(?:EHLO|HELO|LHLO)$/.test(command.verb));
  return hello === undefined ? '' : hostIn(chunk, hello.command.argument);
}

/** The server as its greeting, or else its reply to EHLO, names it (RFC 5321 §4.2). */
function serverOf(chunk: Chunk, { greeting, exchanges }: Session): string {
  const hello = exchanges.find(isAccepted);
  for (const reply of [greeting?.reply, hello?.replies[0]]) {
    const host = hostOf(chunk, reply);
    if (host.includes('.') || host.startsWith('[')) return host;
  }
  return '';
}

function isAccepted({ command, replies }: Exchange): boolean {
  return /^(?:EHLO|HELO|LHLO)$/.test(command.verb) && replies[0]?.code === 250;
}

function hostOf(chunk: Chunk, reply: Reply | undefined): string {
  const text = reply?.lines[0]?.text;
  return text === undefined ? '' : hostIn(chunk, text);
}

const LONGEST_HOST = 64;

function hostIn(
  chunk: Chunk,
  { start, end }: { readonly start: number; readonly end: number },
): string {
  const text = chunk.scanner.utf8(chunk.octets, start, Math.min(end, start + LONGEST_HOST));
  return visible(/^[^\s\\<>()"]+/.exec(text)?.[0] ?? '');
}

/** The time of day at which it began, as the log has it. */
function timeOf(chunk: Chunk, session: Session): string {
  const first = session.greeting?.reply.lines[0] ?? session.exchanges[0]?.command;
  if (first === undefined || first.time < 0) return '';
  const { source, sourceLines, scanner } = chunk;
  const from = sourceLines.starts[sourceLineOf(chunk, first.line.start)] ?? 0;
  const head = scanner.latin1(source, from, Math.min(source.length, from + 80)).split('\n', 1)[0];
  return /\b\d\d:\d\d:\d\d\b/.exec(head ?? '')?.[0] ?? '';
}
