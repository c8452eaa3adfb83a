import { commands, Disposable, EventEmitter, window, workspace } from 'vscode';
import type { LogOutputChannel, TextDocument } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { LspRequests, SessionsResult } from '../../server/protocol/lsp.ts';
import { LANGUAGE_ID, SECTION } from '../parts.ts';
import { replaySettings } from '../replay/replaySettings.ts';
import { wordsOf } from '../words.ts';
import { clientOptionsOf } from './clientOptions.ts';
import type { Language } from './language.ts';

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
    if (document.languageId === LANGUAGE_ID) void start().catch(tell);
  };
  const ask = async <M extends keyof LspRequests>(
    method: M,
    params: LspRequests[M]['params'],
  ): Promise<LspRequests[M]['result']> => {
    await start();
    return client.sendRequest<LspRequests[M]['result']>(method, params);
  };
  const known = new WeakMap<TextDocument, { version: number; answer: Promise<SessionsResult> }>();
  const sessions = (document: TextDocument): Promise<SessionsResult> => {
    const { version } = document;
    const last = known.get(document);
    if (last?.version === version) return last.answer;
    const answer = ask('smtpTranscript/sessions', { uri: uriOf(client, document.uri) });
    known.set(document, { version, answer });
    answer.catch(() => known.delete(document));
    return answer;
  };
  const language: Language = {
    onReady: ready.event,
    sessions,
    plan: (uri, session) => {
      const uriText = uriOf(client, uri);
      return ask('smtpTranscript/plan', { uri: uriText, session, ...replaySettings(uri) });
    },
  };
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

function uriOf(client: LanguageClient, uri: TextDocument['uri']): string {
  return client.code2ProtocolConverter.asUri(uri);
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
