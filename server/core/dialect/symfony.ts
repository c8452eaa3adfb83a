import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const MARK = /^(?:\[(\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:?\d\d)?)\] )?([<>])(?: |$)/;
const PREFIX = String.raw`^(?:\[\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:?\d\d)?\] )?`;

/** The debug text of Symfony Mailer: `> ` client, `< ` server; message and goodbye are left out. */
export const symfony: Dialect = lineDialect({
  id: 'symfony-debug',
  label: 'Symfony Mailer debug',
  description: 'SentMessage::getDebug() of Symfony Mailer (Laravel too): "> " client, "< " server.',
  hides: ['content', 'tls', 'quit'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

const SERVER = new RegExp(`${PREFIX}< [2-5]\\d\\d(?:[ -]|\\r?$)`, 'm');
const CLIENT = new RegExp(`${PREFIX}> (?:EHLO|HELO|MAIL FROM:|RCPT TO:|STARTTLS|RSET|QUIT)`, 'im');
const STAMPED = /^\[\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:?\d\d)?\] < [2-5]\d\d[ -]/m;

function probe(sample: string): Evidence {
  if (!SERVER.test(sample)) return { certainty: 0, why: '' };
  if (STAMPED.test(sample)) return { certainty: 1, why: 'arrows after a time in brackets' };
  // curl -v looks the same; it prints notes and counters, and CR on both sides.
  if (/^\* {1,3}\S|^[{}] \[\d+ bytes data\]/m.test(sample))
    return { certainty: 0.2, why: 'arrows' };
  if (!CLIENT.test(sample)) return { certainty: 0.55, why: 'server lines with <' };
  const mixed = /^> [^\r\n]{1,500}\n/m.test(sample);
  const dot = /^> \.\r?$/m.test(sample);
  return { certainty: mixed || dot ? 0.9 : 0.68, why: 'lines with > and < and no notes' };
}

function makeJudge(): Judge {
  let after354 = false;
  return ({ head, from, to }) => {
    const mark = MARK.exec(head);
    if (mark === null) return to > from ? { kind: 'unknown' } : undefined;
    const at = mark[0].length;
    const payload = head.slice(at);
    const { time } = timeStampAt(mark[1] ?? '');
    if (mark[2] === '<') {
      after354 = payload.startsWith('354');
      return { kind: payload === '' ? 'note' : 'server', at, time };
    }
    const dot = after354 && payload === '.';
    return { kind: dot ? 'hidden-content' : 'client', at, time };
  };
}
