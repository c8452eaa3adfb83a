import type { ReplayEvent } from '../protocol/replay.ts';

/** The options of `replay` that have to do with a failure; '' where none has. */
export function optionsFor({
  reason,
  message,
}: Pick<Extract<ReplayEvent, { kind: 'failed' }>, 'reason' | 'message'>): string {
  // The engine does not know what a way out is called here: the editor has other names for it.
  if (message.includes('instead of implicit TLS')) return STARTTLS;
  if (message.includes('use implicit TLS')) return IMPLICIT;
  switch (reason) {
    case 'tls':
      return '--ca FILE trusts a certificate or its authority (PEM), --fingerprint SHA256 only this one, --server-name NAME checks for another name, --insecure takes any';
    case 'insecure':
      return '--insist-plaintext-auth allows it';
    case 'timeout':
      return '--timeout TIME waits longer';
    default:
      return '';
  }
}

const STARTTLS = '--tls starttls uses TLS where the session has STARTTLS';
const IMPLICIT = '--tls implicit speaks TLS from the first octet';
