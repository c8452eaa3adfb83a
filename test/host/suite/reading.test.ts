import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  activateExtension,
  closeAll,
  LANGUAGE_ID,
  openFile,
  openText,
  runCommand,
  waitFor,
} from './support.ts';

const SWAKS = `=== Trying 127.0.0.1:25...
=== Connected to 127.0.0.1.
<-  220 mx.example ESMTP
 -> EHLO client.example
<-  250 mx.example
 -> MAIL FROM:<alice@example.com>
<-  250 2.1.0 Ok
 -> RCPT TO:<nobody@example.org>
<** 550 5.1.1 Unknown user
 -> QUIT
<-  221 Bye
=== Connection closed with remote host.
`;

const SMTPLIB = `send: 'ehlo client.example.com\\r\\n'
reply: b'250-mail.example.com\\r\\n'
reply: b'250 SIZE 100\\r\\n'
reply: retcode (250); Msg: b'mail.example.com\\nSIZE 100'
send: 'mail FROM:<alice@example.com> size=5\\r\\n'
reply: b'250 2.1.0 Ok\\r\\n'
reply: retcode (250); Msg: b'2.1.0 Ok'
send: 'quit\\r\\n'
reply: b'221 2.0.0 Bye\\r\\n'
reply: retcode (221); Msg: b'2.0.0 Bye'
`;

async function symbolsOf(uri: vscode.Uri): Promise<vscode.DocumentSymbol[]> {
  return waitFor('an outline', async () => {
    const symbols = await runCommand<vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    return symbols !== undefined && symbols.length > 0 ? symbols : undefined;
  });
}

describe('reading what tools print', () => {
  before(activateExtension);
  afterEach(closeAll);

  it('a log becomes a transcript with all the features', async () => {
    const { document } = await openFile('run.log', SWAKS);
    assert.notEqual(document.languageId, LANGUAGE_ID);
    await runCommand('smtpTranscript.readAsTranscript');
    const read = vscode.window.activeTextEditor?.document;
    assert.equal(read?.languageId, LANGUAGE_ID);
    const [session] = await symbolsOf(document.uri);
    assert.equal(session?.range.end.line, 11);
    const hovers = await runCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(8, 5),
    );
    const text = hovers.flatMap(({ contents }) => contents.map(valueOf)).join('\n');
    assert.match(text, /550/);
  });

  it('positions lead into text that had to be decoded', async () => {
    const { document } = await openText(SMTPLIB);
    const [session] = await symbolsOf(document.uri);
    const all = flattened(session ? [session] : []);
    const mail = all.find(({ name }) => name.startsWith('MAIL'));
    assert.equal(mail?.selectionRange.start.line, 4, all.map(({ name }) => name).join());
    const [hover] = await runCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(4, 8),
    );
    assert.equal(hover?.range && document.getText(hover.range).toLowerCase(), 'mail');
  });

  it('a log is converted to .smtp', async () => {
    await openFile('run.log', SWAKS);
    await runCommand('smtpTranscript.convert');
    const converted = await waitFor('the transcript', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.isUntitled === true ? document : undefined;
    });
    assert.equal(converted.languageId, LANGUAGE_ID);
    assert.match(converted.getText(), /^S: 220 mx\.example ESMTP$/m);
    assert.match(converted.getText(), /^C: RCPT TO:<nobody@example\.org>$/m);
  });

  it('what is on the clipboard is pasted as a transcript', async () => {
    await vscode.env.clipboard.writeText(SWAKS);
    const { document } = await openText('');
    await runCommand('smtpTranscript.pasteAsTranscript');
    await waitFor('the text', () => /^C: EHLO client\.example$/m.test(document.getText()));
    assert.doesNotMatch(document.getText(), /^ -> /m);
  });
});

describe('packet captures', () => {
  before(activateExtension);
  after(closeAll);

  it('open as a page, and as a readonly transcript', async () => {
    const capture = readFileSync(join(root(), 'test/corpus/pcap/two-streams.pcap'));
    const uri = await written('two.pcap', capture);
    await runCommand('vscode.open', uri);
    await waitFor('the page', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.viewType === 'smtpTranscript.capture';
    });
    await runCommand('smtpTranscript.openCapture', uri);
    const document = await waitFor('the transcript', () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'smtp-capture' ? shown : undefined;
    });
    assert.equal(document.languageId, LANGUAGE_ID);
    assert.match(document.getText(), /^C: EHLO /m);
    assert.equal((await symbolsOf(document.uri)).length, 2);
  });
});

function valueOf(content: vscode.Hover['contents'][number]): string {
  return content instanceof vscode.MarkdownString ? content.value : '';
}

function flattened(symbols: readonly vscode.DocumentSymbol[]): vscode.DocumentSymbol[] {
  return symbols.flatMap(symbol => [symbol, ...flattened(symbol.children)]);
}

/** The folder of the project, from the folder that the host opened. */
function root(): string {
  const extension = vscode.extensions.getExtension('smtp-transcripts.smtp-transcript');
  assert.ok(extension);
  return extension.extensionPath;
}

async function written(name: string, contents: Uint8Array): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, contents);
  return uri;
}
