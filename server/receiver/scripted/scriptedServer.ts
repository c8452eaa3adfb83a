import { createServer } from 'node:net';
import { ScriptedConnection } from './scriptedConnection.ts';
import type { ServerAction } from './serverAction.ts';

/** The actions for the n-th connection (from 0), or the same ones for every connection. */
export type ServerScript =
  readonly ServerAction[] | ((connection: number) => readonly ServerAction[]);

/** Where a scripted server listens. */
export interface ScriptedServerOptions {
  /** A loopback address; 127.0.0.1 unless told. */
  readonly host?: '127.0.0.1' | '::1';
  /** A Unix socket to listen on instead. */
  readonly path?: string;
}

/** A running scripted server. */
export interface ScriptedServer {
  readonly host: string;
  readonly port: number;
  /** What each client sent so far, in order of connection, one character an octet. */
  received(): readonly string[];
  /** Octets that the system took for each client so far. */
  sent(): readonly number[];
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a server on a free loopback port that plays its script to every client. */
export async function startScriptedServer(
  script: ServerScript,
  options: ScriptedServerOptions = {},
): Promise<ScriptedServer> {
  const connections: ScriptedConnection[] = [];
  const server = createServer({ allowHalfOpen: true }, socket => {
    const actions = typeof script === 'function' ? script(connections.length) : script;
    const connection = new ScriptedConnection(socket);
    connections.push(connection);
    void connection.run(actions);
  });
  const { host = '127.0.0.1', path } = options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path === undefined ? { host, port: 0 } : { path }, resolve);
  });
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received: () => connections.map(connection => connection.received),
    sent: () => connections.map(connection => connection.sent),
    close: () => {
      for (const connection of connections) connection.destroy();
      return new Promise(resolve => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
