import type { Dialect } from './dialect.ts';
import { NO_EVIDENCE } from './evidence.ts';
import { TsharkFollowReader, followEvidence } from './tsharkFollow.ts';

/** tshark -z follow,tcp,raw: blocks of both sides as octets as one line of hexadecimal digits a block. */
export const tsharkFollowRaw: Dialect = {
  id: 'tshark-follow-raw',
  label: 'tshark, followed stream (raw)',
  description:
    'tshark -z follow,tcp,raw: the blocks of both sides as octets as one line of hexadecimal digits a block.',
  hides: [],
  interleaves: false,
  whole: false,
  probe: sample =>
    followEvidence(sample, 'raw')
      ? { certainty: 1, why: 'a followed stream with a reply in it' }
      : NO_EVIDENCE,
  open: (octets, scanner) => new TsharkFollowReader(octets, scanner, 'raw'),
};
