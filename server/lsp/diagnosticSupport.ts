import type { ClientCapabilities } from 'vscode-languageserver/node';

/** What a client can show of a diagnostic. */
export interface DiagnosticSupport {
  readonly related: boolean;
  readonly codeDescription: boolean;
  /** LSP's numbers of the tags that it knows. */
  readonly tags: ReadonlySet<number>;
}

/** What the client said; who asks for diagnostics may say it there, or where others are told. */
export function diagnosticSupportOf({ textDocument }: ClientCapabilities): DiagnosticSupport {
  const { diagnostic, publishDiagnostics } = textDocument ?? {};
  const abilities = diagnostic ?? publishDiagnostics;
  const tags = abilities?.tagSupport ?? publishDiagnostics?.tagSupport;
  return {
    related: abilities?.relatedInformation ?? publishDiagnostics?.relatedInformation ?? false,
    codeDescription:
      abilities?.codeDescriptionSupport ??
      publishDiagnostics?.codeDescriptionSupport ??
      diagnostic !== undefined,
    tags: new Set(tags?.valueSet),
  };
}
