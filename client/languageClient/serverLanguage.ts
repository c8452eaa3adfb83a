import type { Event, EventEmitter, TextDocument, Uri } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type {
  CaptureRequest,
  CaptureResult,
  CompareRequest,
  ConvertRequest,
  ConvertTarget,
  ConvertTargetsRequest,
  ConvertTextRequest,
  DialectCandidate,
  DialectsRequest,
  EnvironmentsRequest,
  EnvironmentsResult,
  ExplainableRequest,
  ExplainableWord,
  ExplainRequest,
  PlanRequest,
  ReadAsRequest,
  ReplayHow,
  RunTextRequest,
  SessionsRequest,
  SessionsResult,
} from '../../server/protocol/lsp.ts';
import type { Comparison, Conversion, Language, Planned, RunText } from './language.ts';

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

/** The server that answers. */
interface AskedServer {
  readonly client: LanguageClient;
  /** Resolves when it runs; starts it where it does not. */
  readonly start: () => Promise<void>;
  /** Fires when it is ready, or reads documents otherwise than before. */
  readonly ready: EventEmitter<void>;
}

/** Asks the language server, which the first question starts. */
export class ServerLanguage implements Language {
  readonly onReady: Event<void>;
  readonly #server: AskedServer;
  /** What is known of the sessions of a document, in its last version. */
  readonly #known = new WeakMap<
    TextDocument,
    { readonly version: number; readonly answer: Promise<SessionsResult> }
  >();

  constructor(server: AskedServer) {
    this.onReady = server.ready.event;
    this.#server = server;
  }

  sessions(document: TextDocument): Promise<SessionsResult> {
    const { version } = document;
    const last = this.#known.get(document);
    if (last?.version === version) return last.answer;
    const answer = this.#askSessions(document);
    this.#known.set(document, { version, answer });
    answer.catch(() => this.#known.delete(document));
    return answer;
  }

  dialects({ uri }: TextDocument): Promise<readonly DialectCandidate[]> {
    return this.#ask<DialectsRequest>('smtpTranscript/dialects', { uri: this.#uriOf(uri) });
  }

  async readAs(document: TextDocument, dialect: string | null): Promise<void> {
    const uri = this.#uriOf(document.uri);
    const read = await this.#ask<ReadAsRequest>('smtpTranscript/readAs', { uri, dialect });
    if (read === null) throw new Error(`there is no dialect "${String(dialect)}".`);
    this.#known.delete(document);
    this.#server.ready.fire();
  }

  async plan(document: TextDocument, session: number, how: ReplayHow): Promise<Planned> {
    const { version } = document;
    const params = { ...how, uri: this.#uriOf(document.uri), session, version };
    return made(await this.#ask<PlanRequest>('smtpTranscript/plan', params));
  }

  async runText(
    { uri, version }: TextDocument,
    sessions: RunTextRequest['params']['sessions'],
  ): Promise<RunText> {
    const params = { uri: this.#uriOf(uri), version, sessions };
    return made(await this.#ask<RunTextRequest>('smtpTranscript/runText', params));
  }

  async compare(params: CompareRequest['params']): Promise<Comparison> {
    return made(await this.#ask<CompareRequest>('smtpTranscript/compare', params));
  }

  convertTargets(): Promise<readonly ConvertTarget[]> {
    return this.#ask<ConvertTargetsRequest>('smtpTranscript/convertTargets', {});
  }

  async convert(
    { uri }: TextDocument,
    what: Omit<ConvertRequest['params'], 'uri'>,
  ): Promise<Conversion> {
    const params = { uri: this.#uriOf(uri), ...what };
    return made(await this.#ask<ConvertRequest>('smtpTranscript/convert', params));
  }

  async convertText(params: ConvertTextRequest['params']): Promise<Conversion> {
    return made(await this.#ask<ConvertTextRequest>('smtpTranscript/convertText', params));
  }

  explainable(): Promise<readonly ExplainableWord[]> {
    return this.#ask<ExplainableRequest>('smtpTranscript/explainable', {});
  }

  async explain(text: string): Promise<string | undefined> {
    const found = await this.#ask<ExplainRequest>('smtpTranscript/explain', { text });
    return found?.markdown;
  }

  environments(uri: Uri | null, setting: unknown): Promise<EnvironmentsResult> {
    const params = { uri: uri && this.#uriOf(uri), setting };
    return this.#ask<EnvironmentsRequest>('smtpTranscript/environments', params);
  }

  capture(uri: Uri): Promise<CaptureResult> {
    return this.#ask<CaptureRequest>('smtpTranscript/capture', { uri: this.#uriOf(uri) });
  }

  async #askSessions(document: TextDocument): Promise<SessionsResult> {
    const uri = this.#uriOf(document.uri);
    const answer = await this.#ask<SessionsRequest>('smtpTranscript/sessions', { uri });
    if (answer.version !== null) return answer;
    throw new Error('only files on disk and untitled editors can be read.');
  }

  async #ask<R extends Request>(method: R['method'], params: R['params']): Promise<R['result']> {
    const { start, client } = this.#server;
    await start();
    return client.sendRequest<R['result']>(method, params);
  }

  #uriOf(uri: Uri): string {
    return this.#server.client.code2ProtocolConverter.asUri(uri);
  }
}

/** The answer, where it is none in words. */
function made<T extends object>(answer: T | { readonly error: string }): T {
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}
