/** What ties an exchange to the TLS connection it runs in (RFC 5056), and how it was made. */
export interface SaslBinding {
  readonly type: 'tls-exporter' | 'tls-server-end-point' | 'tls-unique';
  readonly data: Uint8Array;
}

/** Everything a mechanism may need; what is not given is ''. */
export interface SaslCredentials {
  /** Authentication identity: whose secret it is. */
  readonly user: string;
  /** Authorization identity: whom to act as, '' for the user itself. */
  readonly authzid: string;
  /** Password or access token. */
  readonly secret: string;
  /** The server's name and port, as connected to; OAUTHBEARER tells them. */
  readonly host: string;
  readonly port: number;
  /** Of the current TLS connection; null in plaintext. Only the -PLUS mechanisms use it. */
  readonly channelBinding: SaslBinding | null;
  /** For tests: instead of a random one. */
  readonly nonce?: string;
}

/** What to send for a challenge; after a refusal `*` cancels the exchange (RFC 4954 §4). */
export type SaslAnswer =
  | { readonly kind: 'response'; readonly octets: Uint8Array }
  /** A sentence that holds no secret and nothing of the server's but plain words. */
  | { readonly kind: 'refused'; readonly message: string };

/** The client's side of one exchange. Octets are those before base64. */
export interface SaslExchange {
  /** Why it cannot begin with these credentials (nothing may be sent then), else null. */
  readonly unusable: string | null;
  /**
   * What the client says first: with the command, or after a first challenge whose content does not
   * matter. Null where it waits for the server: `respond` gets the first challenge then.
   */
  readonly initial: Uint8Array | null;
  /** Never throws or rejects, for any octets, and takes a bounded time. */
  respond(challenge: Uint8Array): SaslAnswer | Promise<SaslAnswer>;
  /**
   * False as long as the server has to prove that it knows the secret (SCRAM): a 235 before that is
   * not to be trusted. True where a mechanism has no such proof.
   */
  verified(): boolean;
}

/** Makes an exchange of one mechanism. */
export type SaslStart = (credentials: SaslCredentials) => SaslExchange;
