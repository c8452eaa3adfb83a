import { strict as assert } from 'node:assert';
import { describe, it } from 'node:test';
import { latin1, NOON, pcapOf, rawPcap, Talk } from '../../../test/support/captures.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import { CaptureTranscriber, transcribeCapture } from './transcribe.ts';

/** The transcript without its times. */
function transcript(packets: readonly Uint8Array[]): string {
  return textOf(rawPcap(packets)).replace(/^# \d{4}-.*\n/gm, '');
}

function textOf(file: Uint8Array): string {
  return Buffer.from(transcribeCapture(file, plainScanner).octets).toString('utf8');
}

const HEAD = '# 192.0.2.7:51000 -> 198.51.100.25:25\n';

function greeted(talk: Talk): Uint8Array[] {
  return [...talk.open(), talk.says('server', '220 mx\r\n')];
}

/** A dialogue up to DATA and its reply. */
function upToData(talk: Talk): Uint8Array[] {
  return [...greeted(talk), talk.says('client', 'DATA\r\n'), talk.says('server', '354 go\r\n')];
}

describe('transcribeCapture', () => {
  it('writes what was on the wire, line by line', () => {
    const talk = new Talk();
    const packets = [
      ...talk.open(),
      talk.says('server', '220 mx ES'),
      talk.says('server', 'MTP\r\n'),
      talk.says('client', 'EHLO c\r\n'),
      talk.says('server', '250-mx\r\n250 OK\r\n'),
      talk.says('client', 'QUIT\r\n'),
      talk.says('server', '221 Bye\r\n'),
      ...talk.close(),
    ];
    assert.equal(
      transcript(packets),
      `${HEAD}# <connected>\nS: 220 mx ESMTP\nC: EHLO c\nS: 250-mx\nS: 250 OK\nC: QUIT\n` +
        'S: 221 Bye\n# <connection closed>\n',
    );
  });

  it('notes the time where it moves on', () => {
    const talk = new Talk();
    const [syn, ack, third] = talk.open() as [Uint8Array, Uint8Array, Uint8Array];
    const times = [0, 999, 999, 1000, 1001, 2500];
    const packets = [
      syn,
      ack,
      third,
      talk.says('server', '220 mx\r\n'),
      talk.says('client', 'EHLO c\r\n'),
      talk.says('server', '250 OK\r\n'),
    ].map((octets, at) => ({ octets, time: NOON + (times[at] ?? 0) }));
    assert.equal(
      textOf(pcapOf(packets)),
      `${HEAD}# @excerpt end\n# 2026-11-21 10:00:05.250123\n# <connected>\n` +
        '# 2026-11-21 10:00:05.251123\nS: 220 mx\nC: EHLO c\n' +
        '# 2026-11-21 10:00:05.252623\nS: 250 OK\n',
    );
  });

  it('keeps the order of pipelining', () => {
    const talk = new Talk();
    const packets = [
      ...talk.open(),
      talk.says('server', '220 mx\r\n'),
      talk.says('client', 'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDA'),
      talk.says('server', '250 1\r\n'),
      talk.says('client', 'TA\r\n'),
      talk.says('server', '250 2\r\n354 go\r\n'),
    ];
    assert.match(
      transcript(packets),
      /C: MAIL .*\nC: RCPT .*\nS: 250 1\nC: DATA\nS: 250 2\nS: 354 go\n/,
    );
  });

  it('writes what an editor cannot hold as raw lines', () => {
    const talk = new Talk();
    const content = 'bare\nLF\r\n.\n.\r\nCR\rx\r\nNUL\0\\\r\n\xff\r\n\xc3\xa9\r\n\xc2\x85\r\n.\r\n';
    const packets = [
      ...upToData(talk),
      talk.says('client', content),
      talk.says('server', '250 OK\r\n'),
    ];
    assert.match(
      transcript(packets),
      /354 go\nC\\: bare\\nLF\\r\\n\nC\\: \.\\n\.\\r\\n\nC\\: CR\\rx\\r\\n\nC\\: NUL\\0\\\\\\r\\n\nC\\: \\xff\\r\\n\nC: é\nC\\: \\xc2\\x85\\r\\n\nC: \.\nS: 250 OK\n/,
    );
  });

  it('shows commands and content that end with a bare LF before their replies', () => {
    const talk = new Talk();
    const packets = [
      ...talk.open(),
      talk.says('server', '220 mx\n'),
      talk.says('client', 'EHLO c\nDATA\n'),
      talk.says('server', '250 OK\r\n354 go\r\n'),
      talk.says('client', 'text\n.\n'),
      talk.says('server', '250 OK\r\n'),
    ];
    assert.match(
      transcript(packets),
      /S\\: 220 mx\\n\nC\\: EHLO c\\n\nC\\: DATA\\n\nS: 250 OK\nS: 354 go\nC\\: text\\n\.\\n\nS: 250 OK\n/,
    );
  });

  it('cuts BDAT chunks where they end', () => {
    const talk = new Talk();
    const packets = [
      ...talk.open(),
      talk.says('server', '220 mx\r\n'),
      talk.says('client', 'BDAT 8\r\na\r\n.\r\nbc'),
      talk.says('client', 'BDAT 0 LAST\r\n'),
      talk.says('server', '250 OK\r\n'),
    ];
    assert.match(
      transcript(packets),
      /C: BDAT 8\nC: a\nC: \.\nC\\: bc\nC: BDAT 0 LAST\nS: 250 OK\n/,
    );
  });
});

describe('reassembly', () => {
  /** The server's greeting, then three client segments, then the reply that acknowledges them. */
  function flight(first: [number, number] = [1000, 70_000]): {
    start: Uint8Array[];
    parts: [Uint8Array, Uint8Array, Uint8Array];
    reply: Uint8Array;
    talk: Talk;
  } {
    const talk = new Talk({ first });
    const start = [...talk.open(), talk.says('server', '220 mx\r\n')];
    const parts: [Uint8Array, Uint8Array, Uint8Array] = [
      talk.says('client', 'EHLO '),
      talk.says('client', 'client.ex'),
      talk.says('client', 'ample\r\n'),
    ];
    return { start, parts, reply: talk.says('server', '250 OK\r\n'), talk };
  }
  const good = /S: 220 mx\nC: EHLO client\.example\nS: 250 OK\n$/;

  it('orders what came out of order, once', () => {
    const { start, parts, reply } = flight();
    const [a, b, c] = parts;
    for (const order of [
      [c, b, a],
      [b, b, a, a, c],
      [a, c, a, b, c],
    ]) {
      assert.match(transcript([...start, ...order, reply, ...parts]), good);
    }
  });

  it('puts a late packet before the reply that acknowledges it', () => {
    const { start, parts, reply } = flight();
    const [a, b, c] = parts;
    assert.match(transcript([...start, a, c, reply, b]), good);
    assert.match(transcript([...start, reply, c, b, a]), good);
  });

  it('follows sequence numbers around their end', () => {
    const { start, parts, reply } = flight([0xffff_fff8, 0xffff_fffd]);
    assert.match(transcript([...start, ...[...parts].reverse(), reply]), good);
  });

  it('believes the octets that came first', () => {
    const { start, parts, reply } = flight();
    const [a, b, c] = parts;
    const forged = b.map((octet, at) => (at >= 40 ? 120 : octet));
    assert.match(transcript([...start, a, b, forged, c, reply]), good);
    assert.match(transcript([...start, c, b, forged, a, reply]), good);
  });

  it('shows what is not in the capture', () => {
    const { start, parts, reply, talk } = flight();
    const [a, , c] = parts;
    const rest = [
      talk.says('client', 'QUIT\r\n'),
      talk.says('server', '221 Bye\r\n'),
      ...talk.close(),
    ];
    assert.match(
      transcript([...start, a, c, reply, ...rest]),
      /S: 220 mx\n# \| EHLO \n# gap: 9 octets of the client are not in the capture\n# <lines not shown>\n# \| ample\\r\\n\nS: 250 OK\nC: QUIT\nS: 221 Bye\n# <connection closed>\n$/,
    );
  });

  it('keeps content around a gap as content', () => {
    const talk = new Talk();
    const start = [...upToData(talk), talk.says('client', 'Subject: a')];
    talk.says('client', 'bc\r\n\r\nxyz');
    const end = [talk.says('client', 'end\r\n.\r\n'), talk.says('server', '250 OK\r\n')];
    assert.match(
      transcript([...start, ...end]),
      /354 go\nC\\: Subject: a\n# gap: 9 octets .*\nC: end\nC: \.\nS: 250 OK\n$/,
    );
  });

  it('sees that a snapshot length cut a packet', () => {
    const talk = new Talk();
    const start = upToData(talk).map(octets => ({ octets }));
    const whole = talk.says('client', 'Subject: abc\r\n.\r\n');
    const cut = { octets: whole.subarray(0, -7), length: whole.length };
    const end = { octets: talk.says('server', '250 OK\r\n') };
    const text = textOf(pcapOf([...start, cut, end]));
    assert.match(text, /C\\: Subject: a\n# gap: 7 octets of the client.*\nS: 250 OK\n/);
  });

  it('tells connections apart that use the same ports', () => {
    const one = new Talk();
    const two = new Talk({ first: [5_000_000, 900_000] });
    const say = (talk: Talk, text: string): Uint8Array[] => [
      ...talk.open(),
      talk.says('server', '220 mx\r\n'),
      talk.says('client', `NOOP ${text}\r\n`),
    ];
    const text = transcript([...say(one, 'one'), ...say(two, 'two'), ...two.close()]);
    assert.match(
      text,
      /@excerpt end\n# <connected>\nS: 220 mx\nC: NOOP one\n# --- new session ---\n# 192.*\n# <connected>\nS: 220 mx\nC: NOOP two\n# <connection closed>\n$/,
    );
  });

  it('notes a reset as a lost connection', () => {
    const { start, parts, talk } = flight();
    assert.match(
      transcript([...start, ...parts, talk.resets('server')]),
      /C: EHLO client\.example\n# <connection lost>\n$/,
    );
  });

  it('does not take the lost FIN for a lost octet', () => {
    const { start, parts, reply, talk } = flight();
    talk.finishes('client');
    const end = [talk.finishes('server'), talk.acknowledges('client')];
    assert.match(
      transcript([...start, ...parts, reply, ...end]),
      /S: 250 OK\n# <connection closed>\n$/,
    );
  });
});

describe('captures that begin in the middle', () => {
  it('are excerpts, and their first lines are no commands', () => {
    const talk = new Talk();
    const packets = [
      talk.says('client', 'ct: x\r\n@disable-file\r\n.\r\n'),
      talk.says('server', '250 OK\r\n'),
      talk.says('client', 'QUIT\r\n'),
      talk.says('server', '221 Bye\r\n'),
    ];
    assert.equal(
      transcript(packets),
      `${HEAD}# @excerpt both\n# | ct: x\\r\\n\n# | @disable-file\\r\\n\n# | .\\r\\n\nS: 250 OK\nC: QUIT\nS: 221 Bye\n`,
    );
  });

  it('know the server by its replies, whatever the port', () => {
    const talk = new Talk({ server: { address: [10, 0, 0, 1], port: 8025 } });
    const packets = [
      talk.says('client', 'RCPT TO:<a@b.example>\r\n'),
      talk.says('server', '250 OK\r\n'),
    ];
    assert.match(
      transcript(packets),
      /^# 192.0.2.7:51000 -> 10.0.0.1:8025\n.*\nC: RCPT .*\nS: 250 OK\n$/,
    );
  });

  it('do not lack a start where the first line is a greeting', () => {
    const talk = new Talk();
    const packets = [
      talk.says('server', '220 mx\r\n'),
      talk.says('client', 'QUIT\r\n'),
      ...talk.close(),
    ];
    assert.equal(transcript(packets), `${HEAD}S: 220 mx\nC: QUIT\n# <connection closed>\n`);
  });
});

describe('TLS', () => {
  const hello = '\x16\x03\x01\0\x05hello';
  const data = '\x17\x03\x03\0\x06secret';

  it('is marked and counted after STARTTLS', () => {
    const talk = new Talk();
    const packets = [
      ...talk.open(),
      talk.says('server', '220 mx\r\n'),
      talk.says('client', 'STARTTLS\r\n'),
      talk.says('server', '220 go\r\n'),
      talk.says('client', hello.slice(0, 1)),
      talk.says('client', hello.slice(1)),
      talk.says('server', hello + data),
      talk.says('client', data),
      ...talk.close(),
    ];
    assert.equal(
      transcript(packets),
      `${HEAD}# @excerpt end\n# <connected>\nS: 220 mx\nC: STARTTLS\nS: 220 go\n# <TLS established>\n` +
        '# TLS: 21 octets of the client, 21 of the server\n# <connection closed>\n',
    );
  });

  it('is not said to be established where the handshake failed', () => {
    const talk = new Talk();
    const packets = [
      ...greeted(talk),
      talk.says('client', `STARTTLS\r\n${hello}`),
      talk.says('server', '220 go\r\n\x15\x03\x03\0\x02\x02\x28'),
      ...talk.close(),
    ];
    const text = transcript(packets);
    assert.match(text, /C: STARTTLS\nS: 220 go\n# TLS: 10 .*, 7 .*\n# The capture does not show/);
    assert.doesNotMatch(text, /<TLS established>/);
  });

  it('from the first octet is a session on a port for it, and foreign on others', () => {
    const packetsOf = (port: number): Uint8Array[] => {
      const talk = new Talk({ server: { address: [10, 0, 0, 1], port } });
      const open = talk.open();
      const said = [
        talk.says('client', hello),
        talk.says('server', data),
        talk.says('client', data),
      ];
      return [...open, ...said, ...talk.close()];
    };
    assert.match(
      transcript(packetsOf(465)),
      /@excerpt both\n# <connected>\n# <TLS established>\n# TLS: 21 octets of the client, 11 of the server\n# <connection closed>\n$/,
    );
    assert.match(
      transcript(packetsOf(443)),
      /^# No SMTP session.*\n# Other TCP connections: 1 TLS\n$/,
    );
  });

  it('never shows what is encrypted as text, even after a gap', () => {
    const talk = new Talk();
    const start = [...greeted(talk), talk.says('client', 'STARTTLS\r\n')];
    start.push(talk.says('server', '220 go\r\n'));
    talk.says('client', hello);
    const rest = [talk.says('server', hello), talk.says('client', data), talk.says('server', data)];
    const text = transcript([...start, ...rest, ...talk.close()]);
    assert.match(text, /gap: 10 octets of the client/);
    assert.doesNotMatch(text, /secret|hello/);
  });
});

describe('other connections', () => {
  const FOREIGN: readonly (readonly [string, number, string, string])[] = [
    ['HTTP', 8080, '', 'GET / HTTP/1.1\r\n'],
    ['SSH', 2222, 'SSH-2.0-x\r\n', 'SSH-2.0-y\r\n'],
    ['FTP', 2121, '220 ready\r\n', 'USER anonymous\r\n'],
    ['FTP', 21, '220 ready\r\n', 'QUIT\r\n'],
    ['POP3', 110, '+OK ready\r\n', 'QUIT\r\n'],
    ['IMAP', 143, '* OK ready\r\n', 'a1 LOGOUT\r\n'],
    ['unknown', 119, '200 news\r\n', 'GROUP x\r\n'],
    ['no data', 25, '', ''],
  ];
  for (const [name, port, server, client] of FOREIGN) {
    it(`are counted: ${name} on ${String(port)}`, () => {
      const talk = new Talk({ server: { address: [10, 0, 0, 1], port } });
      const open = talk.open();
      const said = [
        ...(server === '' ? [] : [talk.says('server', server)]),
        ...(client === '' ? [] : [talk.says('client', client)]),
      ];
      const text = transcript([...open, ...said, ...talk.close()]);
      assert.equal(
        text,
        `# No SMTP session is in this capture.\n# Other TCP connections: 1 ${name}\n`,
      );
    });
  }
});

describe('CaptureTranscriber', () => {
  function talks(count: number): Talk[] {
    return Array.from({ length: count }, (_, at) => {
      return new Talk({ client: { address: [192, 0, 2, 1], port: 40_000 + at } });
    });
  }

  it('passes on the session whose turn it is while it goes on', () => {
    const talk = new Talk();
    const transcriber = new CaptureTranscriber(plainScanner, { waiting: 1e6, current: 1000 });
    let most = 0;
    let text = Buffer.from(transcriber.feed(rawPcap(upToData(talk)))).toString();
    const line = `${'x'.repeat(70)}\r\n`;
    for (let i = 0; i < 200; i++) {
      const packet = pcapOf([{ octets: talk.says('client', line) }]).subarray(24);
      const ready = transcriber.feed(packet);
      most = Math.max(most, ready.length);
      text += Buffer.from(ready).toString();
    }
    text += Buffer.from(transcriber.end()).toString();
    assert.ok(most > 0 && most < 2000, String(most));
    assert.equal(text.split('\nC: x').length, 201);
    // The capture ends early: the directive has to stand before the session's last line.
    assert.match(text, /# @excerpt end\nC: x{70}\n$/);
  });

  it('writes parts where too much waits for an earlier session', () => {
    const [one, two, three] = talks(3) as [Talk, Talk, Talk];
    const long = (talk: Talk): Uint8Array => talk.says('client', `NOOP ${'y'.repeat(900)}\r\n`);
    const packets = [one, two, three].flatMap(talk => [
      ...talk.open(),
      talk.says('server', '220 mx\r\n'),
      long(talk),
    ]);
    packets.push(...two.close());
    const transcriber = new CaptureTranscriber(plainScanner, { waiting: 1500, current: 1e6 });
    const rest = [one.says('client', 'QUIT\r\n'), ...one.close()];
    const text =
      Buffer.from(transcriber.feed(rawPcap(packets))).toString() +
      Buffer.from(transcriber.feed(rawPcap(rest).subarray(24))).toString() +
      Buffer.from(transcriber.end()).toString();
    const titles = text.match(/^# 192.*\n(?:# @.*\n)?/gm) ?? [];
    assert.deepEqual(
      titles.map(title => title.replaceAll(/# 192\.0\.2\.1:4000| -> 198.51.100.25:25|\n/g, '')),
      ['0# @excerpt end', '1', '2# @excerpt end', '0, continued# @excerpt start'],
    );
    assert.match(text, /continued\n# @excerpt start\n# 2026-.*\nC: QUIT\n# <connection closed>\n$/);
  });

  it('gives up the connections that were silent for longest', () => {
    const packets = talks(9000).map(talk => talk.open()[0] as Uint8Array);
    const { octets, problems } = transcribeCapture(rawPcap(packets), plainScanner);
    assert.match(problems.join(), /^1024 connections were given up/);
    assert.match(Buffer.from(octets).toString(), /9000 no data/);
  });

  it('splits a line that does not end', () => {
    const talk = new Talk();
    const chunk = latin1('z'.repeat(1400));
    const packets = upToData(talk);
    for (let i = 0; i < 100; i++) packets.push(talk.says('client', chunk));
    packets.push(talk.says('client', '.\r\n'));
    const text = transcript(packets);
    const lines = text.split('\n').filter(line => /^C.*z/.test(line));
    assert.equal(lines.length, 3);
    assert.equal(lines.join('').match(/z/g)?.length, 140_000);
    assert.match(text, /zz\.\n$/);
  });
});
