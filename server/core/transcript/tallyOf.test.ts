import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { bufferScanner } from '../../host/bufferScanner.ts';
import { smtp } from '../dialect/smtp.ts';
import { contentLines, contentOctets } from './contentLines.ts';
import { readTranscript } from './readTranscript.ts';
import { tallyOf } from './tallyOf.ts';

const OPEN = 'S: 220 mx\nC: HELO c\nS: 250 mx\nC: DATA\nS: 354 go\n';
const END = 'C: .\nS: 250 ok\n';

const CONTENTS = [
  '',
  'C: Subject: x\nC: \nC: hi\n',
  'C: ..x\nC: a\n',
  'C: .x\nC: a\n',
  'C:\nC: a\n# a note\n\nC: b\n',
  'C: a\nno mark\nC: b\n',
  'C: a\nC\\: raw\\r\\n\nC: b\n',
  `C: ${'long'.repeat(500)}\nC: b\n`,
  'C: a\rC: b\nC: c\n',
  `${'C: many lines\n'.repeat(3_000)}C: ..\n`,
];

for (const content of CONTENTS) {
  for (const text of [content, content.replaceAll('\n', '\r\n')]) {
    test(`the tally is that of the lines: ${JSON.stringify(text.slice(0, 40))}`, () => {
      const octets = Buffer.from(OPEN + text + END);
      for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect: smtp })) {
        for (const { content: found } of chunk.sessions.flatMap(({ exchanges }) => exchanges)) {
          if (found === undefined) continue;
          const lines = [...contentLines(chunk, found)];
          const tally = tallyOf(chunk, found);
          assert.equal(tally.octets, contentOctets(chunk, found));
          assert.equal(tally.longest, Math.max(0, ...lines.map(({ start, end }) => end - start)));
          const dots = lines.filter(
            ({ start, end }) => end > start && octets[start] === 46 && octets[start + 1] !== 46,
          );
          assert.equal(tally.loneDot, dots.length > 0);
        }
      }
    });
  }
}
