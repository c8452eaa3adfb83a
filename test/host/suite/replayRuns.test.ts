import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../client/extensionApi.ts';
import type { RunReport } from '../../../client/replay/runReport.ts';
import { activateExtension, closeAll, openFile, openText, replaceText } from './support.ts';
import { runCommand, waitFor, waitForDiagnostics } from './support.ts';

const HEAD = `S: 220 localhost ESMTP
C: EHLO client.example.org
S: 250-localhost
S: 250 PIPELINING
`;

const MAIL = `C: MAIL FROM:<alice@example.org>
S: 250 OK
C: RCPT TO:<bob@example.net>
S: 250 OK
C: DATA
S: 354 Go ahead
C: Subject: Host test
C:
C: At noon?
C: .
S: 250 Accepted
`;

const QUIT = `C: QUIT
S: 221 Bye
`;

const SESSION = HEAD + MAIL + QUIT;
/** Line 8, 1-based, is another reply than the receiver's. */
const WRONG = SESSION.replace('S: 250 OK\nC: DATA', 'S: 450 4.2.0 Try later\nC: DATA');

let api: ExtensionApi;

function run(command: string, more: object = {}): Thenable<RunReport | undefined> {
  return runCommand<RunReport | undefined>(`smtpTranscript.${command}`, {
    target: 'receiver',
    ...more,
  });
}

function putCursor(editor: vscode.TextEditor, line: number, endLine = line): void {
  editor.selection = new vscode.Selection(line, 0, endLine, 0);
}

function conversationOf(report: RunReport | undefined): Promise<string> {
  const uri = vscode.Uri.parse(report?.conversation ?? '');
  return waitFor('the conversation', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    return text.includes('# total') ? text : undefined;
  });
}

function clientLines(text: string): readonly string[] {
  return text.split('\n').filter(line => line.startsWith('C: '));
}

/** The sides of the diff editor in front. */
function shownDiff(): vscode.TabInputTextDiff | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input : undefined;
}

async function textAt(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

async function actionsAt(
  document: vscode.TextDocument,
  line: number,
): Promise<vscode.CodeAction[]> {
  const { range } = document.lineAt(line);
  return runCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    10,
  );
}

