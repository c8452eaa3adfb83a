import { envelopeOf, pathTextOf } from '../../core/transcript/envelope.ts';
import type { Chunk, Exchange, Session } from '../../core/transcript/model.ts';
import { variableNamesIn, variableNamesInText } from '../expect/variableNames.ts';
import { isHeaderAddress, subjectOf } from './placeholderField.ts';

/** What a generated message is made from. */
export interface PlaceholderOptions {
  readonly chunk: Chunk;
  readonly session: Session;
  /** What the session is called. */
  readonly name: string;
  /** True where `{{name}}` in an address of the transcript is a place to fill. */
  readonly variables: boolean;
  /** 1-based physical line of the command: no other message of the run has it. */
  readonly line: number;
  /** The recorded client did not end its message either. */
  readonly unfinished: boolean;
}

/** Generated content as it leaves, but for its places. */
export interface Placeholder {
  readonly octets: Uint8Array;
  /** Names of its `{{name}}` places. */
  readonly variables: readonly string[];
}

/**
 * A small message in the place of one that the transcript does not show (RFC 5322): from the sender
 * to the recipients of its transaction, and no longer than MAIL announces (RFC 1870). Of a message
 * in several BDAT chunks the first one holds it, and each other one an empty line.
 */
export function placeholderOf(exchange: Exchange, options: PlaceholderOptions): Placeholder {
  const isChunk = exchange.command.verb === 'BDAT';
  const message = isChunk && goesOn(exchange, options) ? '\r\n' : messageOf(exchange, options);
  const octets = Buffer.from(isChunk || options.unfinished ? message : `${message}.\r\n`);
  const own = options.variables ? variableNamesIn(octets) : OWN_PLACES;
  const present = new Set(variableNamesIn(octets));
  return { octets, variables: own.filter(name => present.has(name)) };
}

/** The longest form that MAIL announces room for; the shortest where none fits. */
function messageOf(exchange: Exchange, options: PlaceholderOptions): string {
  const room = announcedSize(exchange, options.chunk);
  const forms = formsOf(exchange, options);
  return forms.find(form => longestOf(form) <= room) ?? forms.at(-1) ?? '';
}

/** Octets of a form with its places filled, at most: a value of the user may be an address. */
function longestOf(form: string): number {
  const added = variableNamesInText(form).map(name => (OWN_PLACES.includes(name) ? 30 : 320));
  return added.reduce((sum, each) => sum + each, Buffer.byteLength(form));
}

/** A date (RFC 5322 §3.3) and a text that is another one in each run. */
const OWN_PLACES: readonly string[] = ['date', 'unique'];

function formsOf(exchange: Exchange, options: PlaceholderOptions): readonly string[] {
  const sender = senderOf(exchange, options);
  const from = `From: ${sender}\r\n`;
  const to = addressesOf(exchange, options);
  const id = `<{{unique}}.${options.line}@${domainOf(sender)}>`;
  return [
    `${from}To: ${to}\r\nDate: {{date}}\r\nMessage-ID: ${id}\r\nSubject: ${subjectOf(options.name)}\r\n\r\n${BODY}\r\n`,
    `${from}Date: {{date}}\r\nSubject: Replay\r\n\r\n`,
    'Subject: Replay\r\n\r\n',
  ];
}

/** Of an address in ASCII: other identifiers do not get everywhere. */
function domainOf(address: string): string {
  return /@([\w.-]+)$/.exec(address)?.[1] ?? 'localhost';
}

const BODY = 'A replay made this message: the transcript does not show the one that was sent.';

function senderOf({ before }: Exchange, options: PlaceholderOptions): string {
  const mail = before.transaction?.mail;
  const sender = mail === undefined ? '' : pathTextOf(options.chunk, mail);
  if (isHeaderAddress(sender, allowedIn(mail, options))) return sender;
  const host = `postmaster@${clientNameOf(options)}`;
  return isHeaderAddress(host, allowedIn(undefined, options)) ? host : 'postmaster@localhost';
}

/** What the client called itself, '' where it did not. */
function clientNameOf({ chunk, session }: PlaceholderOptions): string {
  const hello = session.exchanges.findLast(({ command }) => HELLOS.has(command.verb));
  if (hello === undefined) return '';
  const { start, end } = hello.command.argument;
  return chunk.scanner.utf8(chunk.octets, start, end).trim();
}

const HELLOS: ReadonlySet<string> = new Set(['EHLO', 'HELO', 'LHLO']);

/** The accepted recipients, each on its line. */
function addressesOf({ before }: Exchange, options: PlaceholderOptions): string {
  const { mail, accepted = [] } = before.transaction ?? {};
  const allowed = allowedIn(mail, options);
  const all = accepted.slice(0, MOST_RECIPIENTS).map(rcpt => pathTextOf(options.chunk, rcpt));
  const fit = [...new Set(all)].filter(address => isHeaderAddress(address, allowed));
  return fit.length > 0 ? fit.join(',\r\n ') : 'undisclosed-recipients:;';
}

const MOST_RECIPIENTS = 100;

function allowedIn(
  mail: Exchange | undefined,
  { chunk, variables }: PlaceholderOptions,
): { readonly places: boolean; readonly utf8: boolean } {
  return { places: variables, utf8: mail !== undefined && envelopeOf(chunk, mail).smtputf8 };
}

/** The SIZE that MAIL announces; Infinity where it does not. */
function announcedSize({ before }: Exchange, chunk: Chunk): number {
  const mail = before.transaction?.mail;
  const size = mail && envelopeOf(chunk, mail).sound.find(({ keyword }) => keyword === 'SIZE');
  if (size?.valueSpan === undefined) return Infinity;
  const { start, end } = size.valueSpan;
  const text = chunk.scanner.latin1(chunk.octets, start, end);
  return /^\d{1,15}$/.test(text) ? Number(text) : Infinity;
}

/** True for a chunk behind another one of the same message (RFC 3030 §2). */
function goesOn(exchange: Exchange, { session, chunk }: PlaceholderOptions): boolean {
  const at = session.exchanges.indexOf(exchange);
  const before = session.exchanges[at - 1]?.command;
  if (before?.verb !== 'BDAT') return false;
  const { start, end } = before.argument;
  return !/\sLAST$/i.test(chunk.scanner.latin1(chunk.octets, start, end));
}
