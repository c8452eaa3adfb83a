import { createSocket } from 'node:dgram';
import type { TestContext } from 'node:test';

/** What is said instead of records; `silence` sends nothing. */
type Refusal = 'SERVFAIL' | 'REFUSED' | 'silence';

/** Records by `TYPE name`; a name without any does not exist. Aliases are followed. */
export type Zone = Readonly<Record<string, readonly string[] | Refusal>>;

/** A running name server on loopback. */
export interface DnsServer {
  /** `127.0.0.1:port`, as settings have it. */
  readonly address: string;
  /** Every question so far, as `TYPE name`. */
  readonly asked: readonly string[];
}

const TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'A'],
  [5, 'CNAME'],
  [15, 'MX'],
  [28, 'AAAA'],
]);

const CODES = { SERVFAIL: 2, REFUSED: 5 } as const;
const NO_SUCH_NAME = 3;

interface Answer {
  readonly code: number;
  readonly records: readonly Buffer[];
}

/** Answers from a table over UDP, for one test. */
export async function serveDns(t: TestContext, zone: Zone): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query);
    asked.push(`${type} ${name}`);
    const answer = answerTo(zone, type, name);
    if (answer) socket.send(message(query.subarray(0, end), answer), from.port, from.address);
  });
  await new Promise<void>(resolve => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  t.after(() => new Promise<void>(resolve => socket.close(resolve)));
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}

function questionOf(query: Buffer): { name: string; type: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  return { name: labels.join('.'), type: TYPES.get(type) ?? String(type), end: at + 5 };
}

function answerTo(zone: Zone, type: string, name: string, depth = 0): Answer | null {
  const found = zone[`${type} ${name}`];
  if (found === 'silence') return null;
  if (typeof found === 'string') return { code: CODES[found], records: [] };
  if (found) return { code: 0, records: found.map(value => record(name, type, value)) };
  const [alias] = zone[`CNAME ${name}`] ?? [];
  if (alias !== undefined && depth < 20) {
    const rest = answerTo(zone, type, alias, depth + 1);
    return rest && { ...rest, records: [record(name, 'CNAME', alias), ...rest.records] };
  }
  const exists = Object.keys(zone).some(key => key.endsWith(` ${name}`));
  return { code: exists ? 0 : NO_SUCH_NAME, records: [] };
}

function message(question: Buffer, { code, records }: Answer): Buffer {
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, question.subarray(12), ...records]);
}

function record(name: string, type: string, value: string): Buffer {
  const data = dataOf(type, value);
  const [number = 0] = [...TYPES].find(([, one]) => one === type) ?? [];
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(number, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encoded(name), fixed, data]);
}

function dataOf(type: string, value: string): Buffer {
  if (type === 'A') return Buffer.from(value.split('.').map(Number));
  // Loopback and documentation addresses suffice: what stands behind `::` is one group.
  if (type === 'AAAA') {
    const [head = '', tail = ''] = value.split('::');
    const octets = Buffer.alloc(16);
    for (const [at, group] of head.split(':').entries()) {
      octets.writeUInt16BE(parseInt(group || '0', 16), at * 2);
    }
    octets.writeUInt16BE(parseInt(tail || '0', 16), 14);
    return octets;
  }
  if (type === 'CNAME') return encoded(value);
  const [preference = '', exchange = ''] = value.split(' ');
  const number = Buffer.alloc(2);
  number.writeUInt16BE(Number(preference), 0);
  return Buffer.concat([number, encoded(exchange)]);
}

function encoded(name: string): Buffer {
  const labels = name.split('.').filter(label => label !== '');
  const parts = labels.map(label =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
  );
  return Buffer.concat([...parts, Buffer.from([0])]);
}
