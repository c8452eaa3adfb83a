import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const MARK = /^(.{0,160}? - |)(Server|Client): ?/;

/** SubEthaSMTP, and FakeSMTP on it: `- Server: ` and `- Client: `; the message is left out. */
export const subEthaSmtp: Dialect = lineDialect({
  id: 'subetha-smtp',
  aliases: ['fake-smtp'],
  label: 'SubEthaSMTP / FakeSMTP log',
  description: 'The log of a server that is built on SubEthaSMTP, such as FakeSMTP.',
  hides: ['content', 'tls'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

function probe(sample: string): Evidence {
  const server = /^(?:.{0,160}? - )?Server: [2-5]\d\d[ -]/m.test(sample);
  const client = /^(?:.{0,160}? - )?Client: (?:EHLO|HELO|MAIL|RCPT|DATA|QUIT|RSET|NOOP)\b/im;
  if (!server) return { certainty: 0, why: '' };
  const named = /subethamail|SubEthaSMTP/.test(sample);
  if (client.test(sample)) return { certainty: named ? 1 : 0.9, why: 'Server: and Client:' };
  return { certainty: named ? 0.8 : 0, why: 'Server: of SubEthaSMTP' };
}

function makeJudge(): Judge {
  let inReply = false;
  return ({ head, from, to }) => {
    const mark = MARK.exec(head);
    if (mark === null) {
      if (/\bSMTP connection from /.test(head)) return { kind: 'connect' };
      if (/\bno more lines from client/.test(head)) return { kind: 'close' };
      if (to === from) return undefined;
      const reply = inReply && /^[2-5]\d\d(?:[ -]|$)/.test(head);
      return { kind: reply ? 'server' : 'unknown' };
    }
    const [all, prefix = '', party] = mark;
    const stamp = prefix.search(/\d\d?:\d\d:\d\d/);
    const time = stamp < 0 ? -1 : timeStampAt(prefix, stamp).time;
    inReply = party === 'Server';
    return { kind: inReply ? 'server' : 'client', at: all.length, time };
  };
}
