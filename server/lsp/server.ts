import type {
  Connection,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import {
  DidChangeConfigurationNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { DocumentStore } from './documentStore.ts';
import { DiagnosticsHandler } from './handlers/diagnostics.ts';
import { registerDialects } from './handlers/dialects.ts';
import { DialectNotifier } from './handlers/dialect.ts';
import { registerFeatures } from './handlers.ts';
import { encodingOf } from './positions.ts';
import type { ServerContext } from './serverContext.ts';
import { guarded } from './serverContext.ts';

/** Serves one client on the connection until it says `exit`. */
export function startServer(connection: Connection): void {
  const store = new DocumentStore();
  let diagnostics: DiagnosticsHandler | undefined;
  let dialects: DialectNotifier | undefined;
  let asksForSettings = false;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    store.encoding = encodingOf(params.capabilities.general?.positionEncodings);
    const context: ServerContext = { connection, store, client: params.capabilities };
    diagnostics = new DiagnosticsHandler(context);
    diagnostics.register();
    dialects = new DialectNotifier(context, params.initializationOptions);
    asksForSettings =
      params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    const capabilities: ServerCapabilities = {
      positionEncoding: store.encoding,
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      ...diagnostics.capabilities,
      ...registerFeatures(context),
      ...registerDialects(context, open => {
        diagnostics?.reread(open);
        dialects?.update(open);
      }),
    };
    return { capabilities, serverInfo: { name: 'smtp-transcript-language-server' } };
  });

  connection.onInitialized(() => {
    if (!asksForSettings) return;
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: 'smtpTranscript' })
      .catch(() => undefined);
  });

  connection.onDidOpenTextDocument(({ textDocument }) => {
    guarded({ connection }, 'open', undefined, () => {
      const open = store.open(textDocument);
      diagnostics?.opened(open);
      dialects?.update(open);
    });
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    guarded({ connection }, 'change', undefined, () => {
      const open = store.change(textDocument.uri, contentChanges, textDocument.version);
      if (open === undefined) return;
      diagnostics?.changed(open);
      dialects?.update(open);
    });
  });
  connection.onDidSaveTextDocument(({ textDocument }) => {
    const open = store.get(textDocument.uri);
    if (open !== undefined) diagnostics?.saved(open);
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    store.close(textDocument.uri);
    diagnostics?.closed(textDocument.uri);
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    void diagnostics?.reconfigure(settings);
  });
  connection.onShutdown(() => undefined);
  connection.listen();
}
