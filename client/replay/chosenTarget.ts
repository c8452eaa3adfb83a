import type { Target } from '../../server/protocol/replay.ts';
import { targetText } from './targetText.ts';

/** What goes with a server besides its address: TLS, the address to connect from, and so on. */
export type ConnectionOptions = Omit<Target, 'host' | 'port'>;

/** What the user called it, whether real mail is delivered there, and how it is spoken to. */
interface Named {
  readonly name?: string;
  readonly production?: boolean;
  /** Sessions leave out their STARTTLS. */
  readonly inTheClear?: boolean;
}

/** A server as the user chose it. */
export interface ChosenServer extends Target, Named {
  readonly kind: 'server';
}

/** The servers that the DNS names for a domain, in the order to try them (RFC 5321 §5.1). */
export interface ChosenMailHosts extends Named {
  readonly kind: 'mx';
  /** `auto`: that of the recipients, which then have to be of one domain. */
  readonly domain: string;
  readonly port: number;
  /** Addresses of the servers to ask; those of the system where there are none. */
  readonly dnsServers: readonly string[];
  readonly options: ConnectionOptions;
}

/** Where a replay goes. */
export type ChosenTarget = { readonly kind: 'receiver' } | ChosenServer | ChosenMailHosts;

/** The server that is always there, on loopback. */
export const RECEIVER: ChosenTarget = { kind: 'receiver' };

/** The target in a sentence. */
export function targetWords(target: ChosenTarget): string {
  if (target.kind === 'receiver') return 'the embedded receiver';
  const where = target.kind === 'server' ? serverText(target) : `the MX of ${mailDomain(target)}`;
  return target.name === undefined || target.name === '' ? where : `${target.name} (${where})`;
}

function serverText(server: ChosenServer): string {
  return server.path ?? targetText(server);
}

function mailDomain({ domain }: ChosenMailHosts): string {
  return domain === 'auto' ? 'the recipients' : domain;
}
