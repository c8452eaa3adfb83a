import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Oniguruma from 'vscode-oniguruma';
import type { IOnigMatch, OnigString } from 'vscode-oniguruma';
import type * as Textmate from 'vscode-textmate';
import type { IGrammar, IOnigLib, StateStack } from 'vscode-textmate';

// Both packages are CommonJS bundles whose named exports Node cannot see.
const require = createRequire(import.meta.url);
const textmate = require('vscode-textmate') as typeof Textmate;
const oniguruma = require('vscode-oniguruma') as typeof Oniguruma;

/** Where the grammar under test lies. */
export const grammarUrl = new URL(
  '../../syntaxes/smtp-transcript.tmLanguage.json',
  import.meta.url,
);

/** The scope that every token of a transcript carries. */
export const rootScope = 'text.smtp-transcript';

/** A run of UTF-16 columns of one line with its scopes, outermost first. */
export type ScopedToken = {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
};

/** A loaded grammar, and how often its scanners have been asked so far. */
export type LoadedGrammar = { readonly grammar: IGrammar; readonly searches: () => number };

/** Loads the grammar as the editor does: same tokenizer, same regular expression engine. */
export async function loadGrammar(): Promise<LoadedGrammar> {
  let searches = 0;
  const onigLib = onigurumaCounting(() => (searches += 1));
  const source = readFileSync(grammarUrl, 'utf8');
  const registry = new textmate.Registry({
    onigLib,
    loadGrammar: () => Promise.resolve(textmate.parseRawGrammar(source, 'grammar.json')),
  });
  const grammar = await registry.loadGrammar(rootScope);
  if (grammar === null) throw new Error('the grammar did not load');
  return { grammar, searches: () => searches };
}

type Search = (text: string | OnigString, from: number) => IOnigMatch | null;

let wasmLoaded: Promise<void> | undefined;

async function onigurumaCounting(count: () => void): Promise<IOnigLib> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  wasmLoaded ??= oniguruma.loadWASM(wasm);
  await wasmLoaded;
  return {
    createOnigScanner: sources => {
      const scanner = oniguruma.createOnigScanner(sources);
      const findNextMatchSync: Search = (text, from) => {
        count();
        return scanner.findNextMatchSync(text, from);
      };
      return { findNextMatchSync, dispose: () => undefined };
    },
    createOnigString: text => oniguruma.createOnigString(text),
  };
}

/** The tokens of every line of a text, carrying the state from line to line. */
export function tokenizeLines(grammar: IGrammar, lines: readonly string[]): ScopedToken[][] {
  let state: StateStack = textmate.INITIAL;
  return lines.map(line => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    // The tokenizer counts the line feed that it adds itself; an editor does not show it.
    return result.tokens
      .filter(token => token.startIndex < line.length)
      .map(token => ({
        start: token.startIndex,
        end: Math.min(token.endIndex, line.length),
        scopes: token.scopes,
      }));
  });
}
