import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ScriptedConnection } from './scriptedConnection.ts';
import type { ServerAction } from './serverAction.ts';

/** The actions for the n-th connection (from 0), or the same ones for every connection. */
export type ServerScript =
  readonly ServerAction[] | ((connection: number) => readonly ServerAction[]);

/** Where a scripted server listens. */
export interface ScriptedServerOptions {
  /** A loopback address; 127.0.0.1 unless told. */
  readonly host?: '127.0.0.1' | '::1';
}

/** A running scripted server. */
export interface ScriptedServer {
  readonly host: string;
  readonly port: number;
  /** What each client sent so far, in order of connection, one character an octet. */
  received(): readonly string[];
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
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  return {
    host,
    port: (server.address() as AddressInfo).port,
    received: () => connections.map(connection => connection.received),
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
