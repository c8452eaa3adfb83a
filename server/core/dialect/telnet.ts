import { BareReader } from './bareReader.ts';
import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE, bareEvidence } from './evidence.ts';
import { terminalFarewell, terminalTalk } from './terminalTalk.ts';

const PROLOGUE = /^(?:Escape character is '.{1,8}'\.|Connected to \S{1,256}\.|spawn telnet )/m;

/** A telnet window, also as expect logs it: the dialogue as it stood on the screen. */
export const telnet: Dialect = {
  id: 'telnet',
  label: 'telnet window',
  description: 'The screen of telnet, also as expect logs it: no marks, typed lines among replies.',
  hides: [],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (!PROLOGUE.test(sample)) return NO_EVIDENCE;
    const { replies } = bareEvidence(sample);
    return replies ? { certainty: 0.9, why: 'what telnet prints, and replies' } : NO_EVIDENCE;
  },
  open: (octets, scanner) =>
    new BareReader(octets, scanner, {
      aside: terminalTalk,
      farewell: terminalFarewell,
      terminal: 'screen',
    }),
};
