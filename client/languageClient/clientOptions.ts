import { Uri } from 'vscode';
import type { LogOutputChannel, TextDocument } from 'vscode';
import { RevealOutputChannelOn, vsdiag } from 'vscode-languageclient/node';
import type { LanguageClientOptions } from 'vscode-languageclient/node';
import { CAPTURE_SCHEME, CONFIG_PATTERN, CONVERSATION_SCHEME, LANGUAGE_ID } from '../parts.ts';

/** Which documents the server sees, and what of its answers is shown. */
export function clientOptionsOf(output: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [
      ...['file', 'untitled', CAPTURE_SCHEME, CONVERSATION_SCHEME].map(scheme => {
        return { language: LANGUAGE_ID, scheme };
      }),
      { scheme: 'file', pattern: CONFIG_PATTERN },
    ],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: {
      // A conversation is being written, and nobody can correct it: its problems are no help.
      provideDiagnostics: (document, previous, token, next) =>
        isConversation(document)
          ? { kind: vsdiag.DocumentDiagnosticReportKind.full, items: [] }
          : next(document, previous, token),
      handleDiagnostics: (uri, diagnostics, next) => {
        next(uri, isConversation(uri) ? [] : diagnostics);
      },
    },
  };
}

function isConversation(document: TextDocument | Uri): boolean {
  const uri = document instanceof Uri ? document : document.uri;
  return uri.scheme === CONVERSATION_SCHEME;
}
