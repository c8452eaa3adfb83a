import { commands, Disposable, EventEmitter, languages, window, workspace } from 'vscode';
import type { LogOutputChannel, TextDocument } from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type {
  CaptureRequest,
  CompareRequest,
  ConvertRequest,
  ConvertTargetsRequest,
  ConvertTextRequest,
  DialectsRequest,
  EnvironmentsRequest,
  ExplainableRequest,
  ExplainRequest,
  PlanRequest,
  ReadAsRequest,
  RunTextRequest,
  SessionsRequest,
  SessionsResult,
} from '../../server/protocol/lsp.ts';
import { CONFIG_PATTERN, LANGUAGE_ID, SECTION } from '../parts.ts';
import { wordsOf } from '../words.ts';
import { clientOptionsOf } from './clientOptions.ts';
import type { Language } from './language.ts';

type Request =
  | SessionsRequest
  | PlanRequest
  | RunTextRequest
  | CompareRequest
  | DialectsRequest
  | ReadAsRequest
  | ConvertTargetsRequest
  | ConvertRequest
  | ConvertTextRequest
  | CaptureRequest
  | EnvironmentsRequest
  | ExplainableRequest
  | ExplainRequest;

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
  const ask = async <R extends Request>(
    method: R['method'],
    params: R['params'],
  ): Promise<R['result']> => {
    await start();
    return client.sendRequest<R['result']>(method, params);
  };
  const askSessions = async (document: TextDocument): Promise<SessionsResult> => {
    const uri = uriOf(client, document.uri);
    const answer = await ask<SessionsRequest>('smtpTranscript/sessions', { uri });
    if (answer.version !== null) return answer;
    throw new Error('only files on disk and untitled editors can be read.');
  };
  const known = new WeakMap<TextDocument, { version: number; answer: Promise<SessionsResult> }>();
  const sessions = (document: TextDocument): Promise<SessionsResult> => {
    const { version } = document;
    const last = known.get(document);
    if (last?.version === version) return last.answer;
    const answer = askSessions(document);
    known.set(document, { version, answer });
    answer.catch(() => known.delete(document));
    return answer;
  };
  const language: Language = {
    onReady: ready.event,
    sessions,
    dialects: ({ uri }) =>
      ask<DialectsRequest>('smtpTranscript/dialects', { uri: uriOf(client, uri) }),
    readAs: async (document, dialect) => {
      const uri = uriOf(client, document.uri);
      const read = await ask<ReadAsRequest>('smtpTranscript/readAs', { uri, dialect });
      if (read === null) throw new Error(`there is no dialect "${String(dialect)}".`);
      known.delete(document);
      ready.fire();
    },
    convertTargets: () => ask<ConvertTargetsRequest>('smtpTranscript/convertTargets', {}),
    convert: async ({ uri }, what) =>
      made(
        await ask<ConvertRequest>('smtpTranscript/convert', { uri: uriOf(client, uri), ...what }),
      ),
    convertText: async params =>
      made(await ask<ConvertTextRequest>('smtpTranscript/convertText', params)),
    explainable: () => ask<ExplainableRequest>('smtpTranscript/explainable', {}),
    explain: async text =>
      (await ask<ExplainRequest>('smtpTranscript/explain', { text }))?.markdown,
    environments: (uri, setting) =>
      ask<EnvironmentsRequest>('smtpTranscript/environments', {
        uri: uri && client.code2ProtocolConverter.asUri(uri),
        setting,
      }),
    capture: uri => ask<CaptureRequest>('smtpTranscript/capture', { uri: uriOf(client, uri) }),
    plan: async ({ uri, version }, session, how) =>
      made(
        await ask<PlanRequest>('smtpTranscript/plan', {
          ...how,
          uri: uriOf(client, uri),
          session,
          version,
        }),
      ),
    runText: async ({ uri, version }, sessions) =>
      made(
        await ask<RunTextRequest>('smtpTranscript/runText', {
          uri: uriOf(client, uri),
          version,
          sessions,
        }),
      ),
    compare: async params => made(await ask<CompareRequest>('smtpTranscript/compare', params)),
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

/** The answer, where it is none in words. */
function made<T extends object>(answer: T | { readonly error: string }): T {
  if ('error' in answer) throw new Error(answer.error);
  return answer;
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
