import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import type { CaptureResult } from '../../server/protocol/lsp.ts';
import { capturePage, lineAsked } from './capturePage.ts';

const HOSTILE = '<img src=x onerror=alert(1)>"\'&';

const READ: CaptureResult = {
  text: `# a -> b\nS: 220 ${HOSTILE}\nC\\: QUIT\\r\\n\n`,
  sessions: [
    {
      line: 7,
      addresses: HOSTILE,
      commands: 3,
      ending: 'drop',
      tls: true,
      authenticated: false,
      messages: [
        { from: HOSTILE, recipients: [HOSTILE], recipientCount: 5, outcome: 'accepted' },
        { from: '', recipients: [], recipientCount: 0, outcome: 'unknown' },
      ],
    },
  ],
  sessionCount: 3,
  problems: [HOSTILE],
};

test('the page shows sessions, and nothing of them as markup', () => {
  const page = capturePage(HOSTILE, READ, 'n0nce');
  assert.doesNotMatch(page, /<img/);
  assert.equal(page.match(/&#60;img src=x onerror=alert\(1\)&#62;&#34;&#39;&#38;/g)?.length, 7);
  assert.match(page, /<button data-line="7" aria-label="Open session 1">1<\/button>/);
  assert.match(page, /TLS, dropped/);
  assert.match(page, /, 4 more</);
  assert.match(page, /2 more sessions in the transcript/);
  assert.match(page, /<span class="client">C\\: QUIT/);
});

test('nothing runs or loads but what the page brings', () => {
  const page = capturePage('a.pcap', READ, 'n0nce');
  assert.match(page, /default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce';/);
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.doesNotMatch(page, /https?:|<[^>]*\s(?:on\w+|style)=/);
});

test('the page says why there is nothing to show', () => {
  const page = capturePage('a.pcap', { error: `It is ${HOSTILE}.` }, 'n');
  assert.match(page, /<p role="alert">It is &#60;img/);
  assert.doesNotMatch(page, /<button/);
});

test('a long transcript is cut', () => {
  const page = capturePage('a', { ...READ, text: `C: ${'x'.repeat(90)}\n`.repeat(10_000) }, 'n');
  assert.ok(page.length < 1_000_000);
  assert.match(page, /The rest is in the transcript/);
});

test('only a line number is taken from the page', () => {
  assert.equal(lineAsked({ line: 7 }), 7);
  for (const wrong of [undefined, null, 7, {}, { line: '7' }, { line: -1 }, { line: NaN }]) {
    assert.equal(lineAsked(wrong), undefined);
  }
});
