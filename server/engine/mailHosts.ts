import type { MailHostsAnswer } from '../protocol/engine.ts';
import { resolveMx } from '../replay/resolve/resolveMx.ts';

/** The look-up in the shape of the protocol: every reason for "nowhere" is one sentence. */
export async function mailHosts(
  recipient: string,
  dnsServers: readonly string[] = [],
): Promise<MailHostsAnswer> {
  const found = await resolveMx(recipient, { dnsServers });
  if (found.kind === 'hosts') return found;
  return { kind: 'none', domain: found.domain, message: found.message };
}
