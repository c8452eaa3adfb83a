import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { dialectIn, summaryOf } from '../../../test/support/dialectFacts.ts';

void test('a log of commands and codes holds no dialogue', () => {
  const iis =
    '192.0.2.9, client.example, 8/18/06, 13:17:37, SMTPSVC1, MX, 192.0.2.5, 90, 42, 0, 250, 0, MAIL FROM, -, FROM:<a@b.example>,\n';
  const w3c = `#Software: Microsoft Internet Information Services 8.5
#Fields: date time c-ip cs-username s-sitename s-ip cs-method cs-uri-query sc-status
2026-11-21 13:17:37 192.0.2.9 client.example SMTPSVC1 192.0.2.5 EHLO +client.example 250
2026-11-21 13:17:37 192.0.2.9 OutboundConnectionResponse SMTPSVC1 - - 220+mx.example 0
`;
  for (const text of [iis, w3c]) {
    assert.equal(dialectIn(text), 'iis-smtp-log');
    assert.deepEqual(summaryOf(text), []);
  }
});

void test('a web server writes another log', () => {
  const web = '#Fields: date time cs-method cs-uri-stem sc-status\n2026-11-21 13:17:37 GET / 200\n';
  assert.notEqual(dialectIn(web), 'iis-smtp-log');
});
