import { Daemon, freePorts } from './daemon.ts';
import type { DaemonOptions } from './daemon.ts';
import type { RunningServer, ServerName } from './runningServer.ts';
import { makeServerFolder, removeServerFolder } from './serverFolder.ts';

/** Where a server listens, as its configuration has to say. */
export interface ServerPorts {
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort: number;
}

/** A mail server that is a program with a configuration in a folder of its own. */
export interface ServerProgram {
  readonly name: ServerName;
  /** Writes all that it reads; gives the PEM of its trust anchor, undefined where it has no TLS. */
  prepare(folder: string, ports: ServerPorts): Promise<string | undefined>;
  /** As the program or its package says it. */
  version(folder: string): Promise<string>;
  command(folder: string): readonly [command: string, args: readonly string[], how?: DaemonOptions];
  /** What it says elsewhere than on its outputs. */
  log?(folder: string): Promise<string>;
}

/** Starts a program; one that does not start leaves nothing behind, and is thrown. */
export async function startProgram(program: ServerProgram): Promise<RunningServer> {
  const { name } = program;
  const folder = await makeServerFolder(name);
  let daemon: Daemon | undefined;
  const stop = async (): Promise<void> => {
    await daemon?.stop();
    await removeServerFolder(folder);
  };
  try {
    const [port = 0, tlsPort = 0] = await freePorts(2);
    const ca = await program.prepare(folder, { port, tlsPort });
    const version = await program.version(folder);
    const running = new Daemon(...program.command(folder));
    daemon = running;
    await running.greets(port);
    const log = async (): Promise<string> =>
      `${running.output}${(await program.log?.(folder)) ?? ''}`;
    const tls = ca === undefined ? {} : { tlsPort, ca };
    return { name, version, host: '127.0.0.1', port, ...tls, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
