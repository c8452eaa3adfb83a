import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ScopedToken } from './grammar.ts';
import { grammarUrl, loadGrammar, rootScope, tokenizeLines } from './grammar.ts';

const { grammar, searches } = await loadGrammar();

/** Lines that repeat one piece, each an invitation to look at every column again and again. */
const pieces: readonly (readonly [before: string, piece: string])[] = [
  ['C: ', 'x'],
  ['C: NOOP ', 'x '],
  ['C: NOOP ', '{{'],
  ['C: NOOP ', '{{a '],
  ['C: EHLO ', '['],
  ['C: EHLO ', '[a:'],
  ['C: MAIL FROM:', '<'],
  ['C: MAIL FROM:<', 'a'],
  ['C: MAIL FROM:<', 'a@'],
  ['C: MAIL FROM:<', '"\\'],
  ['C: MAIL FROM:<', '@a,'],
  ['C: MAIL FROM:', 'a:'],
  ['C: MAIL FROM:<a@b.example> ', 'A=1 '],
  ['C: MAIL FROM:<a@b.example> ', 'A'],
  ['C: AUTH PLAIN ', 'QUJD'],
  ['C: AUTH PLAIN ', 'QUJD='],
  ['C: AUTH PLAIN ', '*'],
  ['S: 250 ', '<'],
  ['S: 250 ', '<a@'],
  ['S: 250-SIZE ', '1 '],
  ['S: 250-', 'A'],
  ['C\\: ', '\\x'],
  ['C\\: ', '\\r\\n.'],
  ['# ', '-'],
  ['# @name ', '1 '],
  ['# @name ', '"'],
  ['# @disable-next-line ', 'a, '],
  ['# @disable-next-line ', '--'],
];

const contentPieces: readonly (readonly [before: string, piece: string])[] = [
  ['C: Subject: ', '=?a'],
  ['C: Subject: ', '=?a?q?'],
  ['C: ', 'a'],
  ['C:  ', ' '],
  ['C: .', '.'],
  ['C\\: ', '\\n'],
];

const lineOf = (before: string, piece: string, length: number): string =>
  (before + piece.repeat(Math.ceil(length / piece.length))).slice(0, length);

/** The scanner calls it takes to tokenize `line` as the last of `context`. */
function searchesFor(context: readonly string[], line: string): number {
  const before = searches();
  tokenizeLines(grammar, [...context, line]);
  return searches() - before;
}

function assertTiles(tokens: readonly ScopedToken[], length: number): void {
  let column = 0;
  for (const token of tokens) {
    assert.equal(token.start, column);
    column = token.end;
  }
  assert.equal(column, length);
}

describe('grammar: long lines', () => {
  const check = (context: readonly string[], before: string, piece: string): void => {
    const long = lineOf(before, piece, 20_000);
    const half = searchesFor(context, lineOf(before, piece, 10_000));
    const whole = searchesFor(context, long);
    assert.ok(whole <= 2 * half + 50, `${String(half)} searches grew to ${String(whole)}`);
    assertTiles(tokenizeLines(grammar, [...context, long]).at(-1) ?? [], long.length);
  };

  for (const [before, piece] of pieces) {
    it(`twice the line is twice the work: ${before}${piece}…`, () => {
      check([], before, piece);
    });
  }
  for (const [before, piece] of contentPieces) {
    it(`twice the line is twice the work in content: ${before}${piece}…`, () => {
      check(['S: 354 Go'], before, piece);
    });
  }
  it('leave the lines behind them as they are', () => {
    const tokens = tokenizeLines(grammar, [`C: RCPT TO:<${'"'.repeat(20_001)}`, 'C: QUIT']);
    assert.deepEqual(tokens[1]?.at(-1)?.scopes.at(-1), 'keyword.control.verb.smtp-transcript');
  });
});

describe('grammar: any line', () => {
  const oddities = ['', ' ', '\t', '\0', '\ud800', '\ufeffS: 220 x', 'C: \0', 'S: \u2028', '\\'];
  for (const line of oddities) {
    it(`is covered by its tokens: ${JSON.stringify(line)}`, () => {
      const lines = [line, 'S: 354 Go', line, 'C: .', '354 Go', line];
      for (const [index, tokens] of tokenizeLines(grammar, lines).entries()) {
        assertTiles(tokens, lines[index]?.length ?? 0);
        assert.ok(tokens.every(token => token.scopes[0] === rootScope));
      }
    });
  }
});

/** Every value of a property named `key`, at any depth. */
function valuesOf(node: unknown, key: string): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : valuesOf(value, key),
  );
}

describe('grammar: as a document', () => {
  const source: unknown = JSON.parse(readFileSync(grammarUrl, 'utf8'));
  const patterns = ['match', 'begin', 'end', 'while'].flatMap(key => valuesOf(source, key));

  it('repeats no repetition', () => {
    assert.ok(patterns.length > 50);
    // A group that may repeat must not hold anything that repeats without bound itself.
    const nested = patterns.filter(text => /[*+]\)[*+{]|[*+]\)\?[*+]/.test(text));
    assert.deepEqual(nested, []);
  });
  it('refers back to nothing', () => {
    assert.deepEqual(
      patterns.filter(text => /(?<!\\)\\[1-9k]/.test(text)),
      [],
    );
  });
  it('names scopes of its own language only', () => {
    const names = [...valuesOf(source, 'name'), ...valuesOf(source, 'contentName')]
      .flatMap(name => name.split(' '))
      .filter(name => !['SMTP', 'Transcript'].includes(name));
    assert.deepEqual(
      names.filter(name => !name.endsWith('.smtp-transcript')),
      [],
    );
  });
  it('includes only what it has, and has only what it includes', () => {
    const { repository } = source as { repository: Record<string, unknown> };
    const included = new Set(valuesOf(source, 'include').map(name => name.slice(1)));
    assert.deepEqual([...included].sort(), Object.keys(repository).sort());
  });
});
