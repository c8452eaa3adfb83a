import { strict as assert } from 'node:assert';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateExtension, closeAll, openText, runCommand, waitFor } from './support.ts';

const PAGE = vscode.Uri.parse('smtp-explain:/SMTP%20explanation.md');

function pageTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ label }) => label.endsWith('SMTP explanation.md'));
}

async function pageText(): Promise<string> {
  return (await vscode.workspace.openTextDocument(PAGE)).getText();
}

async function waitForText(text: string): Promise<void> {
  await waitFor(`the words "${text}"`, async () => (await pageText()).includes(text));
}

describe('explaining', () => {
  afterEach(closeAll);

  it('shows what a word means as a page beside the transcript, one for all words', async () => {
    await activateExtension();
    await openText('S: 220 mx.example.net ESMTP\n');
    await runCommand('smtpTranscript.explain', 'nested-mail');
    await waitFor('the page', () => pageTabs().length === 1);
    await waitForText('nested-mail');
    assert.match(await pageText(), /What to do: /);
    await runCommand('smtpTranscript.explain', 'GREYLISTING 451 4.7.1 Greylisted, try again later');
    await runCommand('smtpTranscript.explain', 'PIPELINING');
    await waitForText('PIPELINING');
    assert.equal(pageTabs().length, 1);
  });

  it('explains a whole reply by its wording', async () => {
    await activateExtension();
    const reply =
      "550 5.7.26 Unauthenticated email from x is not accepted due to domain's DMARC policy.";
    await runCommand('smtpTranscript.explain', reply);
    await waitForText('DMARC');
    await waitForText('**550**');
  });

  it('offers the word at the cursor first', async () => {
    const editor = await openText('S: 220 mx.example.net ESMTP\nC: EHLO client.example.org\n');
    const at = new vscode.Position(1, 4);
    editor.selection = new vscode.Selection(at, at);
    const explained = runCommand('smtpTranscript.explain');
    await waitFor('the explanation', async () => {
      await runCommand('workbench.action.acceptSelectedQuickOpenItem');
      return pageTabs().length === 1;
    });
    await explained;
    await waitForText('**EHLO: ');
  });

  it('shows no page for what means nothing', async () => {
    await activateExtension();
    // The message of it waits for nobody.
    await runCommand('smtpTranscript.explain', 'nothing-like-that');
    assert.equal(pageTabs().length, 0);
  });
});
