import { DecodingReader } from './decodingReader.ts';
import type { Dialect, LineKind } from './dialect.ts';
import { readQuotedText } from './quotedText.ts';

/** Ruby Net::SMTP with debug output: `->` is what came from the server. */
export const rubyNetSmtp: Dialect = {
  id: 'ruby-netsmtp',
  label: 'Ruby Net::SMTP',
  description: 'What Net::SMTP writes to set_debug_output, also under Mail and ActionMailer.',
  hides: ['content'],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (REPLY.test(sample) && !/^ {0,8}(?:->|<-) "(?:HTTP\/|GET |POST |\+OK|\* OK)/m.test(sample)) {
      return { certainty: 1, why: '-> "220 …" with escapes' };
    }
    if (COMMAND.test(sample)) return { certainty: 0.8, why: '<- "EHLO …" with escapes' };
    return { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new RubyReader(octets, scanner),
};

const REPLY = /^(?:[^\r\n"]{0,100}[ :|\]])?-> "\d{3}[ \-\\"]/m;
const COMMAND =
  /^(?:[^\r\n"]{0,100}[ :|\]])?<- "(?:EHLO|HELO|MAIL FROM:|RCPT TO:|AUTH |DATA|QUIT)[ \\<A-Za-z0-9]/m;
const LINE = /^(?:[^"]{0,100}?[ :|\]])?(->|<-) (?=")/;
const EVENT =
  /^(?:[^"]{0,100}?[ :|\]])??(Connection opened: |TLS connection started|writing message from |Net::(?:Read|Open|Write)Timeout|EOFError|Errno::EPIPE|Errno::ECONNRESET|end of file reached)/;

class RubyReader extends DecodingReader {
  protected decode(from: number, to: number): undefined {
    const head = this.head(from, to);
    const match = LINE.exec(head);
    if (match === null) {
      const event = EVENT.exec(head)?.[1];
      if (event !== undefined) this.event(eventOf(event), from, to);
      return;
    }
    const at = from + match[0].length;
    const quoted = readQuotedText(this.octets, at, to);
    if (quoted === undefined || quoted.octets.length === 0) return;
    const party = match[1] === '->' ? 'server' : 'client';
    this.wireOctets(party, quoted.octets, { from: at, to: quoted.end, places: quoted.places });
  }
}

function eventOf(text: string): LineKind {
  if (text.startsWith('Connection opened')) return 'connect';
  if (text.startsWith('TLS')) return 'tls';
  if (text.startsWith('writing')) return 'hidden-content';
  return text.includes('Timeout') ? 'timeout' : 'lost';
}
