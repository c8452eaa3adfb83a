import type { Dialect, Evidence } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const MARK = /^(?:(\d{4}-\d\d-\d\dT[\d:.]{8,16}(?:Z|[+-]\d\d:?\d\d)?) )?([CS]): ?/;

/** MailKit's ProtocolLogger: `Connected to URI`, then `C: ` and `S: `, perhaps after a time. */
export const mailKit: Dialect = lineDialect({
  id: 'mailkit',
  label: 'MailKit protocol log',
  description: 'The file of MailKit.ProtocolLogger: "Connected to smtp://…", "S: " and "C: ".',
  hides: [],
  interleaves: false,
  whole: false,
  probe,
  judge:
    () =>
    ({ head }) => {
      const mark = MARK.exec(head);
      if (mark === null) return isConnected(head) ? { kind: 'connect' } : undefined;
      const at = mark[0].length;
      const { time } = timeStampAt(mark[1] ?? '');
      if (mark[2] === 'S') return { kind: 'server', at, time };
      return { kind: 'client', at, time, masked: /(?:^| )\*{8}$/.test(head.slice(at)) };
    },
});

const CONNECTED =
  /^(?:\d{4}-\d\d-\d\dT[\d:.]{8,16}(?:Z|[+-]\d\d:?\d\d)? )?Connected to smtps?:\/\//;

function isConnected(head: string): boolean {
  return CONNECTED.test(head);
}

function probe(sample: string): Evidence {
  const connected = new RegExp(CONNECTED.source, 'm').test(sample);
  const server = /^(?:\d{4}-\d\d-\d\dT[\d:.]{8,16}\S{0,6} )?S: [2-5]\d\d[ -]/m.test(sample);
  if (connected && server) return { certainty: 1, why: 'Connected to smtp://, then S: and C:' };
  const stamped = /^\d{4}-\d\d-\d\dT[\d:.]{8,16}\S{0,6} S: [2-5]\d\d[ -]/m.test(sample);
  return { certainty: stamped ? 0.8 : 0, why: 'S: after a time' };
}
