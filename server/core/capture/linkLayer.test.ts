import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { join, latin1, pcapOf, SERVER, Talk, u16, u32 } from '../../../test/support/captures.ts';
import { CLIENT, ipv4Of, ipv6Of, tcpOf } from '../../../test/support/captures.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import { transcribeCapture } from './transcribe.ts';

const MACS = new Uint8Array(12);
const IPV4 = u16(0x0800);
const SIX = {
  client: { address: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], port: 40_000 },
  server: { address: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 25], port: 25 },
};

/** Each link layer: its number and what it puts before the IP header. */
const LINKS: readonly (readonly [string, number, Uint8Array])[] = [
  ['Ethernet', 1, join(MACS, IPV4)],
  ['802.1Q', 1, join(MACS, u16(0x8100), u16(5), IPV4)],
  ['QinQ', 1, join(MACS, u16(0x88a8), u16(5), u16(0x8100), u16(6), IPV4)],
  ['LLC/SNAP', 1, join(MACS, u16(60), latin1('\xaa\xaa\x03\0\0\0'), IPV4)],
  ['PPPoE', 1, join(MACS, u16(0x8864), u16(0x1100), u16(1), u16(99), u16(0x21))],
  ['NULL, little endian', 0, u32(2, 'little')],
  ['NULL, big endian', 0, u32(2)],
  ['LOOP', 108, u32(2)],
  ['SLL', 113, join(new Uint8Array(14), IPV4)],
  ['SLL2', 276, join(IPV4, new Uint8Array(18))],
  ['RAW', 101, new Uint8Array(0)],
  ['RAW of BSD', 12, new Uint8Array(0)],
  ['RAW of OpenBSD', 14, new Uint8Array(0)],
  ['IPV4', 228, new Uint8Array(0)],
];

function greeted(talk = new Talk()): Uint8Array[] {
  return [...talk.open(), talk.says('server', '220 mx\r\n'), talk.says('client', 'QUIT\r\n')];
}

function transcript(packets: readonly Uint8Array[], link: number): string {
  const file = pcapOf(
    packets.map(octets => ({ octets })),
    { link },
  );
  return Buffer.from(transcribeCapture(file, plainScanner).octets).toString('latin1');
}

describe('link layers', () => {
  for (const [name, link, before] of LINKS) {
    it(`finds IP in ${name}`, () => {
      // Ethernet pads short frames; the length of the IP packet tells.
      const packets = greeted().map(packet => join(before, packet, new Uint8Array(6)));
      const text = transcript(packets, link);
      assert.match(text, /^# 192\.0\.2\.7:51000 -> 198\.51\.100\.25:25\n/);
      assert.match(text, /\nS: 220 mx\nC: QUIT\n/);
    });
  }

  it('reads IPv6, and says what it does not read', () => {
    for (const link of [101, 229]) {
      assert.match(
        transcript(greeted(new Talk(SIX)), link),
        /^# \[2001:db8::1\]:40000 -> \[2001:db8:0:1:1:1:1:19\]:25\n[^]*S: 220 mx\nC: QUIT\n/,
      );
    }
    assert.match(transcript(greeted(), 147), /No SMTP session[^]*link type 147 are not read/);
  });

  it('passes by IPv6 extension headers', () => {
    const tcp = tcpOf({
      from: SIX.client,
      to: SIX.server,
      sequence: 1,
      payload: latin1('EHLO c\r\n'),
    });
    const options = latin1('\x3c\0\0\0\0\0\0\0');
    const destination = latin1(`\x06\x01${'\0'.repeat(14)}`);
    const payload = join(options, destination, tcp);
    assert.match(
      transcript([ipv6Of(SIX.client, SIX.server, { next: 0, payload })], 101),
      /C: EHLO c/,
    );
  });
});

describe('fragments', () => {
  const tcp = tcpOf({
    from: CLIENT,
    to: SERVER,
    sequence: 1,
    payload: latin1(`EHLO ${'c'.repeat(50)}.example\r\n`),
  });
  const first = ipv4Of(CLIENT, SERVER, tcp.subarray(0, 40), { flags: 0x2000 });
  const last = ipv4Of(CLIENT, SERVER, tcp.subarray(40), { flags: 5 });

  it('are put together in any order', () => {
    for (const packets of [
      [first, last],
      [last, first],
      [first, first, last],
    ]) {
      assert.match(transcript(packets, 101), /C: EHLO c{50}\.example\n/);
    }
  });

  it('keep the octets that came first', () => {
    const other = ipv4Of(
      CLIENT,
      SERVER,
      tcp.subarray(0, 40).map(v => v ^ 1),
      { flags: 0x2000 },
    );
    assert.match(transcript([first, other, last], 101), /C: EHLO c{50}\.example\n/);
  });

  it('are a problem where one is missing', () => {
    assert.match(transcript([first], 101), /Of 1 fragmented datagrams some fragments are missing/);
  });

  it('are read in IPv6 too', () => {
    const { client, server } = SIX;
    const whole = tcpOf({
      from: client,
      to: server,
      sequence: 1,
      payload: latin1('EHLO c.example\r\n'),
    });
    const parts = [
      join(Uint8Array.of(6, 0), u16(1), u32(9), whole.subarray(0, 24)),
      join(Uint8Array.of(6, 0), u16(24), u32(9), whole.subarray(24)),
    ];
    const packets = parts.map(payload => ipv6Of(client, server, { next: 44, payload }));
    assert.match(transcript(packets, 101), /C: EHLO c\.example\n/);
  });
});
