import type { Dialect } from './dialect.ts';
import { EximReader } from './eximReader.ts';

/** What Exim as a client prints with -v. */
export const eximV: Dialect = {
  id: 'exim-v',
  label: 'Exim -v',
  description: 'What Exim prints with -v when it delivers: "SMTP<< " server, "SMTP>> " client.',
  hides: ['content', 'tls'],
  interleaves: false,
  whole: false,
  probe(sample) {
    const mark = /^(?: {2})?[SL]MTP(?:<<|>>|\|>|\+>|\([a-z ]{1,30}\)(?:<<|>>))(?: |\(|\r?$)/m;
    if (!mark.test(sample)) return { certainty: 0, why: '' };
    const reply = /^(?: {2})?[SL]MTP<< [2-5]\d\d(?:[ -]|\r?$)/m.test(sample);
    return { certainty: reply ? 0.9 : 0.8, why: 'SMTP<< and SMTP>>' };
  },
  open: (octets, scanner) => new EximReader(octets, scanner),
};
