import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { TsharkFollowReader, followEvidence } from './tsharkFollow.ts';

/** tshark -z follow,tcp,hex: blocks of both sides as a hex dump. */
export const tsharkFollowHex: Dialect = {
  id: 'tshark-follow-hex',
  label: 'tshark, followed stream (hex)',
  description: 'tshark -z follow,tcp,hex: the blocks of both sides as a hex dump.',
  hides: [],
  interleaves: false,
  whole: false,
  probe: sample =>
    followEvidence(sample, 'hex')
      ? { certainty: 1, why: 'a followed stream with a reply in it' }
      : NO_EVIDENCE,
  open: (octets, scanner) => new TsharkFollowReader(octets, scanner, 'hex'),
};
