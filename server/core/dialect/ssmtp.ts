import type { Dialect, Evidence, LineContext } from './dialect.ts';
import { DecodingReader } from './decodingReader.ts';

const MARK = /^\[(<-|->)\](?: |$)/;
const NOTHING = Uint8Array.of(13, 10);

/** sSMTP -v: `[->] ` client, `[<-] ` server; of a reply only the last line, never the password. */
export const ssmtp: Dialect = {
  id: 'ssmtp-v',
  label: 'ssmtp -v',
  description:
    'What sSMTP prints with -v: "[<-] " server (the last line of a reply), "[->] " client.',
  hides: ['reply-lines'],
  interleaves: false,
  whole: false,
  probe,
  open: (octets, scanner) => new SsmtpReader(octets, scanner),
};

function probe(sample: string): Evidence {
  const server = /^\[<-\] [2-5]\d\d(?:[ -]|\r?$)/m.test(sample);
  const client = /^\[->\] ?/m.test(sample);
  if (server && client) return { certainty: 1, why: 'arrows in brackets' };
  return { certainty: server ? 0.7 : 0, why: 'arrows in brackets' };
}

class SsmtpReader extends DecodingReader {
  protected override decode(from: number, to: number, context: LineContext): undefined {
    const mark = MARK.exec(this.head(from, to, 8));
    if (mark === null) {
      // Its last words: what is wrong.
      if (this.head(from, to, 7) === 'ssmtp: ') this.event('close', from, to);
      return;
    }
    const span = { from: from + mark[0].length, to };
    const server = mark[1] === '<-';
    // What it prints of a reply that never came.
    if (server && span.from >= to) {
      this.event('lost', from, to);
      return;
    }
    // The password is sent without a word; its reply would answer nothing.
    if (server && context.inAuth) {
      const here = { from: span.from, to: span.from };
      this.wireOctets('client', NOTHING, here, { masked: true });
    }
    this.wire(server ? 'server' : 'client', span);
  }
}
