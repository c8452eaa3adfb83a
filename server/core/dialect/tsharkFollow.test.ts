import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import {
  assertPrefixesAgree,
  capturesOf,
  contentOctetsIn,
  dialectIn,
  summaryOf,
} from '../../../test/support/dialectFacts.ts';

type Wire = readonly (readonly ['client' | 'server', string])[];
type Form = 'ascii' | 'raw' | 'hex';

const RULE = '='.repeat(67);
const WIRE: Wire = [
  ['server', '220 mx.example ESMTP\r\n'],
  ['client', 'EHLO client.example\r\n'],
  ['server', '250-mx.example\r\n250 PIPELINING\r\n'],
  ['client', 'MAIL FROM:<a@client.example>\r\nRCPT TO:<b@mx.exa'],
  ['client', 'mple>\r\nDATA\r\n'],
  ['server', '250 OK\r\n250 OK\r\n354 go\r\n'],
  ['client', 'Subject: x\r\n\r\n\t12\r\n34\r\n250 no reply\r\n\r\n.\r\nQUIT\r\n'],
  ['server', '250 queued\r\n221 bye\r\n'],
];
const ALL = 'EHLO MAIL RCPT DATA QUIT; 220 250 250 250 354 250 221; quit; 1 accepted';

/** As tshark prints it; `first` is node 0. */
function follow(form: Form, wire: Wire, first: 'client' | 'server' = 'client'): string {
  const sent = { client: 0, server: 0 };
  const blocks = wire.map(([side, text]) => {
    const tab = side === first ? '' : '\t';
    const from = sent[side];
    sent[side] += text.length;
    if (form === 'ascii') return `${tab}${String(text.length)}\n${text}\n`;
    if (form === 'raw') return `${tab}${Buffer.from(text).toString('hex')}\n`;
    return rows(text, from)
      .map(row => `${tab}${row}\n`)
      .join('');
  });
  const nodes = 'Node 0: 192.0.2.7:51000\nNode 1: 198.51.100.25:25\n';
  return `\n${RULE}\nFollow: tcp,${form}\nFilter: tcp.stream eq 0\n${nodes}${blocks.join('')}${RULE}\n`;
}

function rows(text: string, from: number): string[] {
  return (text.match(/[^]{1,16}/g) ?? []).map((row, at) => {
    const hex = Buffer.from(row).toString('hex').replaceAll(/../g, '$& ');
    const offset = (from + at * 16).toString(16).padStart(8, '0');
    return `${offset}  ${hex.padEnd(49)} ${row.replaceAll(/[^ -~]/g, '.')}`;
  });
}

for (const form of ['ascii', 'raw', 'hex'] as const) {
  void test(`${form}: lines are put together, and content may look like anything`, () => {
    const text = follow(form, WIRE);
    assert.equal(dialectIn(text), `tshark-follow-${form}`);
    assert.deepEqual(summaryOf(text), [ALL]);
    assert.deepEqual(contentOctetsIn(text), [12 + 2 + 5 + 4 + 14 + 2]);
  });

  void test(`${form}: node 0 may be the server, and line ends may be others`, () => {
    assert.deepEqual(summaryOf(follow(form, WIRE, 'server')), [ALL]);
    const text = follow(form, WIRE);
    assert.deepEqual(summaryOf(text.replaceAll('\r\n', '\n')), [ALL]);
    if (form !== 'ascii') assert.deepEqual(summaryOf(text.replaceAll('\n', '\r\n')), [ALL]);
  });

  void test(`${form}: several streams are several sessions`, () => {
    const text = follow(form, WIRE) + follow(form, WIRE.slice(0, 5));
    assert.deepEqual(summaryOf(text), [ALL, 'EHLO MAIL RCPT DATA; 220 250; unknown; 0 accepted']);
  });

  void test(`${form}: what follows the handshake is not read`, () => {
    const secret: Wire = [
      ...WIRE.slice(0, 3),
      ['client', 'STARTTLS\r\n'],
      ['server', '220 go\r\n'],
      ['client', form === 'ascii' ? '........\r\n250 no' : '\u0016\u0003\u0001\u0002 x\r\n250 no'],
      ['server', '250 no reply either\r\n'],
    ];
    assert.deepEqual(summaryOf(follow(form, secret)), [
      'EHLO STARTTLS; 220 250 220; unknown; 0 accepted; tls',
    ]);
  });

  void test(`${form}: nor where another stream comes after it`, () => {
    const secret: Wire = [
      ...WIRE.slice(0, 3),
      ['client', 'STARTTLS\r\n'],
      ['server', '220 go\r\n'],
      ['client', form === 'ascii' ? '........\r\n250 no' : '\u0016\u0003\u0001\u0002 x\r\n250 no'],
      ['server', '250 no reply either\r\n'],
      ['client', 'QUIT\r\n'],
    ];
    assert.deepEqual(summaryOf(follow(form, secret) + follow(form, WIRE)), [
      'EHLO STARTTLS; 220 250 220; unknown; 0 accepted; tls',
      ALL,
    ]);
  });
}

void test('a followed stream of another protocol', () => {
  const http: Wire = [
    ['client', 'GET / HTTP/1.1\r\n\r\n'],
    ['server', 'HTTP/1.1 200 OK\r\n\r\n'],
  ];
  assert.equal(dialectIn(follow('ascii', http)), 'smtp');
  assert.equal(dialectIn(follow('raw', http)), 'smtp');
});

void test('captures that are cut off anywhere', () => {
  for (const { name, text } of capturesOf('tshark')) {
    const form = /follow-(ascii|raw)/.exec(name)?.[1];
    if (form !== undefined) assertPrefixesAgree(text, `tshark-follow-${form}`);
  }
});
