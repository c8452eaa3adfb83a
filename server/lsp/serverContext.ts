import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { DocumentStore, OpenDocument } from './documentStore.ts';

/** What every handler works with. */
export interface ServerContext {
  readonly connection: Connection;
  readonly store: DocumentStore;
  /** What the client said it can do. */
  readonly client: ClientCapabilities;
}

/**
 * The boundary of a request: finds the document, honours a cancellation that came meanwhile, and
 * turns an exception into a log line and the empty answer, so that the server goes on serving. The
 * log names the place in the code and never quotes the transcript.
 */
export function request<P extends { readonly textDocument: { readonly uri: string } }, R>(
  context: ServerContext,
  name: string,
  empty: R,
  answer: (open: OpenDocument, params: P) => R,
): (params: P, token?: CancellationToken) => R | ResponseError {
  return (params, token) => {
    if (token?.isCancellationRequested === true) {
      return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    }
    const open = context.store.get(params.textDocument.uri);
    if (open === undefined) return empty;
    return guarded(context, name, empty, () => answer(open, params));
  };
}

/** Runs a handler; an exception is logged and answered with `empty`. */
export function guarded<R>(
  context: Pick<ServerContext, 'connection'>,
  name: string,
  empty: R,
  run: () => R,
): R {
  try {
    return run();
  } catch (error) {
    logFailure(context, name, error);
    return empty;
  }
}

/** Logs where something failed, without any text of a transcript. */
export function logFailure(
  { connection }: Pick<ServerContext, 'connection'>,
  name: string,
  error: unknown,
): void {
  connection.console.error(`${name} failed: ${placeOf(error)}`);
}

/** Name and stack of an error without its message, which may hold text of the document. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 8)].join('\n');
}