describe('replay runs', () => {
  before(async () => {
    api = (await activateExtension()).exports as ExtensionApi;
  });
  after(closeAll);

  it('goes to the cursor and leaves', async () => {
    const editor = await openText(SESSION);
    putCursor(editor, 6);
    const report = await run('replayToCursor');
    assert.equal(report?.sessions[0]?.verdict, 'passed');
    const sent = clientLines(await conversationOf(report));
    assert.deepEqual(sent.slice(0, 3), [
      'C: EHLO client.example.org',
      'C: MAIL FROM:<alice@example.org>',
      'C: RCPT TO:<bob@example.net>',
    ]);
    assert.ok(!sent.includes('C: DATA'));
    assert.equal(sent.at(-1), 'C: QUIT');
  });

  it('goes on from the cursor, greeting and EHLO kept', async () => {
    const second = MAIL.replace('bob@', 'carol@');
    const editor = await openText(HEAD + MAIL + second + QUIT);
    putCursor(editor, 15);
    const report = await run('replayFromCursor');
    assert.equal(report?.sessions[0]?.verdict, 'passed');
    const sent = clientLines(await conversationOf(report));
    assert.equal(sent[0], 'C: EHLO client.example.org');
    assert.ok(sent.includes('C: RCPT TO:<carol@example.net>'));
    assert.ok(!sent.includes('C: RCPT TO:<bob@example.net>'));
  });

  it('a selection means the sessions that it touches', async () => {
    const editor = await openText(`${SESSION}\n# --- new session ---\n${SESSION}`);
    putCursor(editor, 0, 5);
    const report = await run('replaySelection');
    assert.deepEqual(
      report?.sessions.map(({ index }) => index),
      [0],
    );
    assert.ok(!clientLines(await conversationOf(report)).includes('C: DATA'));
  });

  it('the session at the cursor, and again', async () => {
    const editor = await openText(`${SESSION}\n# --- new session ---\n# @name second\n${SESSION}`);
    putCursor(editor, editor.document.lineCount - 3);
    const report = await run('replaySession');
    assert.deepEqual(
      report?.sessions.map(({ name }) => name),
      ['second'],
    );
    await openText('S: 220 other\n');
    const again = await runCommand<RunReport | undefined>('smtpTranscript.replayAgain');
    assert.equal(again?.uri, report.uri);
    assert.equal(again.sessions[0]?.name, 'second');
    assert.notDeepEqual(api.lastRun(), report);
  });

  it('replays the files of a folder', async () => {
    const { document } = await openFile('one.smtp', SESSION);
    const folder = vscode.Uri.joinPath(document.uri, '..');
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, 'two.smtp'),
      Buffer.from(WRONG, 'utf8'),
    );
    const files = ['one.smtp', 'two.smtp'].map(name => vscode.Uri.joinPath(folder, name));
    const reports = await runCommand<readonly RunReport[] | undefined>(
      'smtpTranscript.replayFolder',
      files[0],
      files,
    );
    assert.deepEqual(
      reports?.map(({ sessions }) => sessions[0]?.verdict),
      ['passed', 'differed'],
    );
  });

  it('says above a session how it went, until the text changes', async () => {
    const editor = await openText(WRONG);
    const { uri } = editor.document;
    await run('replaySession', { uri });
    const titles = async (): Promise<readonly (string | undefined)[]> => {
      const lenses = await runCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      return lenses.map(({ command }) => command?.title);
    };
    await waitFor('the result', async () => (await titles()).includes('✗ 1 difference'));
    await replaceText(editor, new vscode.Range(0, 0, 0, 0), '# a note\n');
    await waitFor('no result', async () => {
      const all = await titles();
      return all.length > 0 && all.every(title => title?.startsWith('✗') !== true);
    });
  });

  it('shows what was recorded beside what happened', async () => {
    const { document } = await openText(WRONG);
    await run('replaySession');
    await runCommand('smtpTranscript.replayCompare', { uri: document.uri });
    const { original, modified } = await waitFor('the diff', shownDiff);
    const recorded = await textAt(original);
    const actual = await textAt(modified);
    assert.match(recorded, /^S: 450 4\.2\.0 Try later$/m);
    assert.doesNotMatch(actual, /^S: 450/m);
    assert.match(actual, /^C: RCPT TO:<bob@example\.net>\nS: 250 /m);
    assert.deepEqual(clientLines(actual), clientLines(recorded));
    // What changes every time stays as it was recorded.
    assert.match(actual, /^S: 220 localhost ESMTP\nC: EHLO/m);
  });

  it('takes a run over as the new recording, undoable, and refuses an old one', async () => {
    const editor = await openText(WRONG);
    const { document } = editor;
    await run('replaySession');
    assert.equal(await runCommand('smtpTranscript.replaySave', { uri: document.uri }), true);
    const saved = document.getText();
    assert.match(saved, /^C: RCPT TO:<bob@example\.net>\nS: 250 /m);
    assert.deepEqual(clientLines(saved), clientLines(WRONG));
    assert.equal((await run('replaySession'))?.sessions[0]?.verdict, 'passed');
    await vscode.window.showTextDocument(document);
    await runCommand('undo');
    assert.equal(document.getText(), WRONG);
    const refused = await runCommand('smtpTranscript.replaySave', { uri: document.uri });
    assert.equal(refused, undefined);
    assert.equal(document.getText(), WRONG);
  });

  it('offers to accept the reply, or to ask for less', async () => {
    const { document } = await openText(WRONG);
    const { uri } = document;
    await run('replaySession', { uri });
    const [found] = (
      await waitForDiagnostics(uri, list => list.some(({ source }) => source === 'smtp-replay'))
    ).filter(({ source }) => source === 'smtp-replay');
    assert.equal(found?.relatedInformation?.[0]?.location.range.start.line, 6);
    const actions = await actionsAt(document, 7);
    const byTitle = (start: string): vscode.CodeAction | undefined =>
      actions.find(({ title }) => title.startsWith(start));
    assert.ok(byTitle('This reply may be missing'));
    const accept = byTitle('Accept this reply');
    const any = byTitle('Let this reply be 450 or 250');
    assert.ok(accept?.edit && any?.edit);
    assert.ok(await vscode.workspace.applyEdit(any.edit));
    assert.equal(document.lineAt(7).text, '# @reply any 450 250');
    assert.equal((await run('replaySession', { uri }))?.sessions[0]?.verdict, 'passed');
  });

  it('a run that is stopped ends, and did not fail', async () => {
    const slow = SESSION.replace('C: DATA', '# @sleep 60s\nC: DATA');
    const { document } = await openText(slow);
    const { uri } = document;
    const running = run('replaySession', { uri });
    const stopping = setInterval(() => void runCommand('smtpTranscript.replayStop'), 300);
    const report = await Promise.resolve(running).finally(() => clearInterval(stopping));
    assert.equal(report?.sessions[0]?.failure?.reason, 'cancelled');
    const found = vscode.languages.getDiagnostics(uri);
    assert.deepEqual(
      found.filter(({ source }) => source === 'smtp-replay'),
      [],
    );
    await waitFor('the result', async () => {
      const lenses = await runCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      return lenses.some(({ command }) => command?.title === '■ stopped');
    });
  });

  it('offers to write the line that computes a masked exchange', async () => {
    const masked = SESSION.replace(
      'C: MAIL',
      'C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: ***\nS: 235 ok\nC: MAIL',
    );
    const { document } = await openText(masked);
    const { uri } = document;
    assert.equal(await run('replaySession', { uri }), undefined);
    const write = (await actionsAt(document, 8)).find(({ title }) => title.startsWith('Write'));
    assert.ok(write?.edit, 'there is no such action');
    assert.ok(await vscode.workspace.applyEdit(write.edit));
    const at = masked.split('\n').indexOf('C: AUTH LOGIN');
    assert.equal(document.lineAt(at).text, '# @auth LOGIN user=alice secret=password');
    assert.equal(document.lineAt(at + 1).text, 'C: AUTH LOGIN');
  });

  it('offers to convert a log that has to be changed to be replayed', async () => {
    const { document } = await openText(`<-  220 mx.example.org ESMTP
 -> EHLO client.example.org
<-  250-mx.example.org
<-  250 AUTH PLAIN
 -> AUTH PLAIN PROVIDED_BUT_REMOVED
<-  235 2.7.0 Authentication successful
 -> QUIT
<-  221 Bye
`);
    assert.equal(await run('replaySession', { uri: document.uri }), undefined);
    const titles = (await actionsAt(document, 4)).map(({ title }) => title);
    assert.ok(titles.includes('Convert to .smtp Transcript'), titles.join());
  });

  it('a log that differs is not offered to be changed', async () => {
    const { document } = await openText(`<-  220 mx.example.org ESMTP
 -> EHLO client.example.org
<-  250 mx.example.org
 -> MAIL FROM:<alice@example.org>
<-  451 4.3.0 Not now
 -> QUIT
<-  221 Bye
`);
    assert.equal((await run('replaySession'))?.sessions[0]?.verdict, 'differed');
    const titles = (await actionsAt(document, 4)).map(({ title }) => title);
    assert.ok(titles.includes('Compare recorded and actual'), titles.join());
    assert.ok(!titles.some(title => /Accept|@reply/.test(title)), titles.join());
  });

  it('of what a run showed, commands mean the transcript that was run', async () => {
    const { document } = await openText(WRONG);
    const report = await run('replaySession');
    await runCommand('smtpTranscript.replayCompare', vscode.Uri.parse(report?.conversation ?? ''));
    const { modified } = await waitFor('the diff', shownDiff);
    assert.equal(await runCommand('smtpTranscript.replaySave', modified), true);
    assert.match(document.getText(), /^C: RCPT TO:<bob@example\.net>\nS: 250 /m);
  });

  it('keeps runs as transcripts', async () => {
    await openText(SESSION);
    await run('replaySession');
    const showing = runCommand('smtpTranscript.replayHistory');
    const document = await waitFor('the run', async () => {
      await runCommand('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.window.visibleTextEditors
        .map(editor => editor.document)
        .find(({ uri }) => uri.scheme === 'smtp-replay' && uri.query.startsWith('run&'));
    });
    await showing;
    assert.match(document.getText(), /^C: RCPT TO:<bob@example\.net>\nS: 250 /m);
    assert.match(document.getText(), /^# passed: 7 replies as recorded$/m);
  });

  it('compares two transcripts by meaning', async () => {
    const one = await openFile('one.smtp', SESSION);
    const other = await openFile('other.smtp', WRONG);
    const uris = [one.document.uri, other.document.uri];
    await runCommand('smtpTranscript.compareTranscripts', uris[0], uris);
    const { original, modified } = await waitFor('the diff', shownDiff);
    assert.notEqual(await textAt(original), await textAt(modified));
  });
});
