import { workspace } from 'vscode';
import type { Uri } from 'vscode';
import type { RunTarget } from '../../server/protocol/engine.ts';
import type { Target } from '../../server/protocol/replay.ts';
import type { EngineProcess } from '../engineClient/engineProcess.ts';
import { receiverProfile } from '../receiver/receiverProfile.ts';
import { targetWords } from './chosenTarget.ts';
import type { ChosenMailHosts, ChosenTarget } from './chosenTarget.ts';
import type { Consents } from './consents.ts';
import { domainsOf } from './domainsOf.ts';

/** What a target is settled with. */
export interface SettleContext {
  readonly engine: EngineProcess;
  readonly consents: Consents;
  /** Folder of the receiver's mail. */
  readonly storage: Uri;
  /** The document whose settings count. */
  readonly uri: Uri;
  /** Of all sessions that are going to run. */
  readonly recipients: readonly string[];
}

/** The target as the engine takes it; undefined where the user did not agree. Rejects in words. */
export async function settleTarget(
  chosen: ChosenTarget,
  context: SettleContext,
): Promise<RunTarget | undefined> {
  if (chosen.kind === 'receiver') {
    return { kind: 'receiver', profile: receiverProfile(context.storage, context.uri) };
  }
  if (!workspace.isTrusted) {
    throw new Error('this workspace is not trusted: only the embedded receiver can be used.');
  }
  const targets: readonly Target[] =
    chosen.kind === 'server' ? [chosen] : await hostsOf(chosen, context);
  const { recipients } = context;
  const production = chosen.production === true ? (chosen.name ?? targetWords(chosen)) : undefined;
  const consents = await context.consents.ask({ targets, recipients, production });
  if (consents === undefined) return undefined;
  const [target] = targets;
  if (chosen.kind === 'server' && target !== undefined) {
    return { kind: 'server', target, consent: consents[0] ?? null };
  }
  return { kind: 'hosts', targets, consents };
}

async function hostsOf(
  chosen: ChosenMailHosts,
  { engine, recipients }: SettleContext,
): Promise<readonly Target[]> {
  const recipient = recipientOf(chosen, recipients);
  const { dnsServers } = chosen;
  const answer = await engine.request('mailHosts', { recipient, dnsServers });
  if (answer.kind === 'none') throw new Error(answer.message);
  return answer.hosts.map(({ host }) => ({ ...chosen.options, host, port: chosen.port }));
}

function recipientOf({ domain }: ChosenMailHosts, recipients: readonly string[]): string {
  if (domain !== 'auto') return `postmaster@${domain}`;
  const [first, ...others] = domainsOf(recipients);
  if (first === undefined)
    throw new Error('no recipient has a domain whose MX could be looked up.');
  if (others.length === 0) return first.recipient;
  const named = [first, ...others].map(each => each.domain).join(', ');
  throw new Error(
    `the recipients are of several domains (${named}): replay to the MX of one of them.`,
  );
}
