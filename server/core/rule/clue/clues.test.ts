import { strict as assert } from 'node:assert';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseMarked } from '../../../../test/support/markers.ts';
import { bufferScanner } from '../../../host/bufferScanner.ts';
import { probeDialect } from '../../dialect/probe.ts';
import { readTranscript } from '../../transcript/readTranscript.ts';
import { RULES } from '../registry.ts';
import { lintChunk, rulesetOf, thorough } from '../run.ts';

const ruleset = rulesetOf({ profile: 'strict', severities: {}, fileOctets: true });
const all = thorough(ruleset);

/** What only the thorough look finds; nothing, where every clue is named. */
function missedIn(octets: Uint8Array): readonly string[] {
  const { dialect } = probeDialect(octets, bufferScanner);
  const missed: string[] = [];
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    const quick = lintChunk(chunk, ruleset).map(finding => JSON.stringify(finding));
    const slow = lintChunk(chunk, all).map(finding => JSON.stringify(finding));
    if (quick.join('\n') === slow.join('\n')) continue;
    const found = new Set(quick);
    missed.push(...slow.filter(finding => !found.has(finding)), `${quick.length}/${slow.length}`);
  }
  return missed;
}

/** A small generator of pseudo-random numbers (xorshift), so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const PIECES = [
  '\r',
  '\t',
  ' ',
  '..',
  '.',
  '\0',
  '\u00fc',
  '<',
  '>',
  '@',
  '-',
  ':',
  '\\',
  '\n',
  '2',
];

/** Something left out, put in, doubled or swapped, in octets or whole lines. */
function mutated(text: string, random: (below: number) => number): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  const line = lines[at] ?? '';
  const place = random(line.length + 1);
  switch (random(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[random(lines.length)] ?? '');
      break;
    case 2:
      lines[at] = line.slice(0, place) + line.slice(place + 1);
      break;
    case 3:
      lines[at] = line.startsWith('S') ? `C${line.slice(1)}` : `S${line.slice(1)}`;
      break;
    case 4:
      lines[at] = line.replace(/\d(?!.*\d)/, String(random(10)));
      break;
    default:
      lines[at] = line.slice(0, place) + (PIECES[random(PIECES.length)] ?? '') + line.slice(place);
  }
  return lines.join('\n');
}

const examples = RULES.flatMap(({ examples: { bad, good } }) =>
  [...bad, ...good].map(example => parseMarked(example).text),
);

test('the examples of all rules give the same findings by clues and thoroughly', () => {
  for (const text of examples) assert.deepEqual(missedIn(Buffer.from(text)), [], text);
});

test('examples with slips in them do so too', () => {
  const random = randomFrom(20_261_122);
  for (const example of examples) {
    let text = example;
    for (let slips = 0; slips < 6; slips++) {
      text = mutated(text, random);
      assert.deepEqual(missedIn(Buffer.from(text)), [], JSON.stringify(text));
      const crlf = text.replaceAll('\n', '\r\n');
      if (slips === 3) assert.deepEqual(missedIn(Buffer.from(crlf)), [], JSON.stringify(crlf));
    }
  }
});

test('real transcripts do so too', () => {
  const corpus = join(import.meta.dirname, '../../../../test/corpus');
  const entries = readdirSync(corpus, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile() && !entry.name.endsWith('.ts'));
  assert.ok(files.length > 50);
  for (const { parentPath, name } of files) {
    const octets = readFileSync(join(parentPath, name));
    if (octets.length < 1_000_000) assert.deepEqual(missedIn(octets), [], name);
  }
});
