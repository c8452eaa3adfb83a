import { strict as assert } from 'node:assert';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { RunReport } from '../../../client/replay/runReport.ts';
import {
  activateExtension,
  closeAll,
  openFile,
  replaceText,
  ruleOf,
  runCommand,
} from './support.ts';
import { waitForDiagnostics, waitForRule } from './support.ts';

/** A session that sends this body; lines end with CRLF. */
function sessionWith(body: string): string {
  return [
    'S: 220 localhost ESMTP',
    'C: EHLO client.example.org',
    'S: 250-localhost',
    'S: 250 8BITMIME',
    'C: MAIL FROM:<alice@example.org> BODY=8BITMIME',
    'S: 250 OK',
    'C: RCPT TO:<bob@example.net>',
    'S: 250 OK',
    'C: DATA',
    'S: 354 Go ahead',
    'C: From: Alice <alice@example.org>',
    'C: Date: Thu, 1 Jan 2026 10:00:00 +0000',
    'C: Subject: Host test',
    'C:',
    `C: ${body}`,
    'C: .',
    'S: 250 Accepted',
    'C: QUIT',
    'S: 221 Bye',
    '',
  ].join('\r\n');
}
const BODY = 14;

describe('octets that the editor does not show', () => {
  afterEach(closeAll);

  it('a bare LF in a CRLF file is found on disk, until the first edit', async () => {
    const editor = await openFile('odd.smtp', sessionWith('\u{1f600} one\nC: two'));
    const { document } = editor;
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    const found = await waitForRule(document.uri, 'bare-lf');
    assert.match(found.message, /in the file on disk/);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(found.range.start.line, BODY);
    assert.equal(found.range.end.character, document.lineAt(BODY).text.length);
    await replaceText(editor, new vscode.Range(0, 0, 0, 0), '# a note\n');
    await waitForDiagnostics(document.uri, list => list.every(item => ruleOf(item) !== 'bare-lf'));
    // Saving gives every line the same end: the file has nothing left to show.
    assert.ok(await document.save());
    await waitForDiagnostics(document.uri, list => list.every(item => ruleOf(item) !== 'bare-lf'));
  });

  it('UTF-16 is read by the editor and by the audit', async () => {
    const text = Buffer.from(`\ufeff${sessionWith('gr\u00fc\u00dfe\nC: two')}`, 'utf16le');
    const { document } = await openFile('wide.smtp', text);
    assert.equal(document.lineAt(BODY).text, 'C: gr\u00fc\u00dfe');
    const found = await waitForRule(document.uri, 'bare-lf');
    assert.equal(found.range.end.character, 'C: gr\u00fc\u00dfe'.length);
  });

  it('a replay of a saved file sends its octets, and an edited one is refused', async () => {
    await activateExtension();
    const latin1 = Buffer.from(sessionWith('caf\xe9'), 'latin1');
    const editor = await openFile('latin1.smtp', latin1);
    assert.equal(editor.document.lineAt(BODY).text, 'C: caf\ufffd');
    const replay = (): Thenable<RunReport | undefined> =>
      runCommand('smtpTranscript.replay', { target: 'receiver' });
    const report = await replay();
    assert.equal(report?.sessions[0]?.verdict, 'passed');
    await vscode.window.showTextDocument(editor.document);
    const { uri } = editor.document;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '# a note\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    // What the editor has instead of the octet would be another message.
    assert.equal(await replay(), undefined);
  });
});
