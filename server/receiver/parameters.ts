import type { SMTPServerAddress } from 'smtp-server';
import type { ReceiverFeature } from './features.ts';
import { splitAddress } from './directory.ts';
import { Refusal } from './refusal.ts';

/** The extension that each parameter belongs to; without it the parameter is refused. */
const mailParameters = new Map<string, ReceiverFeature>([
  ['SIZE', 'SIZE'],
  ['BODY', '8BITMIME'],
  ['SMTPUTF8', 'SMTPUTF8'],
  ['RET', 'DSN'],
  ['ENVID', 'DSN'],
  ['AUTH', 'AUTH'],
]);

const rcptParameters = new Map<string, ReceiverFeature>([
  ['NOTIFY', 'DSN'],
  ['ORCPT', 'DSN'],
]);

/** What one address command of a session is checked against. */
export interface AddressCommand {
  readonly verb: 'MAIL' | 'RCPT';
  readonly path: SMTPServerAddress;
  readonly disable: readonly ReceiverFeature[];
  /** Whether the transaction's MAIL command said SMTPUTF8. */
  readonly smtpUtf8: boolean;
}

/**
 * The reply to a parameter of an extension that is not offered (555, RFC 5321 §4.1.1.11) and to
 * a local part outside ASCII without SMTPUTF8 (RFC 6531 §3.2); null when all is well.
 */
export function refusalOfParameters(command: AddressCommand): Refusal | null {
  const known = command.verb === 'MAIL' ? mailParameters : rcptParameters;
  const unknown = Object.keys(command.path.args || {}).some(keyword => {
    const extension = known.get(keyword);
    return extension === undefined || command.disable.includes(extension);
  });
  if (unknown) {
    return new Refusal(555, '5.5.4', `Unsupported ${command.verb} parameter`);
  }
  const { local } = splitAddress(command.path.address);
  if (/[\u0080-\uFFFF]/u.test(local) && !command.smtpUtf8) {
    return new Refusal(553, '5.6.7', 'Address outside ASCII without SMTPUTF8');
  }
  return null;
}
