import { Uri, workspace } from 'vscode';
import type { Diagnostic, LogOutputChannel, TextDocument } from 'vscode';
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
        next(uri, isConversation(uri) ? [] : withoutSyntax(uri, diagnostics));
      },
    },
  };
}

/** The code under which the server says that a configuration file is no JSON. */
const CONFIG_SYNTAX = 'configuration-syntax';

/** Of a file that is open VS Code itself tells where it is no JSON. */
function withoutSyntax(uri: Uri, diagnostics: Diagnostic[]): Diagnostic[] {
  const isOpen = workspace.textDocuments.some(document => {
    return document.uri.toString() === uri.toString() && document.languageId.startsWith('json');
  });
  return isOpen ? diagnostics.filter(({ code }) => code !== CONFIG_SYNTAX) : diagnostics;
}

function isConversation(document: TextDocument | Uri): boolean {
  const uri = document instanceof Uri ? document : document.uri;
  return uri.scheme === CONVERSATION_SCHEME;
}
