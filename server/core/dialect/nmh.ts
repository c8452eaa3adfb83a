import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';

const MARK = /^(\((?:tls|sasl)-(?:en|de)crypted[^)]{0,40}\) ){0,2}(=>|<=) ?/;

/** nmh -snoop: `=> ` client, `<= ` server; of the message only the dot. */
export const nmh: Dialect = lineDialect({
  id: 'nmh-snoop',
  label: 'nmh -snoop',
  description: 'What send or whom of nmh prints with -snoop: "<= " server, "=> " client.',
  hides: ['content'],
  interleaves: false,
  whole: false,
  probe,
  judge: makeJudge,
});

function probe(sample: string): Evidence {
  const crypted = String.raw`^(?:\((?:tls|sasl)-(?:en|de)crypted[^)]{0,40}\) ){0,2}`;
  const server = new RegExp(`${crypted}<= [2-5]\\d\\d(?:[ -]|\\r?$)`, 'm').test(sample);
  const client = new RegExp(`${crypted}=> (?:EHLO|HELO|MAIL|RCPT|DATA|QUIT)`, 'im').test(sample);
  if (server && client) return { certainty: 0.95, why: '"=> " and "<= " as nmh prints them' };
  return { certainty: server ? 0.6 : 0, why: 'server lines as nmh prints them' };
}

function makeJudge(): Judge {
  let after354 = false;
  return ({ head }) => {
    const mark = MARK.exec(head);
    if (mark === null) {
      if (/^Trying to connect to /.test(head)) return { kind: 'boundary' };
      return /^(?:Connecting|Connected) to /.test(head) ? { kind: 'connect' } : undefined;
    }
    const at = mark[0].length;
    const payload = head.slice(at);
    const tls = mark[0].includes('(tls-');
    if (mark[2] === '<=') {
      after354 = payload.startsWith('354');
      return { kind: 'server', at, tls };
    }
    if (after354 && payload === '.') return { kind: 'hidden-content', at };
    // Base64 is printed decoded.
    return { kind: 'client', at, tls, masked: /b64<.*>$/.test(payload) };
  };
}
