import { BareReader } from './bareReader.ts';
import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE, bareEvidence } from './evidence.ts';
import { terminalFarewell, terminalTalk } from './terminalTalk.ts';

/** What script(1) records of a terminal: everything written to it, escape sequences included. */
export const typescript: Dialect = {
  id: 'typescript',
  label: 'Terminal recording (script)',
  description: 'What script(1) recorded of a terminal in which somebody talked to a server.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (!/^(?:\u00ef\u00bb\u00bf)?\s{0,8}Script started on /.test(sample)) return NO_EVIDENCE;
    const { replies } = bareEvidence(sample);
    return replies ? { certainty: 0.95, why: 'what script(1) prints, and replies' } : NO_EVIDENCE;
  },
  open: (octets, scanner) =>
    new BareReader(octets, scanner, {
      aside: terminalTalk,
      farewell: terminalFarewell,
      terminal: 'screen',
    }),
};
