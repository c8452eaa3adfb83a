import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { TsharkFollowReader, followEvidence } from './tsharkFollow.ts';

/** tshark -z follow,tcp,ascii: blocks of both sides as text, in which "." stands for what is not ASCII. */
export const tsharkFollowAscii: Dialect = {
  id: 'tshark-follow-ascii',
  label: 'tshark, followed stream (ascii)',
  description:
    'tshark -z follow,tcp,ascii: the blocks of both sides as text, in which "." stands for what is not ASCII.',
  hides: [],
  interleaves: false,
  whole: false,
  probe: sample =>
    followEvidence(sample, 'ascii')
      ? { certainty: 1, why: 'a followed stream with a reply in it' }
      : NO_EVIDENCE,
  open: (octets, scanner) => new TsharkFollowReader(octets, scanner, 'ascii'),
};
