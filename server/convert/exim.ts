import { withLineEnd } from '../core/dialect/withLineEnd.ts';
import { unescape } from '../core/octets/escapes.ts';
import { contentLines } from '../core/transcript/contentLines.ts';
import type { Chunk, Content, Exchange, Reply, Session } from '../core/transcript/model.ts';
import { lineOctets } from '../replay/plan/sendOctets.ts';
import { argumentOf, mayHoldSecret } from './commandText.ts';
import { headComment } from './headComment.ts';
import { OctetWriter } from './octetWriter.ts';
import type { Script } from './script.ts';
import { scriptOf } from './scriptOf.ts';
import { nothingToConvert } from './target.ts';
import type { Converted, ConvertInput, Target } from './target.ts';
import { wireItemsOf } from './wireItems.ts';
import type { WireItem } from './wireItems.ts';

const CR = 13;
const LF = 10;
const BACKSLASH = 92;

/** A script in the manner of Exim's test suite: what is sent, and what has to come. */
export const eximTarget: Target = {
  id: 'exim',
  label: 'Exim test script',
  extension: 'txt',
  languageId: 'plaintext',
  scope: 'session',
  notes: 'For the test client of Exim: ??? and what a reply begins with, everything else is sent.',
  render,
};

function render(input: ConvertInput): Converted {
  const script = scriptOf(input);
  if (script === undefined) return nothingToConvert();
  const { chunk, session, tls } = script;
  const losses = lossesOf(script);
  const writer = new OctetWriter();
  const put = (text: string): void => {
    writer.octets(chunk.scanner.encode(text));
  };
  put(headComment('#', 'The session as the test client of Exim would send it.', losses));
  const client = tls === 'none' ? 'client' : 'client-anytls';
  put(`${client}${tls === 'implicit' ? ' -tls-on-connect' : ''} 127.0.0.1 PORT_D\n`);
  for (const item of wireItemsOf(session)) writeItem(writer, { chunk, session }, item);
  put('****\n');
  return { files: [writer.written()], losses };
}

function lossesOf({ losses, auth, session }: Script): readonly string[] {
  const when = (is: boolean, loss: string): readonly string[] => (is ? [loss] : []);
  const secret =
    auth !== undefined || session.exchanges.some(exchange => mayHoldSecret(session, exchange));
  return [
    ...losses.filter(
      loss => !/^(?:Left out|Some commands|A message lacked|Content was)/.test(loss),
    ),
    ...when(secret, 'Put the credentials where it says SECRET.'),
  ];
}

function writeItem(
  writer: OctetWriter,
  { chunk, session }: { readonly chunk: Chunk; readonly session: Session },
  item: WireItem,
): void {
  switch (item.kind) {
    case 'reply':
      writeReply(writer, item.reply);
      break;
    case 'command':
      writeCommand(writer, chunk, session, item.exchange);
      break;
    case 'response':
      writer.ascii('SECRET\n');
      break;
    case 'content':
      writeContent(writer, chunk, item.content);
      break;
    case 'event':
      if (item.event === 'close') writer.ascii('???*\n');
      break;
    default:
      item satisfies never;
  }
}

function writeReply(writer: OctetWriter, { lines }: Reply): void {
  for (const { code, separator } of lines) {
    const mark = separator === 45 ? '-' : '';
    writer.ascii(code === 0 ? '??? \n' : `??? ${String(code).padStart(3, '0')}${mark}\n`);
  }
}

function writeCommand(
  writer: OctetWriter,
  chunk: Chunk,
  session: Session,
  exchange: Exchange,
): void {
  const { command, replies } = exchange;
  if (command.verb === 'AUTH') {
    const [mechanism = '', initial] = argumentOf(chunk, exchange).split(/\s+/);
    const word = mechanism.replace(/[^A-Za-z0-9_-]/g, '');
    writer.ascii(`AUTH ${word}${initial === undefined ? '' : ' SECRET'}\n`);
  } else if (mayHoldSecret(session, exchange)) {
    writer.ascii('SECRET\n');
  } else if (command.verb === 'STARTTLS' && !command.raw && replies[0]?.code === 220) {
    // Spelled so, the client begins TLS after the reply.
    writer.ascii('STARTTLS\n');
  } else writeSent(writer, lineOctets(chunk, command));
}

function writeContent(writer: OctetWriter, chunk: Chunk, content: Content): void {
  if (!content.shown) {
    if (content.how === 'data') writer.ascii('Subject: not shown\n\n.\n');
    return;
  }
  for (const { start, end, raw } of contentLines(chunk, content)) {
    const octets = raw
      ? unescape(chunk.octets, start, end).octets
      : withLineEnd(chunk.octets.subarray(start, end));
    writeSent(writer, octets);
  }
  if (content.terminator) writer.ascii('.\n');
}

/** A line to send. The client adds CRLF unless the line begins with `>>> `, and knows escapes. */
function writeSent(writer: OctetWriter, octets: Uint8Array): void {
  const end = octets.length - 2;
  const whole = octets[end] === CR && octets[end + 1] === LF;
  if (!whole) writer.ascii('>>> ');
  const text = whole ? octets.subarray(0, end) : octets;
  // What the client, or the program that reads the scripts, would take for its own.
  if (/^(?:\?\?\?|\+\+\+|<<<|>>>|\*\*\*\*|#|start|stop)/i.test(headOf(text))) writer.ascii('\\');
  for (const octet of text) writer.ascii(escapeOf(octet));
  writer.ascii('\n');
}

function headOf(octets: Uint8Array): string {
  return String.fromCharCode(...octets.subarray(0, 8));
}

function escapeOf(octet: number): string {
  if (octet === BACKSLASH) return '\\\\';
  if (octet === 95) return '\\_';
  if (octet === 9 || (octet >= 32 && octet < 127)) return String.fromCharCode(octet);
  return `\\x${octet.toString(16).padStart(2, '0')}`;
}
