import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { faultsOf, parseCases } from './fixture.ts';
import { loadGrammar, tokenizeLines } from './grammar.ts';

const folder = new URL('cases/', import.meta.url);
const { grammar } = await loadGrammar();
const files = readdirSync(folder).filter(name => name.endsWith('.txt'));

for (const file of files) {
  describe(`grammar: ${file}`, () => {
    for (const { title, lines } of parseCases(readFileSync(new URL(file, folder), 'utf8'))) {
      it(title, () => {
        const tokens = tokenizeLines(
          grammar,
          lines.map(line => line.text),
        );
        const faults = lines.flatMap((line, index) => faultsOf(line, tokens[index] ?? []));
        assert.deepEqual(faults, []);
        assert.ok(lines.some(line => line.marks !== undefined));
      });
    }
  });
}

describe('grammar: the cases themselves', () => {
  const judge = (text: string): string[] => {
    const [first] = parseCases(text);
    const line = first?.lines[0];
    assert.ok(line);
    return faultsOf(line, tokenizeLines(grammar, [line.text])[0] ?? []);
  };

  it('were found', () => {
    assert.ok(files.length > 10);
  });
  it('fail on a missing token', () => {
    assert.equal(judge('=== x\nC: QUITE\n#~ ^^^^^ keyword.control.verb').length, 1);
  });
  it('fail on an unmarked token', () => {
    assert.equal(judge('=== x\nC: QUIT\n#~ plain').length, 1);
  });
  it('fail on a token of another length', () => {
    assert.equal(judge('=== x\nC: QUIT\n#~ ^^^ keyword.control.verb').length, 2);
  });
  it('fail on a token elsewhere', () => {
    assert.equal(judge('=== x\nC: QUIT\n#~ ^^^^ keyword.control.verb in meta.content').length, 2);
  });
});
