import type { FailureReason, Target } from '../../protocol/replay.ts';

/** Why the network could not do what was asked; `message` is not redacted yet. */
export interface IoFailure {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  readonly message: string;
}

/** An open connection. */
export interface IoOpened {
  readonly kind: 'opened';
  readonly address: string;
  readonly port: number;
  readonly localAddress: string;
}

/** A finished TLS handshake; `fingerprint` is SHA-256 as colon-separated hexadecimal. */
export interface IoSecured {
  readonly kind: 'secured';
  readonly protocol: string;
  readonly cipher: string;
  readonly fingerprint: string;
  readonly authorized: boolean;
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
   * the next `read`, after whatever the server still said.
   */
  write(octets: Uint8Array): Promise<void>;
  /** The next octets in order; at most one read is pending. The octets are never written again. */
  read(): Promise<IoChunk>;
  /** Octets that arrived and were not read. */
  unread(): number;
  /** Closes in an orderly way what was written; nothing is pending. */
  close(): void;
  /** Drops the connection at once. */
  destroy(): void;
}
