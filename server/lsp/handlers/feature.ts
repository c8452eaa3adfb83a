import type { ServerCapabilities } from 'vscode-languageserver/node';
import type { ServerContext } from '../serverContext.ts';

/** Registers the handlers of one feature; returns what the server says it offers for it. */
export type Feature = (context: ServerContext) => ServerCapabilities;
