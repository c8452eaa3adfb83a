import type { FailureReason } from '../../protocol/replay.ts';
import type { IoFailure } from './replayIo.ts';

interface Wording {
  readonly reason: FailureReason;
  readonly text: string;
}

const WORDINGS: ReadonlyMap<string, Wording> = new Map([
  [
    'ECONNREFUSED',
    { reason: 'refused', text: 'nothing listens there. Check the port and that the server runs' },
  ],
  ['ENOTFOUND', { reason: 'dns', text: 'the name does not exist. Check its spelling' }],
  ['EAI_AGAIN', { reason: 'dns', text: 'the name could not be looked up now. Check the network' }],
  ['EHOSTUNREACH', { reason: 'unreachable', text: 'no route leads to that host' }],
  ['ENETUNREACH', { reason: 'unreachable', text: 'the network cannot be reached from here' }],
  ['EHOSTDOWN', { reason: 'unreachable', text: 'the host is down' }],
  [
    'EADDRNOTAVAIL',
    { reason: 'unreachable', text: 'this machine has no address for that network' },
  ],
  ['EACCES', { reason: 'unreachable', text: 'this machine does not allow the connection' }],
  ['EPERM', { reason: 'unreachable', text: 'this machine does not allow the connection' }],
  [
    'ETIMEDOUT',
    { reason: 'timeout', text: 'nothing answered. A firewall may drop connections to this port' },
  ],
  ['ECONNRESET', { reason: 'reset', text: 'the connection was reset' }],
  ['ECONNABORTED', { reason: 'reset', text: 'the connection was aborted' }],
  ['EPIPE', { reason: 'closed', text: 'the server had closed the connection' }],
] satisfies [string, Wording][]);

/** The `code` of a Node error, '' where there is none. */
export function errorCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** A socket error as a failure of the closed union; `where` names what it happened to. */
export function netFailureOf(error: unknown, where: string): IoFailure {
  const code = errorCodeOf(error);
  const known = WORDINGS.get(code);
  if (known) return { kind: 'failed', reason: known.reason, message: `${where}: ${known.text}.` };
  const detail = error instanceof Error ? error.message : String(error);
  if (code.startsWith('ERR_SSL')) {
    return { kind: 'failed', reason: 'tls', message: `${where}: TLS broke off: ${detail}` };
  }
  const reason: FailureReason = code.startsWith('EAI_') ? 'dns' : 'internal';
  return { kind: 'failed', reason, message: `${where}: ${detail}` };
}
