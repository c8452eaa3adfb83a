import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import { sessionFactsOf } from '../../server/report/sessionFacts.ts';

/*
 * What people do to a capture before somebody else reads it. The messages in these files are full
 * of what other tools print.
 */
const FILES = [
  'swaks/look-alikes.txt',
  'swaks/pipeline-multiline-replies.txt',
  'curl/trace-ascii-look-alikes.txt',
  'curl/trace-hex.txt',
  'msmtp/look-alikes.txt',
  'smtplib/debug1-look-alikes.txt',
  'nodemailer/look-alikes.txt',
  'phpmailer/echo2-multiline-look-alikes.txt',
  's-nail/v-look-alikes.txt',
  'ssmtp/v-look-alikes.txt',
  'jakartamail/look-alikes.txt',
  'perl-netsmtp/multiline-replies.txt',
  'ruby-netsmtp/two-connections.txt',
] as const;

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  indented: text => before(text, '    '),
  quoted: text => before(text, '> '),
  fenced: text => `Hello,\n\nthis is what I see:\n\n\`\`\`\n${text}\`\`\`\n\nAny idea? It says 250.\n`,
  'with CRLF': text => text.replaceAll(/\r*\n/g, '\r\n'),
  'with LF': text => text.replaceAll(/\r+\n/g, '\n'),
  'without trailing blanks': text => text.replaceAll(/[ \t]+(?=\r?\n)/g, ''),
  'with the prompt': text => `alice@laptop:~$ tool --debug mx.example.net\n${text}alice@laptop:~$ \n`,
  'within prose': text => `Hello,\n\nthe log of the failing delivery:\n\n${text}\nRegards\nAlice\n`,
};

function before(text: string, mark: string): string {
  return text.replaceAll(/(?<=^|\n)(?=[^])/g, mark);
}

function rowsOf(text: string): unknown[] {
  const octets = Buffer.from(text, 'latin1');
  const { dialect } = probeDialect(octets, bufferScanner);
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect })];
  const facts = chunks.flatMap(chunk =>
    chunk.sessions.map(session => sessionFactsOf(chunk, session, { first: 1, last: 1 })),
  );
  return facts.map(({ commands, replyCodes, messagesAccepted, endedBy, tls, authenticated }) => ({
    dialect: dialect.id,
    commands,
    replyCodes,
    messagesAccepted,
    endedBy,
    tls,
    authenticated,
  }));
}

function textOf(file: string): string {
  const text = readFileSync(new URL(file, import.meta.url), 'latin1');
  return text.endsWith('\n') ? text : `${text}\n`;
}

for (const file of FILES) {
  const text = textOf(file);
  const rows = rowsOf(text);
  for (const [form, dressed] of Object.entries(FORMS)) {
    test(`${file} ${form}: the same sessions`, () => {
      assert.ok(rows.length > 0);
      assert.deepEqual(rowsOf(dressed(text)), rows);
    });
  }
  test(`${file} twice: the sessions twice`, () => {
    assert.deepEqual(rowsOf(text + text), [...rows, ...rows]);
  });
}
