import type { Dialect } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';
import { spells } from './lineRecord.ts';
import { timeStampAt } from './timeStamp.ts';

const QUOTE = 34;
/** `"SMTPD"	4532	154	"2026-02-12 02:35:40.970"	"192.0.2.9"	"SENT: `. */
const LINE =
  /^"(SMTPD|SMTPC)"\t\d{1,12}\t(\d{1,12})\t"([\d .:-]{10,30})"\t"([\d.:a-fA-F%]{0,60})"\t"(SENT|RECEIVED): /;
/** Line ends within a reply. */
const BREAK = [91, 110, 108, 93];

/** hMailServer: tab separated and quoted; SMTPD is its server, SMTPC its client. */
export const hMailServer: Dialect = {
  id: 'hmailserver',
  label: 'hMailServer log',
  description:
    'The SMTP log of hMailServer: "SMTPD" and "SMTPC" lines with "SENT: ", "RECEIVED: ".',
  hides: ['content', 'tls'],
  interleaves: true,
  whole: false,
  probe(sample) {
    const line =
      /^"SMTP[DC]"\t\d{1,12}\t\d{1,12}\t"[\d .:-]{10,30}"\t"[^"\n]{0,60}"\t"(?:SENT|RECEIVED): /m;
    return line.test(sample)
      ? { certainty: 1, why: 'SMTPD or SMTPC with SENT and RECEIVED' }
      : { certainty: 0, why: '' };
  },
  open: (octets, scanner) => new HMailReader(octets, scanner),
};

class HMailReader extends DecodingReader {
  protected decode(from: number, to: number): undefined {
    if (!spells(this.octets, from, '"SMTP')) return;
    const match = LINE.exec(this.head(from, to, 256));
    if (match === null) return;
    const [mark, part = '', id = '', stamp = '', , verb = ''] = match;
    const isServers = (part === 'SMTPD') === (verb === 'SENT');
    const end = this.octets[to - 1] === QUOTE ? to - 1 : to;
    const line = {
      connection: part === 'SMTPD' ? id : `${id} client`,
      time: timeStampAt(stamp).time,
      masked: !isServers && this.#isMasked(from + mark.length, end),
    };
    let at = from + mark.length;
    for (const stop of this.#breaks(at, end)) {
      this.wire(isServers ? 'server' : 'client', { from: at, to: stop }, line);
      at = stop + BREAK.length;
    }
    if (at < end || end === from + mark.length) {
      this.wire(isServers ? 'server' : 'client', { from: at, to: Math.max(at, end) }, line);
    }
  }

  /** Passwords are written as `***`. */
  #isMasked(from: number, to: number): boolean {
    if (to - from < 3 || !spells(this.octets, to - 3, '***')) return false;
    return to - from === 3 || this.octets[to - 4] === 32;
  }

  #breaks(from: number, to: number): number[] {
    const found: number[] = [];
    const sequence = Uint8Array.from(BREAK);
    let at = this.scanner.indexOfSequence(this.octets, sequence, from, to);
    while (at >= 0) {
      found.push(at);
      at = this.scanner.indexOfSequence(this.octets, sequence, at + BREAK.length, to);
    }
    return found;
  }
}
