import type { Line } from './line.ts';
import { isAccepted, verdictOf } from './session.ts';
import type { Exchange, Session, Standing } from './session.ts';

/** Exchanges of some verbs. */
export function ofVerb(session: Session, ...verbs: readonly string[]): Exchange[] {
  return session.exchanges.filter(({ verb }) => verbs.includes(verb));
}

/** The exchange before or after. */
export function neighbour(session: Session, exchange: Exchange, by: number): Exchange | undefined {
  return session.exchanges[session.exchanges.indexOf(exchange) + by];
}

/** All lines of an exchange. */
export function linesOf(exchange: Exchange): Line[] {
  const { command, replies, responses, content, dot, finals } = exchange;
  return [
    command,
    ...replies.flat(),
    ...responses,
    ...content,
    ...(dot ? [dot] : []),
    ...finals.flat(),
  ];
}

/** A hello is in force and no transaction is open. */
export function isIdle({ hello, mail }: Standing): boolean {
  return hello !== '' && mail === undefined;
}

/** It was answered with 2yz, on its own. */
export function isPlain(exchange: Exchange): boolean {
  return exchange.alone && isAccepted(exchange);
}

/** The commands that work without a hello and without extensions: verbs of RFC 821, no parameters. */
export function isBasic({ verb, argument, alone }: Exchange): boolean {
  if (!alone) return false;
  if (verb === 'MAIL' || verb === 'RCPT')
    return /^(?:FROM|TO):<[^ >]*>$/i.test(argument) && isAscii(argument);
  return ['DATA', 'RSET', 'NOOP', 'QUIT'].includes(verb);
}

function isAscii(text: string): boolean {
  return !/[^ -~]/.test(text);
}

/** A session ends with QUIT and its 221, and nothing else waited then. */
export function quitOf(session: Session): Exchange | undefined {
  const last = session.exchanges.at(-1);
  const quits = last?.verb === 'QUIT' && last.alone && verdictOf(last) === 221;
  return quits && last.replies[0]?.length === 1 ? last : undefined;
}

/** Message content by DATA that reached its end: header, empty line, body. */
export interface Message {
  readonly exchange: Exchange;
  readonly header: readonly Line[];
  readonly separator: Line | undefined;
  readonly body: readonly Line[];
}

/** The messages that were sent by DATA. */
export function messagesOf(session: Session): Message[] {
  return session.exchanges.flatMap((exchange): Message[] => {
    const { verb, content, dot } = exchange;
    if (verb !== 'DATA' || dot === undefined || content.length === 0) return [];
    if (content.some(({ mark }) => mark.includes('\\'))) return [];
    const empty = content.findIndex(({ text }) => text === '');
    const end = empty < 0 ? content.length : empty;
    const body = content.slice(end + 1);
    return [{ exchange, header: content.slice(0, end), separator: content[end], body }];
  });
}

/** The message has room for more content: no SIZE was declared or offered. */
export function isRoomy({ exchange }: Message): boolean {
  return !exchange.before.offers.has('SIZE') && !exchange.before.mail?.argument.includes('SIZE=');
}

/** Whole fields of a header: the first line and its continuations. */
export function fieldsOf({ header }: Message): { readonly name: string; readonly lines: Line[] }[] {
  const fields: { readonly name: string; readonly lines: Line[] }[] = [];
  for (const line of header) {
    if (/^[ \t]/.test(line.text)) fields.at(-1)?.lines.push(line);
    else fields.push({ name: line.text.replace(/:.*$/, '').toLowerCase(), lines: [line] });
  }
  return fields;
}
