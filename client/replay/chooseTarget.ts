import { commands, QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocument } from 'vscode';
import type { EnvironmentChoice } from '../environments/environmentChoice.ts';
import type { Parts } from '../parts.ts';
import { withoutIcons } from '../words.ts';
import { RECEIVER } from './chosenTarget.ts';
import type { ChosenServer, ChosenTarget } from './chosenTarget.ts';
import { domainsOf } from './domainsOf.ts';
import type { ReplayOptions } from './replayRequest.ts';
import { parseTarget, targetText } from './targetText.ts';

/** What the list is made from. */
export interface TargetChoices {
  readonly document: TextDocument;
  readonly parts: Pick<Parts, 'engine' | 'environments'>;
  readonly recipients: readonly string[];
  /** What `# @target` lines suggest: offered, never chosen by themselves. */
  readonly suggested: readonly string[];
}

/** Where to: a server, or an environment with all that belongs to it. */
export type TargetOptions = Pick<ReplayOptions, 'target' | 'environment'>;

interface Item extends QuickPickItem {
  /** Undefined where the user gave up on the way. */
  readonly choose?: () => TargetOptions | undefined | Promise<TargetOptions | undefined>;
}

/** Asks where to connect; undefined where the user gave up. */
export async function chooseTarget(choices: TargetChoices): Promise<TargetOptions | undefined> {
  const items: Item[] = [
    {
      label: '$(server-process) Embedded receiver',
      description: 'on this machine, delivers nowhere else',
      choose: () => ({ target: RECEIVER }),
    },
    ...(workspace.isTrusted ? await serverItems(choices) : [trustItem()]),
  ];
  const title = 'Replay to which server?';
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.choose?.();
}

async function serverItems(choices: TargetChoices): Promise<Item[]> {
  const { document, parts, recipients, suggested } = choices;
  const environments = await parts.environments.all(document.uri);
  const servers = [
    ...environments.filter(each => each.environment !== null).map(environmentItem),
    ...suggested.flatMap(suggestedItem),
  ];
  const heading: Item = { label: 'servers', kind: QuickPickItemKind.Separator };
  return [
    heading,
    ...servers,
    { label: '$(globe) Other host…', description: 'host:port', choose: askForHost },
    ...domainsOf(recipients).flatMap(({ domain, recipient }) =>
      mailItems(choices, domain, recipient),
    ),
  ];
}

function environmentItem(environment: EnvironmentChoice): Item {
  const { name, environment: server } = environment;
  const host =
    server?.host ?? (server?.mx === undefined ? server?.path : `MX of ${server.mx}`) ?? '';
  const production = server?.production === true;
  return {
    label: `$(${production ? 'warning' : 'server'}) ${withoutIcons(name)}`,
    description: production ? `${host}, PRODUCTION` : host,
    choose: () => ({ environment }),
  };
}

function suggestedItem(text: string): Item[] {
  const server = parseTarget(text);
  if (typeof server === 'string') return [];
  const target: ChosenServer = { kind: 'server', ...server };
  return [
    {
      label: `$(server) ${withoutIcons(targetText(server))}`,
      description: 'suggested by this file',
      choose: () => ({ target }),
    },
  ];
}

function trustItem(): Item {
  return {
    label: '$(workspace-untrusted) Other servers need a trusted workspace…',
    choose: async () => {
      await commands.executeCommand('workbench.trust.manage');
      return undefined;
    },
  };
}

async function askForHost(): Promise<TargetOptions | undefined> {
  const text = await window.showInputBox({
    title: 'Replay to which server?',
    prompt: 'host:port, such as mail.example.org:25 or [2001:db8::1]:25',
    validateInput: value => {
      const read = parseTarget(value);
      return typeof read === 'string' ? read : undefined;
    },
  });
  const server = text === undefined ? '' : parseTarget(text);
  return typeof server === 'string' ? undefined : { target: { kind: 'server', ...server } };
}

function mailItems(choices: TargetChoices, domain: string, recipient: string): Item[] {
  const all: ChosenTarget = { kind: 'mx', domain, port: 25, dnsServers: [], options: {} };
  const shown = withoutIcons(domain);
  return [
    {
      label: `$(mail) MX of ${shown}`,
      description: 'its servers, in their order, until one can be used',
      choose: () => ({ target: all }),
    },
    {
      label: `$(mail) One of the MX of ${shown}…`,
      description: 'looks up the servers for this recipient',
      choose: () => chooseMailHost(choices, recipient),
    },
  ];
}

async function chooseMailHost(
  { parts }: TargetChoices,
  recipient: string,
): Promise<TargetOptions | undefined> {
  const answer = await parts.engine.request('mailHosts', { recipient });
  if (answer.kind === 'none') {
    void window.showWarningMessage(answer.message);
    return undefined;
  }
  const implicit = answer.source === 'implicit' ? 'no MX record: the domain itself' : '';
  const items = answer.hosts.map(({ host, preference }): Item => {
    const description = answer.source === 'mx' ? `preference ${String(preference)}` : implicit;
    const target: ChosenServer = { kind: 'server', host, port: 25 };
    return { label: `$(server) ${withoutIcons(host)}`, description, choose: () => ({ target }) };
  });
  const title = `The servers for ${answer.domain}, in the order to try them`;
  const picked = await window.showQuickPick(items, { title });
  return picked?.choose?.();
}
