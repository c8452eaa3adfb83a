import { commands, Disposable, EventEmitter, languages, window, workspace } from 'vscode';
import type { LogOutputChannel, TextDocument } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { CONFIG_PATTERN, LANGUAGE_ID, SECTION } from '../parts.ts';
import { wordsOf } from '../words.ts';
import { clientOptionsOf } from './clientOptions.ts';
import type { Language } from './language.ts';
import { ServerLanguage } from './serverLanguage.ts';

/**
 * The language client: its server starts with the first transcript that is open, or the first
 * question to it, and can be started anew by a command.
 */
export function register(
  module: string,
  output: LogOutputChannel,
): {
  readonly language: Language;
  readonly disposable: Disposable;
  /** Ends the server; resolves when it is gone. */
  readonly stop: () => Promise<void>;
} {
  const ready = new EventEmitter<void>();
  const server = { module, transport: TransportKind.stdio };
  const client = new LanguageClient(
    SECTION,
    'SMTP Transcripts',
    { run: server, debug: server },
    clientOptionsOf(output),
  );
  let started: Promise<void> | undefined;
  const start = (): Promise<void> => (started ??= client.start());
  const startFor = (document: TextDocument): void => {
    const isConfig = languages.match({ scheme: 'file', pattern: CONFIG_PATTERN }, document) > 0;
    if (document.languageId === LANGUAGE_ID || isConfig) void start().catch(tell);
  };
  const language = new ServerLanguage({ client, start, ready });
  const disposable = Disposable.from(
    ready,
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) ready.fire();
    }),
    workspace.onDidOpenTextDocument(startFor),
    commands.registerCommand('smtpTranscript.restartServer', async () => {
      try {
        await (started === undefined ? start() : client.restart());
      } catch (error) {
        tell(error);
      }
    }),
  );
  workspace.textDocuments.forEach(startFor);
  return { language, disposable, stop: () => stop(client) };
}

function tell(error: unknown): void {
  const message = `The SMTP language server could not be started: ${wordsOf(error)}`;
  void window.showErrorMessage(message);
}

async function stop(client: LanguageClient): Promise<void> {
  try {
    await client.dispose();
  } catch {
    // It never ran, or ended by itself: there is nothing left to stop.
  }
}
