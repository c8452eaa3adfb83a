import type { ServerCapabilities } from 'vscode-languageserver/node';
import { capture } from './handlers/capture.ts';
import { codeAction } from './handlers/codeAction.ts';
import { compare } from './handlers/compare.ts';
import { completion } from './handlers/completion.ts';
import { convert } from './handlers/convert.ts';
import { definition } from './handlers/definition.ts';
import { documentHighlight } from './handlers/documentHighlight.ts';
import { documentSymbol } from './handlers/documentSymbol.ts';
import { environments } from './handlers/environments.ts';
import { explain } from './handlers/explain.ts';
import type { Feature } from './handlers/feature.ts';
import { foldingRange } from './handlers/foldingRange.ts';
import { hover } from './handlers/hover.ts';
import { plan } from './handlers/plan.ts';
import { references } from './handlers/references.ts';
import { runText } from './handlers/runText.ts';
import { selectionRange } from './handlers/selectionRange.ts';
import { semanticTokens } from './handlers/semanticTokens.ts';
import { sessions } from './handlers/sessions.ts';
import type { ServerContext } from './serverContext.ts';

/** Every feature of the server, one line each. */
const FEATURES: readonly Feature[] = [
  hover,
  completion,
  documentSymbol,
  foldingRange,
  semanticTokens,
  codeAction,
  documentHighlight,
  definition,
  references,
  selectionRange,
  sessions,
  plan,
  runText,
  compare,
  convert,
  capture,
  environments,
  explain,
];

/** Registers every feature; returns what the server says it offers. */
export function registerFeatures(context: ServerContext): ServerCapabilities {
  return FEATURES.reduce<ServerCapabilities>(
    (all, feature) => ({ ...all, ...feature(context) }),
    {},
  );
}
