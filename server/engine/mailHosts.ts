import type { MailHostsAnswer } from '../protocol/engine.ts';
import { mailHostsOf } from '../replay/resolve/mx.ts';

/** The look-up in the shape of the protocol: every reason for "nowhere" is one sentence. */
export async function mailHosts(recipient: string): Promise<MailHostsAnswer> {
  const found = await mailHostsOf(recipient);
  if (found.kind === 'hosts') return found;
  return { kind: 'none', domain: found.domain, message: found.message };
}
