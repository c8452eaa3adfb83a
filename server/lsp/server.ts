import type {
  Connection,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { CONFIG_GLOB, Configs, isConfigUri } from './configs.ts';
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
  const configs = new Configs(connection);
  let diagnostics: DiagnosticsHandler | undefined;
  let dialects: DialectNotifier | undefined;
  let asksForSettings = false;
  let watchesFiles = false;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    store.encoding = encodingOf(params.capabilities.general?.positionEncodings);
    const context: ServerContext = { connection, store, client: params.capabilities };
    diagnostics = new DiagnosticsHandler(context, configs);
    diagnostics.register(params);
    dialects = new DialectNotifier(context, params.initializationOptions);
    asksForSettings =
      params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
    watchesFiles =
      params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    const capabilities: ServerCapabilities = {
      positionEncoding: store.encoding,
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      ...diagnostics.capabilities,
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      ...registerFeatures(context),
      ...registerDialects(context, open => {
        diagnostics?.reread(open);
        dialects?.update(open);
      }),
    };
    return { capabilities, serverInfo: { name: 'smtp-transcript-language-server' } };
  });

  connection.onInitialized(() => {
    diagnostics?.started();
    if (watchesFiles) {
      const watchers = [{ globPattern: CONFIG_GLOB }];
      connection.client
        .register(DidChangeWatchedFilesNotification.type, { watchers })
        .catch(() => undefined);
    }
    if (!asksForSettings) return;
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: 'smtpTranscript' })
      .catch(() => undefined);
  });

  connection.onDidOpenTextDocument(({ textDocument }) => {
    guarded({ connection }, 'open', undefined, () => {
      if (isConfigUri(textDocument.uri)) {
        configs.open(textDocument);
        return;
      }
      configs.lookAgain();
      const open = store.open(textDocument);
      diagnostics?.opened(open);
      dialects?.update(open);
    });
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    guarded({ connection }, 'change', undefined, () => {
      if (isConfigUri(textDocument.uri)) {
        configs.change(textDocument.uri, contentChanges, textDocument.version);
        return;
      }
      const open = store.change(textDocument.uri, contentChanges, textDocument.version);
      if (open === undefined) return;
      diagnostics?.changed(open);
      dialects?.update(open);
    });
  });
  connection.onDidSaveTextDocument(({ textDocument }) => {
    if (isConfigUri(textDocument.uri)) void diagnostics?.configsChanged();
    const open = store.get(textDocument.uri);
    if (open !== undefined) diagnostics?.saved(open);
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    if (isConfigUri(textDocument.uri)) {
      void configs.close(textDocument.uri);
      return;
    }
    store.close(textDocument.uri);
    diagnostics?.closed(textDocument.uri);
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    void diagnostics?.reconfigure(settings);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (changes.some(({ uri }) => isConfigUri(uri))) void diagnostics?.configsChanged();
    else diagnostics?.filesChanged();
  });
  connection.onShutdown(() => undefined);
  connection.listen();
}
