import { BareReader } from './bareReader.ts';
import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE, bareEvidence } from './evidence.ts';
import { terminalFarewell, terminalTalk } from './terminalTalk.ts';
import { lineEndsOf } from './typedLineEnds.ts';

/** nc, ncat or a server's own standard input on a terminal: the line ends tell the sides. */
export const terminalRaw: Dialect = {
  id: 'terminal-raw',
  label: 'nc or ncat on a terminal',
  description: 'The screen of nc, ncat or openssl -quiet: the server ends lines with CR CR LF.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (!bareEvidence(sample).replies) return NO_EVIDENCE;
    const { serverCrs, doubled } = lineEndsOf(sample);
    if (serverCrs > 0) return { certainty: 0.75, why: 'replies end with CR CR LF' };
    if (doubled) return { certainty: 0.75, why: 'an empty line after each line of a reply' };
    const opened = /^(?:Ncat: Connected to |Connection to \S{1,256} \d+ port \[)/m.test(sample);
    return opened ? { certainty: 0.8, why: 'what nc prints, and replies' } : NO_EVIDENCE;
  },
  open: (octets, scanner) =>
    new BareReader(octets, scanner, {
      aside: terminalTalk,
      farewell: terminalFarewell,
      terminal: 'screen',
    }),
};
