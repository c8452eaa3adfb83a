import type { Dialect, LineContext } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged, JudgedLine } from './lineDialect.ts';

/**
 * Perl Net::SMTP with Debug => 1, also under Email::Sender. Empty lines of the message and the dots
 * put before its lines are not printed, so what is printed of it is not the content.
 */
export const perlNetSmtp: Dialect = lineDialect({
  id: 'perl-netsmtp',
  aliases: ['perl-email-sender'],
  label: 'Perl Net::SMTP',
  description: 'What Net::SMTP and Net::LMTP print with Debug => 1.',
  hides: ['content'],
  interleaves: true,
  whole: false,
  probe(sample) {
    if (
      /^Net::\w{0,20}(?:SMTP|LMTP)[\w:]{0,40}=GLOB\(0x[\da-f]{1,16}\)(?:>>>|<<<) /m.test(sample)
    ) {
      return { certainty: 1, why: 'Net::SMTP=GLOB(0x…)<<<' };
    }
    if (
      /^[\w:]{1,80}=GLOB\(0x[\da-f]{1,16}\)<<< \d{3}[ -]/m.test(sample) &&
      /^[\w:]{1,80}=GLOB\(0x[\da-f]{1,16}\)>>> (?:EHLO|HELO|LHLO) /m.test(sample)
    ) {
      return { certainty: 0.9, why: '=GLOB(0x…)>>> EHLO' };
    }
    return { certainty: 0, why: '' };
  },
  judge,
});

const LINE = /^([\w:]{1,80})=GLOB\((0x[\da-f]{1,16})\)(>>>|<<<)(?: |$)/;
/** What Net::Cmd says of an empty line, in place of the line. */
const PARSE_ERROR = /^[\w:]{1,80}=GLOB\(0x[\da-f]{1,16}\): response\(\): parse error in /;
const ENCRYPTED = /::_?SSL$/;

/** What the judge remembers of one object. */
interface Connection {
  name: string;
  /** Sent lines without a reply, so that a greeting can be told from an answer. */
  waiting: boolean;
  spoke: boolean;
  inContent: boolean;
  /** `250-` where the reply goes on. */
  reply: string;
}

function judge(): Judge {
  const connections = new Map<string, Connection>();
  let last: Connection | undefined;
  return (line, context) => {
    const match = LINE.exec(line.head);
    if (match === null) return goesOn(line.head, last) ?? gone(line.head, last);
    const [all, owner = '', address = '', arrow] = match;
    const connection = connections.get(address) ?? begun(address);
    connections.set(address, connection);
    last = connection;
    const place = { at: all.length, tls: ENCRYPTED.test(owner) };
    return arrow === '<<<'
      ? server(line, place, connection)
      : client(line, place, connection, context);
  };
}

function begun(name: string): Connection {
  return { name, waiting: false, spoke: false, inContent: false, reply: '' };
}

type Place = Pick<Judged, 'tls'> & { readonly at: number };

function server({ head }: JudgedLine, place: Place, connection: Connection): Judged {
  const text = head.slice(place.at);
  const aside = text.startsWith('(decoded) ') || PARSE_ERROR.test(text);
  if (aside) return { kind: 'note', connection: connection.name };
  // The address of an object that is gone is used again.
  if (/^220[ -]/.test(text) && connection.spoke && !connection.waiting) {
    const [address = '', count = '1'] = connection.name.split('#');
    connection.name = `${address}#${String(Number(count) + 1)}`;
    connection.spoke = false;
  }
  connection.inContent = /^354(?: |$)/.test(text);
  connection.reply = /^\d{3}-/.exec(text)?.[0] ?? '';
  if (connection.reply === '') connection.waiting = false;
  return { ...place, kind: 'server', connection: connection.name };
}

function client(
  { head }: JudgedLine,
  place: Place,
  connection: Connection,
  context: LineContext,
): Judged {
  const { name } = connection;
  const text = head.slice(place.at);
  if (connection.inContent) return { kind: 'hidden-content', connection: name };
  if (text.startsWith('(decoded) ') && context.of(name).inAuth) {
    return { kind: 'note', connection: name };
  }
  connection.spoke = true;
  connection.waiting = true;
  return { ...place, kind: 'client', connection: name };
}

/** Over TLS lines that were read at once are printed at once, with one mark. */
function goesOn(head: string, last: Connection | undefined): Judged | undefined {
  const code = last?.reply.slice(0, 3) ?? '';
  if (last === undefined || code === '' || !head.startsWith(code)) return undefined;
  if (head[3] !== '-' && head[3] !== ' ') return undefined;
  if (head[3] === ' ') {
    last.reply = '';
    last.waiting = false;
  }
  return { kind: 'server', tls: true, connection: last.name };
}

/** Perl says so without saying of which object. */
function gone(head: string, last: Connection | undefined): Judged | undefined {
  if (last === undefined) return undefined;
  if (/^[\w:]{1,80}: Net::Cmd::\w{1,40}\(\): unexpected EOF/.test(head)) {
    return { kind: 'lost', connection: last.name };
  }
  if (/^[\w:]{1,80}: Net::Cmd::\w{1,40}\(\): timeout/.test(head)) {
    return { kind: 'timeout', connection: last.name };
  }
  return undefined;
}
