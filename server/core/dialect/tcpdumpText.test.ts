import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { SERVER, CLIENT, Talk } from '../../../test/support/captures.ts';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  sessionsIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

const FLAGS: readonly (readonly [number, string])[] = [
  [1, 'F'],
  [2, 'S'],
  [4, 'R'],
  [8, 'P'],
  [16, '.'],
];

/** A packet as tcpdump prints it; IPv4 without options. */
function print(packet: Uint8Array, form: 'A' | 'X'): string {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const end = (at: number, port: number): string =>
    `${packet.subarray(at, at + 4).join('.')}.${String(port)}`;
  const flags = FLAGS.filter(([bit]) => ((packet[33] ?? 0) & bit) > 0).map(([, letter]) => letter);
  const length = packet.length - 40;
  const sequence = view.getUint32(24);
  const range = length > 0 ? `, seq ${String(sequence)}:${String(sequence + length)}` : '';
  const header = `10:00:05.250123 IP ${end(12, view.getUint16(20))} > ${end(16, view.getUint16(22))}: Flags [${flags.join('')}]${range}, ack 1, win 64, length ${String(length)}\n`;
  return header + (form === 'A' ? asText(packet) : asHex(packet));
}

function asText(packet: Uint8Array): string {
  const text = Buffer.from(packet).toString('latin1').replaceAll('\r\n', '\n');
  return `${text.replaceAll(/[^\n\t -~]/g, '.')}\n`;
}

function asHex(packet: Uint8Array): string {
  const rows = Array.from({ length: Math.ceil(packet.length / 16) }, (_, at) =>
    Buffer.from(packet.subarray(at * 16, at * 16 + 16)),
  );
  return rows
    .map((row, at) => {
      const hex = row
        .toString('hex')
        .replaceAll(/.{1,4}/g, '$& ')
        .padEnd(40);
      const text = row.toString('latin1').replaceAll(/[^ -~]/g, '.');
      return `\t0x${(at * 16).toString(16).padStart(4, '0')}:  ${hex} ${text}\n`;
    })
    .join('');
}

function opening(talk: Talk): Uint8Array[] {
  return [
    ...talk.open(),
    talk.says('server', '220 mx.example ESMTP\r\n'),
    talk.says('client', 'EHLO client.example\r\n'),
    talk.says('server', '250-mx.example\r\n250 PIPELINING\r\n'),
  ];
}

function message(talk: Talk): Uint8Array[] {
  return [
    talk.says('client', 'MAIL FROM:<a@client.example>\r\nRCPT TO:<b@mx.ex'),
    talk.says('client', 'ample>\r\nDATA\r\n'),
    talk.says('server', '250 OK\r\n250 OK\r\n354 go\r\n'),
    talk.says('client', 'Subject: x\r\n\r\n250 no\r\n10:00:05.2 IP no packet\r\n.\r\nQUIT\r\n'),
    talk.says('server', '250 queued\r\n221 bye\r\n'),
  ];
}

const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

for (const form of ['A', 'X'] as const) {
  const printed = (packets: readonly Uint8Array[]): string =>
    packets.map(packet => print(packet, form)).join('');

  void test(`-${form}: packets are put together`, () => {
    const talk = new Talk();
    const text = printed([...opening(talk), ...message(talk), ...talk.close()]);
    assert.equal(dialectIn(text), 'tcpdump-A');
    assert.deepEqual(summaryOf(text), [ALL]);
    assert.deepEqual(contentOctetsIn(text), [12 + 2 + 8 + 25]);
    assert.equal(sessionsIn(text)[0]?.connection, '192.0.2.7.51000');
  });

  void test(`-${form}: connections that mix, and what is sent twice`, () => {
    const one = new Talk();
    const two = new Talk({ client: { ...CLIENT, port: 51_001 } });
    const first = [...opening(one), ...message(one), ...one.close()];
    const second = [...opening(two), ...message(two), ...two.close()];
    const mixed = first.flatMap((packet, at) => [packet, packet, second[at] ?? packet]);
    assert.deepEqual(summaryOf(printed(mixed)), [ALL, ALL]);
  });

  void test(`-${form}: RST breaks the connection, and a lost packet leaves a gap`, () => {
    const talk = new Talk();
    const packets = [...opening(talk), ...message(talk).slice(0, 3), talk.resets('client')];
    assert.deepEqual(summaryOf(printed(packets)), [
      'EHLO MAIL RCPT DATA; 220 250 250 250 354; drop; 0 accepted',
    ]);
    const lost = new Talk();
    const some = [...opening(lost), ...message(lost)];
    some.splice(6, 2);
    assert.deepEqual(summaryOf(printed(some)), [
      'EHLO; 220 250 250 250 354 250 221; quit; 0 accepted',
    ]);
  });

  void test(`-${form}: without SYN the first reply tells the server`, () => {
    const talk = new Talk({ client: SERVER, server: { ...CLIENT, port: 40_000 } });
    assert.deepEqual(summaryOf(printed([...opening(talk).slice(3), ...message(talk)])), [ALL]);
  });
}

void test('header lines of other options: -v, -tt, -t, -i any, names for ports', () => {
  const talk = new Talk();
  const text = [...opening(talk), ...message(talk), ...talk.close()]
    .map(packet => print(packet, 'A'))
    .join('');
  const ways: readonly (readonly [RegExp, string])[] = [
    [/^(10:\S+) IP /gm, '$1 IP (tos 0x0, ttl 64, proto TCP (6), length 60)\n    '],
    [/^10:\S+ IP (?=\d)/gm, '1795302463.123456 IP '],
    [/^10:\S+ IP (?=\d)/gm, 'IP '],
    [/^(10:\S+) IP (?=\d)/gm, '$1 eth0  Out IP '],
    [/198\.51\.100\.25\.25\b/g, 'mx.example.smtp'],
  ];
  for (const [pattern, replacement] of ways) {
    const other = text.replaceAll(pattern, replacement);
    assert.notEqual(other, text);
    assert.equal(dialectIn(other), 'tcpdump-A', replacement);
    assert.deepEqual(summaryOf(other), [ALL], replacement);
  }
});

void test('packets of another protocol', () => {
  const talk = new Talk();
  const packets = [
    ...talk.open(),
    talk.says('client', 'GET / HTTP/1.1\r\n\r\n'),
    talk.says('server', 'HTTP/1.1 200 OK\r\n\r\n'),
  ];
  assert.equal(dialectIn(packets.map(packet => print(packet, 'A')).join('')), 'smtp');
});

void test('captures that are cut off anywhere', () => {
  for (const { name, text } of capturesOf('tshark')) {
    if (name.endsWith('tcpdump-A.txt')) assertPrefixesAgree(text, 'tcpdump-A');
  }
});
