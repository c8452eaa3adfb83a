import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { lintText } from '../../../../test/support/lint.ts';

/** A log of curl, which counts the octets of the message instead of showing them. */
const log = (replies: string): string => `*   Trying 127.0.0.1:25...
* Connected to 127.0.0.1 (127.0.0.1) port 25 (#0)
< 220 mx.example ESMTP
> EHLO client.example
< 250 mx.example
> MAIL FROM:<a@client.example>
< 250 OK
> RCPT TO:<b@mx.example>
< 250 OK
> DATA
< 354 Go ahead
} [339 bytes data]
${replies}* Connection #0 to host 127.0.0.1 left intact
`;

function found(text: string): string[] {
  const severe = lintText(text).filter(({ finding: { severity } }) => severity === 'error');
  return severe.map(({ rule, line }) => `${rule} ${String(line)}`);
}

test('a message that is not shown gets one final reply as well', () => {
  assert.deepEqual(found(log('< 250 Queued as 1\n')), []);
  for (const second of ['250 Queued as 1', '250 Queued as 2']) {
    assert.deepEqual(found(log(`< 250 Queued as 1\n< ${second}\n`)), ['final-reply-repeated 13']);
  }
});
