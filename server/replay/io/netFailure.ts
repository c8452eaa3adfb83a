import type { FailureReason, Target } from '../../protocol/replay.ts';
import type { IoFailure } from './replayIo.ts';
import { alertOf, alertTextOf } from './tlsAlert.ts';

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
  ['ENOENT', { reason: 'refused', text: 'there is no such socket. Check the path' }],
  ['ENOTSOCK', { reason: 'refused', text: 'that is a file and not a socket. Check the path' }],
  ['EINVAL', { reason: 'unreachable', text: 'that address cannot be used from here' }],
] satisfies [string, Wording][]);

/** The `code` of a Node error, '' where there is none. */
export function errorCodeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/**
 * A socket error as a failure of the closed union; `where` names what it happened to, `target` what
 * was to be connected to.
 */
export function netFailureOf(error: unknown, where: string, target?: Target): IoFailure {
  const code = errorCodeOf(error);
  if (code === 'EADDRNOTAVAIL' && target?.localAddress !== undefined) {
    return failure('unreachable', `${where}: ${foreign(target.localAddress)}.`);
  }
  const known = WORDINGS.get(code);
  if (known) return failure(known.reason, `${where}: ${known.text}.`);
  const alert = alertOf(code);
  if (alert !== null) return failure('tls', `${where}: ${alertTextOf(alert)}.`);
  const detail = error instanceof Error ? error.message : String(error);
  if (code.startsWith('ERR_SSL')) return failure('tls', `${where}: TLS broke off: ${detail}`);
  const reason: FailureReason = code.startsWith('EAI_') ? 'dns' : 'internal';
  return failure(reason, `${where}: ${detail}`);
}

function failure(reason: FailureReason, message: string): IoFailure {
  return { kind: 'failed', reason, message };
}

function foreign(localAddress: string): string {
  return `this machine has no address ${localAddress} to connect from`;
}
