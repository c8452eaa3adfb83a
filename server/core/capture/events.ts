import type { EndHow } from './connection.ts';

/** Who speaks. */
export type Party = 'client' | 'server';

/** Octets that went through TLS, record headers included. */
export interface Encrypted {
  readonly client: number;
  readonly server: number;
}

/** What happened on an SMTP connection. Events of one connection come in the order of the wire. */
export type CaptureEvent = {
  /** Number of the connection in the capture, from 0, those that are not SMTP included. */
  readonly connection: number;
  /** Microseconds since 1970 (UTC), undefined where the capture does not say. */
  readonly time: number | undefined;
} & (
  | {
      readonly kind: 'open';
      /** Address and port as text. */
      readonly client: string;
      readonly server: string;
      /** The capture shows the connection from its first packet. */
      readonly fromStart: boolean;
    }
  /** Octets as they were on the wire; valid until more of the capture is fed. */
  | { readonly kind: 'octets'; readonly party: Party; readonly octets: Uint8Array }
  /** Octets that were sent and are not in the capture. */
  | { readonly kind: 'gap'; readonly party: Party; readonly lost: number }
  /** The TLS handshake is complete; what follows in both directions is only counted. */
  | { readonly kind: 'tls' }
  | { readonly kind: 'close'; readonly how: EndHow; readonly encrypted: Encrypted }
  /** The connection turned out not to be SMTP: nothing comes of it. */
  | { readonly kind: 'other'; readonly protocol: OtherProtocol }
);

/** What a connection carries that is not SMTP. */
export type OtherProtocol =
  'FTP' | 'HTTP' | 'IMAP' | 'POP3' | 'SSH' | 'TLS' | 'no data' | 'unknown';
