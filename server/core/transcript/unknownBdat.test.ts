import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { smtp } from '../dialect/smtp.ts';
import { plainScanner } from '../octets/plainScanner.ts';
import type { Session } from './model.ts';
import { readChunk } from './readTranscript.ts';

function sessionOf(offer: string, bdat: string, reply: string): Session | undefined {
  const text = `S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250 ${offer}
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: ${bdat}
${/\d/.test(bdat) ? 'C: hi\n' : ''}S: ${reply}
`;
  return readChunk(plainScanner.encode(text), { scanner: plainScanner, dialect: smtp }).sessions[0];
}

const isOpen = (session: Session | undefined): boolean => session?.final.transaction !== undefined;

test('a server that knows no BDAT goes on with the transaction', () => {
  assert.equal(isOpen(sessionOf('SIZE', 'BDAT 4 LAST', '500 Unknown command')), true);
  assert.equal(isOpen(sessionOf('SIZE', 'BDAT 4 LAST', '502 Not implemented')), true);
});

test('BDAT without a size is no chunk where the server says so', () => {
  assert.equal(isOpen(sessionOf('CHUNKING', 'BDAT ten LAST', '501 Size please')), true);
  assert.equal(isOpen(sessionOf('CHUNKING', 'BDAT ten LAST', '250 OK')), false);
});

test('a last chunk that is refused ends the transaction', () => {
  assert.equal(isOpen(sessionOf('CHUNKING', 'BDAT 4 LAST', '554 No')), false);
  assert.equal(isOpen(sessionOf('CHUNKING', 'BDAT 4 LAST', '501 No')), false);
});
