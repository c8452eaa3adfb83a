import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../client/extensionApi.ts';
import type { RunReport } from '../../../client/replay/runReport.ts';
import { activateExtension, closeAll, openText, replaceText, runCommand } from './support.ts';
import { waitFor, waitForDiagnostics } from './support.ts';

const SESSION = `S: 220 localhost ESMTP
C: EHLO client.example.org
S: 250-localhost
S: 250 PIPELINING
C: MAIL FROM:<alice@example.org>
S: 250 OK
C: RCPT TO:<bob@example.net>
S: 250 OK
C: DATA
S: 354 Go ahead
C: From: Alice <alice@example.org>
C: To: Bob <bob@example.net>
C: Subject: Host test
C:
C: At noon?
C: .
S: 250 Accepted
C: QUIT
S: 221 Bye
`;

const GREYLISTED = SESSION.replace('S: 250 OK\nC: DATA', 'S: 450 4.2.0 Try later\nC: DATA');

let api: ExtensionApi;

/** Replays the active document against the embedded receiver, without a question. */
function replay(more: object = {}): Thenable<RunReport | undefined> {
  return runCommand<RunReport | undefined>('smtpTranscript.replay', {
    target: 'receiver',
    ...more,
  });
}

function replayDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'smtp-replay');
}

describe('replay', () => {
  before(async () => {
    api = (await activateExtension()).exports as ExtensionApi;
  });
  after(closeAll);

  it('runs a transcript live against the embedded receiver', async () => {
    const { document } = await openText(SESSION);
    const report = await replay();
    assert.equal(report?.sessions.length, 1);
    const [session] = report.sessions;
    assert.equal(session?.verdict, 'passed');
    assert.equal(session.matched, 7);
    assert.deepEqual(api.lastRun(), report);
    assert.ok(api.receiver());
    assert.deepEqual(replayDiagnostics(document.uri), []);
  });

  it('shows the conversation beside the file, readonly and without problems', async () => {
    await openText(SESSION);
    const report = await replay();
    const uri = vscode.Uri.parse(report?.conversation ?? '');
    const editor = await waitFor('the conversation', () => {
      const found = vscode.window.visibleTextEditors.find(
        ({ document }) => document.uri.toString() === uri.toString(),
      );
      return found?.document.getText().includes('C: QUIT') === true ? found : undefined;
    });
    assert.equal(editor.document.languageId, 'smtp-transcript');
    const text = editor.document.getText();
    assert.match(text, /^C: RCPT TO:<bob@example\.net>\nS: 250 /m);
    assert.match(text, /^C: Subject: Host test\nC:\nC: At noon\?\nC: \.$/m);
    assert.match(text, /^S: 221 /m);
    assert.match(text, /passed: 7 replies as recorded/);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(uri.scheme), undefined);
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });

  it('shows a difference on its line, with expected and actual, until the text changes', async () => {
    const editor = await openText(GREYLISTED);
    const { uri } = editor.document;
    const report = await replay({ uri });
    assert.equal(report?.sessions[0]?.verdict, 'differed');
    const all = await waitForDiagnostics(uri, list => list.some(x => x.source === 'smtp-replay'));
    const found = all.filter(({ source }) => source === 'smtp-replay');
    assert.equal(found.length, 1);
    assert.equal(
      editor.document.lineAt(found[0]?.range.start.line ?? 0).text,
      'S: 450 4.2.0 Try later',
    );
    assert.equal(found[0]?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(found[0].message, /Expected: 450 4\.2\.0 Try later\nActual: 250 /);
    await replaceText(editor, new vscode.Range(7, 0, 7, 22), 'S: 250 2.1.5 Ok');
    await waitForDiagnostics(uri, list => list.every(({ source }) => source !== 'smtp-replay'));
    const again = await runCommand<RunReport | undefined>('smtpTranscript.replayAgain');
    assert.equal(again?.sessions[0]?.verdict, 'passed');
  });

  it('a verdict that the file expects is right, and its differences are no errors', async () => {
    const { document } = await openText(`# @expect differed\n${GREYLISTED}`);
    const report = await replay();
    const [session] = report?.sessions ?? [];
    assert.equal(session?.verdict, 'differed');
    assert.equal(session.expectedVerdict, 'differed');
    const [found] = replayDiagnostics(document.uri);
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Information);
  });

  it('runs several sessions one after the other, each with the receiver it asks for', async () => {
    const fallBack = `# @name fallback
# @receiver disable EHLO
S: 220 localhost ESMTP
C: EHLO client.example.org
S: 502 Command not implemented
C: HELO client.example.org
S: 250 localhost
C: QUIT
S: 221 Bye
`;
    await openText(`${SESSION}\n# --- new session ---\n${fallBack}`);
    const report = await replay({ session: 'all' });
    assert.deepEqual(
      report?.sessions.map(({ name, verdict }) => ({ name, verdict })),
      [
        { name: 'session 1', verdict: 'passed' },
        { name: 'fallback', verdict: 'passed' },
      ],
    );
    const one = await replay({ session: 1 });
    assert.deepEqual(
      one?.sessions.map(({ name }) => name),
      ['fallback'],
    );
  });

  it('offers a code lens for each session and one for all', async () => {
    const { document } = await openText(`${SESSION}\n# --- new session ---\n${SESSION}`);
    const lenses = await waitFor('code lenses', async () => {
      const all = await runCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return all.length > 0 ? all : undefined;
    });
    const titles = lenses.map(({ command }) => command?.title);
    const each = ['▶ Replay', 'Replay to …'];
    assert.deepEqual(titles, [...each, '▶ Replay all 2 sessions', ...each]);
  });

  it('does not connect where the transcript does not hold what to send', async () => {
    const masked = `S: 220 hi
C: EHLO client.example.org
S: 250 AUTH PLAIN
C: AUTH PLAIN ***
S: 235 ok
`;
    const { document } = await openText(masked);
    assert.equal(await replay(), undefined);
    const [found] = replayDiagnostics(document.uri);
    assert.equal(found?.range.start.line, 3);
    assert.match(found.message, /masked/);
  });

  it('a server that nobody runs is a failure in words', async () => {
    const { document } = await openText(SESSION);
    const report = await replay({ target: '127.0.0.1:1' });
    assert.equal(report?.sessions[0]?.verdict, 'failed');
    assert.equal(report.sessions[0].failure?.reason, 'refused');
    assert.equal(replayDiagnostics(document.uri).length, 1);
  });

  it('goes on after the engine died', async () => {
    await openText(SESSION);
    await replay();
    const pid = api.enginePid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await waitFor('the end of the engine', () => api.enginePid() === undefined);
    assert.equal(api.receiver(), null);
    assert.equal((await replay())?.sessions[0]?.verdict, 'passed');
    assert.notEqual(api.enginePid(), pid);
  });

  it('a file without a session is told, not thrown', async () => {
    for (const text of ['', '# only a note\n']) {
      await openText(text);
      assert.equal(await replay(), undefined);
    }
  });

  it('asks for a target with the embedded receiver first', async () => {
    await openText(SESSION);
    const before = api.lastRun();
    const running = runCommand<RunReport | undefined>('smtpTranscript.replay');
    const report = await waitFor('the run', async () => {
      await runCommand('workbench.action.acceptSelectedQuickOpenItem');
      const last = api.lastRun();
      return last === before ? undefined : last;
    });
    assert.equal(report.target, 'the embedded receiver');
    assert.deepEqual(await running, report);
  });

  it('does not connect to anything but this machine without an answer', async () => {
    await openText(SESSION);
    const before = api.lastRun();
    // A test has no dialogs, which counts as no consent.
    assert.equal(await replay({ target: '192.0.2.1:25' }), undefined);
    assert.equal(api.lastRun(), before);
  });

  it('opens a stored message from the local mailbox', async () => {
    await openText(SESSION);
    await replay();
    const showing = runCommand('smtpTranscript.showMailbox');
    const document = await waitFor('the message', async () => {
      await runCommand('workbench.action.acceptSelectedQuickOpenItem');
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.scheme === 'smtp-mail' ? shown : undefined;
    });
    await showing;
    assert.equal(document.languageId, 'plaintext');
    assert.match(document.getText(), /^Return-Path: <alice@example\.org>$/m);
    assert.match(document.getText(), /^At noon\?$/m);
  });

  it('starts and stops the receiver', async () => {
    await runCommand('smtpTranscript.startReceiver');
    await waitFor('the receiver', () => api.receiver() !== null);
    await runCommand('smtpTranscript.stopReceiver');
    await waitFor('the end of the receiver', () => api.receiver() === null);
  });
});
