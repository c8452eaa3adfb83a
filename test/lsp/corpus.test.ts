import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TOKEN_TYPES } from '../../server/core/feature/tokens.ts';
import { corpusFiles } from '../support/corpusFiles.ts';
import { LspClient } from '../support/lspClient.ts';

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

interface Node {
  readonly name: string;
  readonly range: Range;
  readonly selectionRange: Range;
  readonly children: readonly Node[];
}

interface Word extends Position {
  readonly length: number;
  readonly type: string;
}

interface Selection {
  readonly range: Range;
  readonly parent?: Selection;
}

interface Diagnostic {
  readonly range: Range;
  readonly code?: string;
}

/** What can be hovered over in any dialect. */
const EXPLAINED = /^smtp(?:Verb|Reply\w+|LocalPart|Domain|EnhancedCode)$/;

const CAPABILITIES = {
  textDocument: {
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown'] },
    diagnostic: {},
  },
};

function order(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function holds(outer: Range, inner: Range): boolean {
  return order(outer.start, inner.start) <= 0 && order(inner.end, outer.end) <= 0;
}

/** Nodes lie in their parents, one after the other, each where its name says. */
function outlineFaults(nodes: readonly Node[], parent?: Node): string[] {
  return nodes.flatMap((node, at) => {
    const { name, range, selectionRange, children } = node;
    const before = nodes[at - 1];
    const apart = parent === undefined || before === undefined;
    return [
      ...(name === '' ? ['a node without a name'] : []),
      ...(holds(range, selectionRange) ? [] : [`selection outside of ${name}`]),
      ...(parent === undefined || holds(parent.range, range) ? [] : [`${name} outside of parent`]),
      ...(apart || order(before.range.end, range.start) <= 0
        ? []
        : [`${name} over ${before.name}`]),
      ...outlineFaults(children, node),
    ];
  });
}

/** The words that semantic tokens stand for, and what is wrong with where they are. */
function wordsOf(
  data: readonly number[],
  lines: readonly string[],
): { readonly words: Word[]; readonly faults: string[] } {
  const words: Word[] = [];
  const faults: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + 4);
    const last = words.at(-1);
    line += down;
    character = down === 0 ? character + right : right;
    const overlaps = last?.line === line && character < last.character + last.length;
    if (down < 0 || overlaps) faults.push(`line ${String(line)}: out of order`);
    if (length <= 0 || character + length > (lines[line]?.length ?? 0)) {
      faults.push(`line ${String(line)}: beyond its end`);
    }
    words.push({ line, character, length, type: TOKEN_TYPES[type] ?? '' });
  }
  return { words, faults };
}

function selectionFaults(selection: Selection | undefined): string[] {
  const { parent, range } = selection ?? {};
  if (parent === undefined || range === undefined) return [];
  return [...(holds(parent.range, range) ? [] : ['a selection outside of the wider one'])].concat(
    selectionFaults(parent),
  );
}

void describe('every capture of the corpus in the editor', () => {
  const client = new LspClient();
  before(async () => {
    await client.start(CAPABILITIES);
  });
  after(() => {
    client.kill();
  });

  for (const { file, octets } of corpusFiles()) {
    const uri = `file:///x/${file}`;
    const text = octets.toString('utf8');
    const lines = text.split(/\r\n|\n|\r/);
    const textDocument = { uri };
    const ask = (method: string, params: object = {}): Promise<unknown> =>
      client.request(`textDocument/${method}`, { textDocument, ...params });

    void test(file, async () => {
      client.open(uri, text);
      const faults: string[] = [];
      faults.push(...outlineFaults((await ask('documentSymbol')) as Node[]));

      const { data } = (await ask('semanticTokens/full')) as { data: number[] };
      const coloured = wordsOf(data, lines);
      faults.push(...coloured.faults);
      for (const { line, character, length, type } of coloured.words) {
        if (!EXPLAINED.test(type)) continue;
        const position = { line, character };
        const where = `${type} on line ${String(line + 1)}: ${(lines[line] ?? '').slice(character, character + length)}`;
        const hover = (await ask('hover', { position })) as { range: Range } | null;
        if (hover === null) faults.push(`nothing to say of ${where}`);
        else if (line < hover.range.start.line || line > hover.range.end.line) {
          faults.push(`said elsewhere: ${where}`);
        }
        if (type !== 'smtpVerb') continue;
        const lit = (await ask('documentHighlight', { position })) as unknown[];
        if (lit.length === 0) faults.push(`nothing highlighted: ${where}`);
        const [selection] = (await ask('selectionRange', { positions: [position] })) as Selection[];
        if (selection?.parent === undefined) faults.push(`nothing wider: ${where}`);
        faults.push(...selectionFaults(selection));
      }

      const folds = (await ask('foldingRange')) as { startLine: number; endLine: number }[];
      for (const { startLine, endLine } of folds) {
        if (endLine <= startLine || endLine >= lines.length) faults.push('a fold of no lines');
      }
      const { items } = (await ask('diagnostic')) as { items: Diagnostic[] };
      for (const { range, code = '' } of items) {
        if (range.start.line !== range.end.line || order(range.start, range.end) > 0) {
          faults.push(`${code} is not on one line`);
        }
      }
      client.notify('textDocument/didClose', { textDocument });
      assert.deepEqual(faults, []);
    });
  }

  void test('nothing went wrong in the server', () => {
    const logged = client.notifications.filter(({ method }) =>
      /logMessage|showMessage/.test(method),
    );
    assert.deepEqual(logged, []);
  });
});
