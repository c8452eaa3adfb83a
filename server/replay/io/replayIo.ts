import type { FailureReason, Target } from '../../protocol/replay.ts';

/** Why the network could not do what was asked; `message` is not redacted yet. */
export interface IoFailure {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  readonly message: string;
}

/** An open connection; over a Unix socket `address` is its path and `port` 0. */
export interface IoOpened {
  readonly kind: 'opened';
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
}

/** What the server's certificate says, not redacted yet; the dates are ISO 8601. */
export interface IoCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses. */
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
}

/** What ties an exchange inside TLS to this very connection (RFC 5929, RFC 9266). */
export interface ChannelBinding {
  readonly type: 'tls-exporter' | 'tls-server-end-point';
  readonly data: Uint8Array;
}

/** A finished TLS handshake; `fingerprint` is SHA-256 as colon-separated hexadecimal. */
export interface IoSecured {
  readonly kind: 'secured';
  readonly protocol: string;
  readonly cipher: string;
  readonly fingerprint: string;
  /** The certificate is trusted: by its authority, or since it is the very one that was asked for. */
  readonly authorized: boolean;
  /** Null where the server showed none. */
  readonly certificate: IoCertificate | null;
  /** `tls-exporter` with TLS 1.3, else `tls-server-end-point`; null where neither can be had. */
  readonly channelBinding: ChannelBinding | null;
}

/** What a read gives: octets, or that no more will come. */
export type IoChunk =
  { readonly kind: 'octets'; readonly octets: Uint8Array } | { readonly kind: 'end' } | IoFailure;

/**
 * One connection as the engine sees it. No method throws or rejects, and `destroy` settles every
 * pending one at once: that is how the engine's deadline and its cancellation work.
 */
export interface ReplayIo {
  /** Opens the TCP connection; called once. */
  connect(target: Target): Promise<IoOpened | IoFailure>;
  /** Runs the TLS handshake over the open connection and checks the certificate. */
  startTls(target: Target): Promise<IoSecured | IoFailure>;
  /**
   * Resolves once the system took the octets, or the connection is gone: what went wrong is told by
   * the next `read`, after whatever the server still said. Undefined where that is so already.
   */
  write(octets: Uint8Array): Promise<void> | undefined;
  /**
   * Hands the next octets in order to `got`, now or when they come; at most one read is pending. The
   * octets are never written again. A callback, as this is what a run does most: a promise costs a
   * turn and more memory than a reply.
   */
  read(got: (chunk: IoChunk) => void): void;
  /** Octets that arrived and were not read. */
  unread(): number;
  /** Closes in an orderly way what was written; nothing is pending. */
  close(): void;
  /** Drops the connection at once. */
  destroy(): void;
}
