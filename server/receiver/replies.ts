import type { SMTPServer } from 'smtp-server';
import type { ReceiverSettings } from './options.ts';

/** One connection of the library. */
export type Connection = SMTPServer['connections'] extends Set<infer One> ? One : never;

type Reply = Parameters<Connection['send']>;

const ownEnhancedCode = /^[245]\.\d{1,3}\.\d{1,3} /u;

/**
 * Verbs that everybody knows. Where they are not served RFC 5321 §4.2.4 wants 502, and the
 * library answers 500 as if it had never heard of them.
 */
const known = new Set<string>([
  ...['STARTTLS', 'AUTH', 'EHLO', 'VRFY', 'EXPN', 'HELP'],
  ...['BDAT', 'ETRN', 'TURN', 'ATRN', 'SEND', 'SOML', 'SAML'],
]);

/** Changes what the library would say on one connection to what RFC 5321 and 2034 ask for. */
export function correctReplies(connection: Connection, settings: ReceiverSettings): void {
  const send = connection.send.bind(connection);
  connection.send = (code, data, context): void => {
    const specific = moreSpecific(connection, [code, data, context]);
    send(...withOwnEnhancedCode(withoutUselessAuth(connection, settings, specific), settings));
  };
}

function moreSpecific(connection: Connection, reply: Reply): Reply {
  const [code, data, context] = reply;
  if (code === 500 && typeof context === 'string' && known.has(context)) {
    return [502, '5.5.1 Error: command not implemented', false];
  }
  // RFC 5321 §3.3 allows 503 and 554 when no recipient was accepted; 554 says what is wrong.
  if (code === 503 && data === 'Error: need RCPT command' && connection.session.envelope.mailFrom) {
    return [554, '5.5.1 Error: no valid recipients', false];
  }
  return reply;
}

/** AUTH is announced only where it would be accepted (RFC 4954 §4). */
function withoutUselessAuth(
  connection: Connection,
  settings: ReceiverSettings,
  [code, data, context]: Reply,
): Reply {
  const usable = connection.session.secure || settings.auth === 'always';
  if (usable || !Array.isArray(data)) return [code, data, context];
  return [code, data.filter(line => !line.startsWith('AUTH ')), context];
}

/** A text that brings its enhanced status code must not get a second one. */
function withOwnEnhancedCode([code, data, context]: Reply, settings: ReceiverSettings): Reply {
  if (typeof data !== 'string' || !ownEnhancedCode.test(data)) return [code, data, context];
  const bare = settings.disable.includes('ENHANCEDSTATUSCODES');
  return [code, bare ? data.replace(ownEnhancedCode, '') : data, false];
}
