/**
 * Named targets, as the environment files (`.smtp-transcript.env.json`) have them. Types only, so
 * that the editor's client can import them. No value of a secret is ever part of one.
 */
import type { ProxyHeader, TlsVersion } from './replay.ts';

/** How the connection is secured: not at all, by STARTTLS as the session has it, or from the start. */
export type EnvironmentTls = 'none' | 'starttls' | 'implicit';

/** Where a secret comes from: the name of an environment variable, never the value. */
export interface SecretSource {
  readonly env: string;
}

/** A server with what belongs to it. What is absent was not said. */
export interface Environment {
  readonly name: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: EnvironmentTls;
  readonly verifyCertificate?: boolean;
  /** Names of files in PEM form; `findEnvironments` makes them absolute. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly minTlsVersion?: TlsVersion;
  /** SHA-256 of the only certificate that is accepted, colon-separated upper-case hexadecimal. */
  readonly fingerprint?: string;
  readonly localAddress?: string;
  readonly proxy?: ProxyHeader;
  /** A Unix socket instead of host and port; absolute as the names of files are. */
  readonly path?: string;
  /** The domain whose MX hosts are the target; `auto`: that of the session's recipients. */
  readonly mx?: string;
  readonly dnsServers?: readonly string[];
  /** Real mail is delivered there: every front end says so in warning colours. */
  readonly production?: boolean;
  /** Credentials may cross the network unencrypted. */
  readonly allowPlaintextAuth?: boolean;
  /** Value of `{{user}}`. */
  readonly user?: string;
  /** Name of the secret that sessions get which ask for the secret `password`. */
  readonly secret?: string;
  readonly variables: Readonly<Record<string, string>>;
  /** By the name that sessions use. */
  readonly secrets: Readonly<Record<string, SecretSource>>;
}

/** Something in an environment file that cannot be used; `message` has no full stop. */
export interface EnvironmentProblem {
  readonly message: string;
  /** UTF-16 units from the beginning of the text. */
  readonly start: number;
  readonly end: number;
  /** The text is no JSON there, as every editor of JSON can tell. */
  readonly isSyntax?: true;
}

/** An environment file that was read. */
export interface EnvironmentFile {
  readonly path: string;
  readonly environments: readonly Environment[];
  /** Lines and columns from 1, columns in UTF-16 units. */
  readonly problems: readonly (EnvironmentProblem & {
    readonly line: number;
    readonly column: number;
  })[];
}

/** The environments that count for a transcript. */
export interface FoundEnvironments {
  /** Each name once: the nearest file wins. */
  readonly environments: readonly Environment[];
  /** Where they come from, the nearest first. */
  readonly files: readonly EnvironmentFile[];
}
