import type { IoChunk, IoFailure, IoOpened, IoSecured, ReplayIo } from './replayIo.ts';

/** What the far end of a connection in memory does. */
export interface MemoryServer {
  /** The octets it sends, as they arrive: one entry a read. */
  readonly chunks: readonly Uint8Array[];
  /** What comes after them; `stall` waits until the connection is dropped. */
  readonly then: 'end' | 'stall' | IoFailure;
  /** Called with every write. */
  readonly onWrite?: (octets: Uint8Array) => void;
}

/** A connection without a network, for tests: the server's octets do not depend on the client's. */
export function memoryIo(server: MemoryServer): ReplayIo {
  let next = 0;
  let stalled: ((chunk: IoChunk) => void) | undefined;
  const read = (got: (chunk: IoChunk) => void): void => {
    const octets = server.chunks[next];
    next += 1;
    if (octets) got({ kind: 'octets', octets });
    else if (server.then === 'stall') stalled = got;
    else got(server.then === 'end' ? { kind: 'end' } : server.then);
  };
  return {
    connect: () => Promise.resolve(OPENED),
    startTls: () => Promise.resolve(SECURED),
    write: octets => {
      server.onWrite?.(octets);
      return Promise.resolve();
    },
    read,
    unread: () => 0,
    close: () => undefined,
    destroy: () => stalled?.({ kind: 'end' }),
  };
}

/** What a connection that is none tells of its opening. */
export const OPENED: IoOpened = {
  kind: 'opened',
  address: '127.0.0.1',
  port: 25,
  localAddress: '127.0.0.1',
};

/** The same of its handshake. */
export const SECURED: IoSecured = {
  kind: 'secured',
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  fingerprint: '',
  authorized: true,
  certificate: null,
  channelBinding: null,
};
