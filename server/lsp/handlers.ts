import type { ServerCapabilities } from 'vscode-languageserver/node';
import type { ServerContext } from './serverContext.ts';

/** Registers every feature; returns what the server says it offers. */
export function registerFeatures(_context: ServerContext): ServerCapabilities {
  return {};
}
