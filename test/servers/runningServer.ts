/** The servers that recordings are made on, in the order of every table. */
export const serverNames = [
  'postfix',
  'exim',
  'opensmtpd',
  'sendmail',
  'haraka',
  'smtp-server',
  'aiosmtpd',
] as const;

export type ServerName = (typeof serverNames)[number];

/** A real mail server on loopback that takes mail for example domains and never sends any. */
export interface RunningServer {
  readonly name: ServerName;
  /** As the server's own program or package says it. */
  readonly version: string;
  readonly host: '127.0.0.1';
  /** Plain, with STARTTLS where `ca` is there. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort?: number;
  readonly lmtpPort?: number;
  /** PEM of the only trust anchor of its certificate. */
  readonly ca?: string;
  /** What it said on its outputs and in its log, for the message of a failed test. */
  log(): Promise<string>;
  /** Ends every process of it and removes its folder. Never throws for a server that is gone. */
  stop(): Promise<void>;
}

/** The domain that every server takes mail for; mail for any other is refused or dropped. */
export const localDomain = 'example.net';

/** Who has a mailbox there. */
export const mailboxes: readonly string[] = ['bob', 'carol', 'postmaster', 'tim'];

/** Who may authenticate: the published credentials of RFC 2195 and RFC 4616. */
export const account = { user: 'tim', password: 'tanstaaftanstaaf' } as const;

/** The name that every server says it has, so that recordings do not depend on the machine. */
export const serverHost = 'mx.example.net';
