import type { Dialect } from './dialect.ts';
import {
  postfixHides,
  PostfixReader,
  SMTPD_HIDES,
  SMTPD_LINE,
  SMTP_LINE,
} from './postfixReader.ts';

/** Postfix smtpd(8) with -v: `<` is what the client sent. */
export const postfixSmtpd: Dialect = {
  id: 'postfix-smtpd-v',
  aliases: ['postfix-smtpd-v-rfc3339'],
  label: 'Postfix smtpd -v log',
  description: 'The mail log of a Postfix smtpd that runs with -v or debug_peer_list.',
  hides: SMTPD_HIDES,
  hidesOf: postfixHides,
  interleaves: true,
  whole: false,
  probe(sample) {
    const server = SMTPD_LINE.exec(sample);
    if (server === null) return { certainty: 0, why: '' };
    const client = SMTP_LINE.exec(sample);
    const certainty = client !== null && client.index < server.index ? 0.95 : 1;
    return { certainty, why: 'smtpd[pid] with < and > before a peer' };
  },
  open: (octets, scanner) => new PostfixReader(octets, scanner),
};
