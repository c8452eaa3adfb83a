import type { TlsVersion } from '../../protocol/replay.ts';

/** Text (one character an octet) or octets, sent as they are: write the CRLF. */
export type Octets = string | Uint8Array;

/** One thing a scripted server does; a connection runs its list in order. */
export type ServerAction =
  | { readonly do: 'send'; readonly octets: Octets }
  /** One octet at a time, `ms` apart (0: as fast as separate writes go). */
  | { readonly do: 'drip'; readonly octets: Octets; readonly ms: number }
  /**
   * So many octets: `unit` over and over, the last one possibly in part, as fast as the client takes
   * them. Infinity ends when the client goes.
   */
  | { readonly do: 'flood'; readonly unit: Octets; readonly octets: number }
  /** Waits for anything that was not read yet, and takes it. */
  | { readonly do: 'some' }
  /** Waits for a line that ends in LF. */
  | { readonly do: 'line' }
  /** Waits for content up to and with `CRLF . CRLF`. */
  | { readonly do: 'content' }
  | { readonly do: 'delay'; readonly ms: number }
  /** The server's side of a TLS handshake; PEM texts. */
  | {
      readonly do: 'tls';
      readonly key: string;
      readonly cert: string;
      readonly minVersion?: TlsVersion;
      readonly maxVersion?: TlsVersion;
      readonly ciphers?: string;
      /** Breaks the handshake off with a client that shows no certificate. */
      readonly wantsCertificate?: boolean;
    }
  /** Stops reading and says nothing more, so that the client's writes back up. */
  | { readonly do: 'deaf' }
  /** Says nothing more until the client goes or the server is closed. */
  | { readonly do: 'stall' }
  /** Ends its side of the connection and goes on reading. */
  | { readonly do: 'close' }
  /** Sends a TCP reset. */
  | { readonly do: 'reset' };
