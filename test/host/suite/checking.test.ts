import { strict as assert } from 'node:assert';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  closeAll,
  openFile,
  openText,
  replaceText,
  ruleOf,
  runCommand,
  waitFor,
} from './support.ts';
import { waitForDiagnostics, waitForRule } from './support.ts';

/** A whole session; `middle` stands between the answer to EHLO and QUIT. */
function sessionWith(...middle: readonly string[]): string {
  const lines = [
    'S: 220 mx.example.net ESMTP',
    'C: EHLO client.example.org',
    'S: 250-mx.example.net',
    'S: 250-PIPELINING',
    'S: 250 SIZE 10240000',
    ...middle,
    'C: QUIT',
    'S: 221 2.0.0 Bye',
  ];
  return lines.map(line => `${line}\n`).join('');
}

const TRANSACTION = [
  'C: MAIL FROM:<alice@example.org>',
  'S: 250 2.1.0 Ok',
  'C: RCPT TO:<bob@example.net>',
  'S: 250 2.1.5 Ok',
  'C: DATA',
  'S: 354 Go ahead',
  'C: From: Alice <alice@example.org>',
  'C: Date: Thu, 1 Jan 2026 10:00:00 +0000',
  'C: Message-ID: <lunch.1@example.org>',
  'C: Subject: Lunch',
  'C:',
  'C: At noon?',
  'C: .',
  'S: 250 2.0.0 Ok',
];

const EARLY_RCPT = sessionWith('C: RCPT TO:<bob@example.net>', 'S: 503 5.5.1 MAIL first');

describe('checking', () => {
  afterEach(closeAll);

  it('an ordinary session has no problems', async () => {
    const { document } = await openFile('fine.smtp', sessionWith(...TRANSACTION));
    // Something that does have one shows that the server has checked by then.
    const other = await openFile('other.smtp', EARLY_RCPT);
    await waitForRule(other.document.uri, 'rcpt-before-mail');
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });

  it('finds a command out of order', async () => {
    const { document } = await openFile('order.smtp', EARLY_RCPT);
    const found = await waitForRule(document.uri, 'rcpt-before-mail');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.source, 'smtp');
    assert.equal(document.getText(found.range), 'RCPT');
  });

  it('finds a malformed address', async () => {
    const [, ...rest] = TRANSACTION;
    const text = sessionWith('C: MAIL FROM:<alice..b@example.org>', ...rest);
    const { document } = await openFile('address.smtp', text);
    const found = await waitForRule(document.uri, 'address-syntax');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.range.start.line, 5);
  });

  it('finds a missing dot terminator', async () => {
    const text = sessionWith(...TRANSACTION.filter(line => line !== 'C: .'));
    const { document } = await openFile('dot.smtp', text);
    const found = await waitForRule(document.uri, 'missing-dot-terminator');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(found.range.isSingleLine);
  });

  it('links a diagnostic to the page of its rule', async () => {
    const { document } = await openText(EARLY_RCPT);
    const { code } = await waitForRule(document.uri, 'rcpt-before-mail');
    assert.ok(typeof code === 'object');
    assert.match(code.target.toString(), /rcpt-before-mail/);
  });

  it('a diagnostic vanishes with the edit that corrects it', async () => {
    const editor = await openText(EARLY_RCPT);
    const { uri } = editor.document;
    await waitForRule(uri, 'rcpt-before-mail');
    await replaceText(editor, new vscode.Range(5, 0, 7, 0), '');
    await waitForDiagnostics(uri, list => list.length === 0);
  });

  it('a quick fix corrects what it says', async () => {
    const [, ...rest] = TRANSACTION;
    const editor = await openText(sessionWith('C: MAIL FROM:alice@example.org', ...rest));
    const { uri } = editor.document;
    const { range } = await waitForRule(uri, 'path-brackets-missing');
    const fix = await waitFor('a quick fix', async () => {
      const actions = await runCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
        10,
      );
      return actions.find(({ edit, isPreferred }) => edit !== undefined && isPreferred === true);
    });
    assert.ok(fix.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(editor.document.lineAt(5).text, 'C: MAIL FROM:<alice@example.org>');
    await waitForDiagnostics(uri, list => list.length === 0);
  });

  it('a severity setting is obeyed at once', async () => {
    const { document } = await openText(EARLY_RCPT);
    await waitForRule(document.uri, 'rcpt-before-mail');
    const settings = vscode.workspace.getConfiguration('smtpTranscript');
    const severities = { 'rcpt-before-mail': 'off' };
    await settings.update('lint.severities', severities, vscode.ConfigurationTarget.Workspace);
    try {
      await waitForDiagnostics(document.uri, list => {
        return list.every(item => ruleOf(item) !== 'rcpt-before-mail');
      });
    } finally {
      await settings.update('lint.severities', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await waitForRule(document.uri, 'rcpt-before-mail');
  });

  it('survives what is no transcript', async () => {
    const contents = [
      '',
      '\n',
      'x',
      // VS Code itself refuses what holds a NUL.
      Uint8Array.from({ length: 255 }, (_, at) => at + 1),
      '\ufeffS: 220 hi\r\nC: QUIT\nS: 221 bye\r',
      'x'.repeat(1_000_000),
    ];
    for (const [at, content] of contents.entries())
      await openFile(`odd${String(at)}.smtp`, content);
    const { document } = await openFile('after.smtp', EARLY_RCPT);
    await waitForRule(document.uri, 'rcpt-before-mail');
  });

  it('goes on after a restart of the server', async () => {
    const { document } = await openText(EARLY_RCPT);
    await waitForRule(document.uri, 'rcpt-before-mail');
    await runCommand('smtpTranscript.restartServer');
    await waitForDiagnostics(document.uri, list => {
      return list.filter(item => ruleOf(item) === 'rcpt-before-mail').length === 1;
    });
  });
});
