import type { Dialect } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

/**
 * Logs of the SMTP service of IIS. A row holds a command and the code that answered it, but not what
 * the server said, nor what it offered: there is no dialogue to check or send, so all is notes.
 */
export const iisSmtpLog: Dialect = lineDialect({
  id: 'iis-smtp-log',
  aliases: ['iis-smtp', 'iis-smtp-w3c'],
  label: 'IIS SMTP service log (no dialogue)',
  description:
    'Logs of the IIS SMTP service: commands and codes only, so that nothing can be read.',
  hides: ['content', 'tls', 'auth'],
  interleaves: false,
  whole: false,
  probe(sample) {
    if (W3C.test(sample) && SERVICE.test(sample)) {
      return { certainty: 1, why: 'W3C log of SMTPSVC' };
    }
    return IIS.test(sample)
      ? { certainty: 1, why: 'IIS log of SMTPSVC' }
      : { certainty: 0, why: '' };
  },
  judge: () => line =>
    line.head === '' ? undefined : { kind: 'note', time: timeStampAt(line.head).time },
});

const W3C =
  /^#Software: Microsoft (?:Internet Information Services|SMTP)|^#Fields:[^\r\n]{0,400}\bcs-method\b/m;
const SERVICE = /[ ,]SMTPSVC\d{0,3}[ ,]|[ ,]OutboundConnection(?:Command|Response)[ ,]/;
const IIS =
  /^[\d.a-fA-F:]{3,45}, [^,\r\n]{0,255}, \d{1,2}\/\d{1,2}\/\d{2,4}, \d{1,2}:\d\d:\d\d, SMTPSVC\d{0,3}, /m;
