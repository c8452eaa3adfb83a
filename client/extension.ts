import { ExtensionMode, Uri, window } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { register as registerCapture } from './capture/register.ts';
import { register as registerCheck } from './check/register.ts';
import { register as registerCommands } from './commands/register.ts';
import { register as registerConvert } from './convert/register.ts';
import { Dialogs } from './dialogs.ts';
import { register as registerDialect } from './dialect/register.ts';
import { register as registerEngine } from './engineClient/register.ts';
import { register as registerEnvironments } from './environments/register.ts';
import { register as registerExplain } from './explain/register.ts';
import type { ExtensionApi } from './extensionApi.ts';
import { register as registerLanguage } from './languageClient/register.ts';
import { register as registerLimits } from './limits/register.ts';
import type { Parts } from './parts.ts';
import { register as registerReceiver } from './receiver/register.ts';
import { register as registerReplay } from './replay/register.ts';
import { register as registerStatus } from './status/register.ts';
import { register as registerTesting } from './testing/register.ts';

let stopServer: (() => Promise<void>) | undefined;

/** Builds the parts. Processes start when they are first needed. */
export function activate(context: ExtensionContext): ExtensionApi {
  const output = window.createOutputChannel('SMTP Transcripts', { log: true });
  const server = registerLanguage(context.asAbsolutePath('dist/server.js'), output);
  stopServer = server.stop;
  const host = registerEngine(context.asAbsolutePath('dist/engine.js'), output);
  const { language } = server;
  const dialogs = new Dialogs();
  const named = registerEnvironments({ language, output, dialogs }, context);
  const parts: Parts = {
    output,
    dialogs,
    language,
    environments: named.environments,
    engine: host.engine,
    storage: Uri.joinPath(context.globalStorageUri, 'receiver'),
  };
  const runs = Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'runs');
  const replay = registerReplay(parts, runs);
  const testing = registerTesting(parts, replay.replayer);
  const receiver = registerReceiver(parts, host.onReceiver);
  context.subscriptions.push(
    output,
    host.disposable,
    server.disposable,
    named.disposable,
    replay.disposable,
    testing.disposable,
    receiver.disposable,
    registerCommands(parts, context.extension.id),
    registerCheck(parts, context.asAbsolutePath('dist/cli.js')),
    registerStatus(parts),
    registerDialect(parts),
    registerConvert(parts),
    registerLimits(),
    registerCapture(parts),
    registerExplain(parts),
  );
  return {
    lastRun: replay.lastRun,
    receiver: receiver.state,
    environments: named.entries,
    tests: testing.entries,
    lastTestRun: testing.lastRun,
    enginePid: () => host.engine.pid,
    ...(context.extensionMode === ExtensionMode.Test && {
      answerWith: answers => dialogs.answerWith(answers),
    }),
  };
}

/** Waits until the language server is gone; everything else ends with its subscription. */
export async function deactivate(): Promise<void> {
  await stopServer?.();
}
