import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { EXTENSION_ID, LANGUAGE_ID, closeAll, openText, openWorkspaceFile } from './support.ts';
import { activateExtension, runCommand, waitFor } from './support.ts';

let document: vscode.TextDocument;

describe('editing', () => {
  before(async () => {
    await activateExtension();
    document = (await openWorkspaceFile('session.smtp')).document;
  });
  after(closeAll);

  it('explains a verb, a reply code and a parameter', async () => {
    for (const [word, expected] of [
      ['EHLO', /EHLO|extended hello/i],
      ['354', /354/],
      ['SIZE', /size/i],
    ] as const) {
      const position = document.positionAt(document.getText().indexOf(word) + 1);
      const text = await waitFor(`a hover on ${word}`, async () => {
        const hovers = await runCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          document.uri,
          position,
        );
        const shown = hovers.flatMap(({ contents }) => contents.map(textOf)).join('\n');
        return shown === '' ? undefined : shown;
      });
      assert.match(text, expected);
      assert.match(text, /RFC/);
    }
  });

  it('completes only what is legal here', async () => {
    const opening = 'S: 220 mx.example.net\nC: EHLO a.example\nS: 250 mx.example.net\nC: ';
    const editor = await openText(opening);
    const at = editor.document.positionAt(opening.length);
    const labels = await waitFor('completions', async () => {
      const list = await runCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        at,
      );
      const found = list.items.map(({ label }) =>
        typeof label === 'string' ? label : label.label,
      );
      return found.some(label => label.startsWith('MAIL')) ? found : undefined;
    });
    assert.ok(labels.some(label => label.startsWith('QUIT')));
    assert.ok(!labels.some(label => label.startsWith('RCPT')), labels.join());
    assert.ok(!labels.some(label => label.startsWith('STARTTLS')), labels.join());
  });

  it('outlines session, transaction and commands', async () => {
    const symbols = await waitFor('an outline', async () => {
      const found = await runCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found !== undefined && found.length > 0 ? found : undefined;
    });
    assert.equal(symbols.length, 1);
    assert.ok(symbols[0]?.children.length);
    const names = JSON.stringify(symbols.map(namesOf));
    assert.match(names, /alice@example\.org/);
    assert.match(names, /bob@example\.net/);
  });

  it('folds the content', async () => {
    const ranges = await waitFor('folding ranges', async () => {
      const found = await runCommand<vscode.FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        document.uri,
      );
      return found.length > 0 ? found : undefined;
    });
    const content = document.getText().slice(0, document.getText().indexOf('C: From:'));
    const line = content.split('\n').length - 1;
    assert.ok(ranges.some(({ start, end }) => start >= line - 2 && start <= line && end > line));
  });

  it('is coloured by its grammar and by the server', async () => {
    const manifest: unknown = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON;
    const { contributes } = manifest as {
      contributes: { grammars: { language: string; path: string }[] };
    };
    const grammar = contributes.grammars.find(({ language }) => language === LANGUAGE_ID);
    assert.ok(grammar);
    const legend = await waitFor('semantic tokens', () =>
      runCommand<vscode.SemanticTokensLegend | undefined>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      ),
    );
    const tokens = await runCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    assert.ok(tokens.data.length / 5 >= 20);
    const used = new Set(typesOf(tokens, legend));
    assert.ok(used.size >= 8, [...used].join());
    const scopes = manifest as {
      contributes: { semanticTokenScopes: { scopes: Record<string, string[]> }[] };
    };
    const styled = scopes.contributes.semanticTokenScopes[0]?.scopes ?? {};
    for (const type of legend.tokenTypes) {
      assert.ok(type in styled, `the token type ${type} has no colour`);
    }
  });

  it('keeps the content as it is: no trimming, no added line', () => {
    const files = vscode.workspace.getConfiguration('files', document);
    assert.equal(files.get('trimTrailingWhitespace'), false);
    assert.equal(files.get('insertFinalNewline'), false);
  });
});

function textOf(content: vscode.Hover['contents'][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : '';
}

function namesOf(symbol: vscode.DocumentSymbol): unknown {
  return [symbol.name, symbol.detail, symbol.children.map(namesOf)];
}

/** The type of each token, by the legend. */
function typesOf(tokens: vscode.SemanticTokens, legend: vscode.SemanticTokensLegend): string[] {
  const types: string[] = [];
  for (let at = 3; at < tokens.data.length; at += 5) {
    types.push(legend.tokenTypes[tokens.data[at] ?? -1] ?? '');
  }
  return types;
}
