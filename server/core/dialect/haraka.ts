import type { Dialect, HiddenPart } from './dialect.ts';
import { lineDialect } from './lineDialect.ts';
import type { Judge, Judged, JudgedLine } from './lineDialect.ts';
import { timeStampAt } from './timeStamp.ts';

const LEVEL = '\\[(PROTOCOL|NOTICE|INFO|WARN)\\] ';
/** `[PROTOCOL] [UUID.1] [core] S: 220 …`; older versions have no UUID; syslog puts more before it. */
const LINE = new RegExp(
  `^(?:[^[\\]]{0,80}(?:\\[\\d{1,8}\\]: )?)${LEVEL}(?:\\[([0-9A-Fa-f-]{1,40}(?:\\.\\d{1,6}){0,3})\\] )?\\[([\\w./-]{1,60})\\] +`,
);
const PROTOCOL =
  /\[PROTOCOL\] (?:\[[\w.-]{1,60}\] )?\[[\w./-]{1,60}\] (?:S: [2-5]\d\d[ -]|C: [A-Za-z]{4,8}(?: |\r?$))/;
/** What Haraka adds to the line of a client that it serves. */
const STATE = /\sstate=\d{1,4}$/;
/** Line ends that are written out. */
const LINE_END = /(?:\\r)?(?:\\n)?$/;
const HIDES: readonly HiddenPart[] = ['content', 'tls'];

/** Haraka with loglevel=LOGPROTOCOL: `S: ` and `C: ` whichever part Haraka plays. */
export const haraka: Dialect = lineDialect({
  id: 'haraka-protocol',
  label: 'Haraka protocol log',
  description: 'The log of Haraka at level PROTOCOL: "[PROTOCOL] [uuid] [core] S: …".',
  hides: HIDES,
  // A connection that goes out is kept for others, or closed at once after QUIT.
  hidesOf: connection => (connection.endsWith(' outbound') ? [...HIDES, 'quit-reply'] : HIDES),
  interleaves: true,
  whole: false,
  probe(sample) {
    if (PROTOCOL.test(sample)) return { certainty: 1, why: '[PROTOCOL] with S: and C:' };
    return { certainty: 0, why: '' };
  },
  judge: ({ octets, scanner }): Judge => {
    const tailOf = ({ from, to }: JudgedLine): string =>
      scanner.latin1(octets, Math.max(from, to - 12), to);
    return (line): Judged | undefined => {
      const { head } = line;
      if (!head.includes('[')) return undefined;
      const match = LINE.exec(head);
      if (match === null) return undefined;
      const [mark, level, uuid = '', plugin = ''] = match;
      const at = mark.length;
      const connection = connectionOf(uuid, plugin);
      if (level !== 'PROTOCOL') return eventOf(head.slice(at), connection);
      const party = head.slice(at, at + 3);
      if (party !== 'S: ' && party !== 'C: ') return undefined;
      const tail = (party === 'S: ' || plugin !== 'core' ? LINE_END : STATE).exec(tailOf(line));
      const length = line.to - line.from - at - 3 - (tail?.[0].length ?? 0);
      const isDot = plugin !== 'core' && length === 1 && head.startsWith('C: .', at);
      const kind = party === 'S: ' ? 'server' : isDot ? 'hidden-content' : 'client';
      return { kind, at: at + 3, length, connection, time: timeStampAt(head).time };
    };
  },
});

/** The connection that came in bears the UUID; one that goes out from it the plugin's name too. */
function connectionOf(uuid: string, plugin: string): string {
  const [id = ''] = uuid.split('.');
  return plugin === 'core' ? id : `${plugin === 'outbound' ? uuid : id} ${plugin}`.trim();
}

function eventOf(text: string, connection: string): Judged | undefined {
  if (text.startsWith('connect ip=')) return { kind: 'connect', connection };
  if (text.startsWith('disconnect ip=')) return { kind: 'close', connection };
  if (!text.startsWith('client ')) return undefined;
  const word = /(dropped connection|connection timed out|timed out)/.exec(text.slice(0, 200))?.[1];
  if (word === undefined) return undefined;
  return { kind: word === 'dropped connection' ? 'lost' : 'timeout', connection };
}
