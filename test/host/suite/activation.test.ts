import { strict as assert } from 'node:assert';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { EXTENSION_ID, LANGUAGE_ID, closeAll, openWorkspaceFile, waitFor } from './support.ts';

describe('activation', () => {
  after(closeAll);

  it('finds the extension', () => {
    assert.ok(vscode.extensions.getExtension(EXTENSION_ID));
  });

  it('is active once a .smtp file is open', async () => {
    const editor = await openWorkspaceFile('session.smtp');
    assert.equal(editor.document.languageId, LANGUAGE_ID);
    await waitFor('the extension to be active', () => {
      return vscode.extensions.getExtension(EXTENSION_ID)?.isActive;
    });
  });
});
