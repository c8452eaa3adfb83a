import type { Environment } from '../../server/protocol/environment.ts';

/** An environment that can be chosen: the embedded receiver, or a server with all that belongs to it. */
export interface EnvironmentChoice {
  /** Differs for each; tells where it comes from. */
  readonly id: string;
  readonly name: string;
  readonly source: 'receiver' | 'file' | 'setting' | 'targets';
  /** Path of the environments file it stands in. */
  readonly file: string | null;
  /** Null for the embedded receiver; names of files in it are absolute. */
  readonly environment: Environment | null;
  /** What is wrong where it stands: half an environment could mean another server, or no TLS. */
  readonly fault: string | null;
}

/** The environment that is always there. */
export const RECEIVER_ENVIRONMENT: EnvironmentChoice = {
  id: 'receiver',
  name: 'Embedded receiver',
  source: 'receiver',
  file: null,
  environment: null,
  fault: null,
};

const SMTP_PORT = 25;
const IMPLICIT_TLS_PORT = 465;

/** The port, also where the environment says none. */
export function portOf({ port, tls }: Environment): number {
  return port ?? (tls === 'implicit' ? IMPLICIT_TLS_PORT : SMTP_PORT);
}

/**
 * Where runs go: to be shown, and to notice that the same name means another server now. An
 * environment without a server is the embedded receiver with variables.
 */
export function placeOf({ environment }: EnvironmentChoice): string {
  if (environment === null) return 'embedded receiver';
  const { host, path, mx } = environment;
  const port = String(portOf(environment));
  if (path !== undefined) return path;
  if (host !== undefined) return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  if (mx === undefined) return 'embedded receiver';
  return mx === 'auto' ? `MX of the recipients:${port}` : `MX of ${mx}:${port}`;
}

/** True where real mail is delivered. */
export function isProduction({ environment }: EnvironmentChoice): boolean {
  return environment?.production === true;
}

/** True where nothing but this machine's own receiver is connected to. */
export function isReceiver(choice: EnvironmentChoice): boolean {
  const { environment } = choice;
  if (environment === null) return true;
  const { host, path, mx } = environment;
  return host === undefined && path === undefined && mx === undefined;
}
