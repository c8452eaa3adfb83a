import type { Dialect } from './dialect.ts';
import { postfixHides, PostfixReader, SMTPD_LINE, SMTP_HIDES, SMTP_LINE } from './postfixReader.ts';

/** Postfix smtp(8) and lmtp(8) with -v: `>` is what Postfix sent as the client. */
export const postfixSmtp: Dialect = {
  id: 'postfix-smtp-v',
  aliases: ['postfix-lmtp-v'],
  label: 'Postfix smtp -v log',
  description:
    'The mail log of a Postfix smtp or lmtp client that runs with -v or debug_peer_list.',
  hides: SMTP_HIDES,
  hidesOf: postfixHides,
  interleaves: true,
  whole: false,
  probe(sample) {
    const client = SMTP_LINE.exec(sample);
    if (client === null) return { certainty: 0, why: '' };
    const server = SMTPD_LINE.exec(sample);
    const certainty = server !== null && server.index < client.index ? 0.95 : 1;
    return { certainty, why: 'smtp[pid] with < and > before a peer' };
  },
  open: (octets, scanner) => new PostfixReader(octets, scanner),
};
