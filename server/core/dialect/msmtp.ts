import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge } from './lineDialect.ts';

/** msmtp -d: `--> ` client, `<-- ` server, all octets as they were on the wire. */
export const msmtp: Dialect = lineDialect({
  id: 'msmtp-debug',
  label: 'msmtp -d',
  description: 'What msmtp --debug prints: its settings, then "<-- " server and "--> " client.',
  hides: [],
  interleaves: false,
  whole: false,
  probe,
  clothes: (octets, from, to) => {
    for (const [index, octet] of CLIENT.entries()) if (octets[from + index] !== octet) return -1;
    return from + 4 <= to ? from + 4 : from + 3 === to ? to : -1;
  },
  judge: makeJudge,
});

/** `-->`; an editor may have trimmed the blank after it. */
const CLIENT = [45, 45, 62];
const SETTING = /^(?:host = |using account |loaded (?:system|user) configuration file )/;

function probe(sample: string): Evidence {
  const server = /^<-- [2-5]\d\d(?:[ -]|\r?$)/m.test(sample);
  const client = /^--> [A-Z]{4}/im.test(sample);
  const settings = /^(?:tls_starttls|passwordeval|dsn_notify|timeout) = /m.test(sample);
  if (server && (client || settings)) return { certainty: 1, why: 'arrows of msmtp' };
  if (server) return { certainty: 0.8, why: 'server lines of msmtp' };
  if (settings && /^host = /m.test(sample)) return { certainty: 0.6, why: 'settings of msmtp' };
  return { certainty: 0, why: '' };
}

function makeJudge(): Judge {
  // The TLS parameters are printed after the handshake, or again in a summary at the end.
  let expectsTls = true;
  let spoken = false;
  return ({ head }, context) => {
    const client = head.startsWith('-->');
    if ((client || head.startsWith('<--')) && (head.length === 3 || head[3] === ' ')) {
      if (client) expectsTls = !context.inContent && /^STARTTLS\b/i.test(head.slice(4));
      else if (!head.startsWith('<-- 220')) expectsTls = false;
      spoken = true;
      return { kind: client ? 'client' : 'server', at: 4 };
    }
    if (expectsTls && head.startsWith('TLS session parameters:')) return { kind: 'tls' };
    if (SETTING.test(head)) {
      spoken = false;
      return { kind: 'boundary' };
    }
    // Errors often stand above everything else, where they say nothing of what follows.
    const ends = spoken && /^msmtp: (?:could not send mail|server sent empty reply)/.test(head);
    return ends ? { kind: 'close' } : undefined;
  };
}
