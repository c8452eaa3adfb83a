import { commands, QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocument } from 'vscode';
import type { EngineProcess } from '../engineClient/engineProcess.ts';
import { withoutIcons } from '../words.ts';
import { SECTION } from '../parts.ts';
import { RECEIVER } from './chosenTarget.ts';
import type { ChosenServer, ChosenTarget } from './chosenTarget.ts';
import { configuredTargets } from './configuredTargets.ts';
import { domainsOf } from './domainsOf.ts';
import { parseTarget, targetText } from './targetText.ts';

/** What the list is made from. */
export interface TargetChoices {
  readonly document: TextDocument;
  readonly engine: EngineProcess;
  readonly recipients: readonly string[];
  /** What `# @target` lines suggest: offered, never chosen by themselves. */
  readonly suggested: readonly string[];
}

interface Item extends QuickPickItem {
  /** Undefined where the user gave up on the way. */
  readonly choose?: () => ChosenTarget | undefined | Promise<ChosenTarget | undefined>;
}

/** Asks where to connect; undefined where the user gave up. */
export async function chooseTarget(choices: TargetChoices): Promise<ChosenTarget | undefined> {
  const items: Item[] = [
    {
      label: '$(server-process) Embedded receiver',
      description: 'on this machine, delivers nowhere else',
      choose: () => RECEIVER,
    },
    ...(workspace.isTrusted ? serverItems(choices) : [trustItem()]),
  ];
  const title = 'Replay to which server?';
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.choose?.();
}

function serverItems({ document, engine, recipients, suggested }: TargetChoices): Item[] {
  const setting = workspace.getConfiguration(SECTION, document.uri).get<unknown>('targets');
  const servers = [
    ...configuredTargets(setting).map(({ name, server }) => serverItem(name, server, '')),
    ...suggested.flatMap(suggestedItem),
  ];
  const heading: Item = { label: 'servers', kind: QuickPickItemKind.Separator };
  return [
    heading,
    ...servers,
    { label: '$(globe) Other host…', description: 'host:port', choose: askForHost },
    ...domainsOf(recipients).map(({ domain, recipient }) => ({
      label: `$(mail) MX of ${withoutIcons(domain)}…`,
      description: 'looks up the servers for this recipient',
      choose: () => chooseMailHost(engine, recipient),
    })),
  ];
}

function serverItem(name: string, server: ChosenServer, note: string): Item {
  const description = [targetText(server), note].filter(part => part !== '').join(', ');
  return { label: `$(server) ${withoutIcons(name)}`, description, choose: () => server };
}

function suggestedItem(text: string): Item[] {
  const server = parseTarget(text);
  if (typeof server === 'string') return [];
  const note = 'suggested by this file';
  return [serverItem(targetText(server), { kind: 'server', ...server }, note)];
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

async function askForHost(): Promise<ChosenTarget | undefined> {
  const text = await window.showInputBox({
    title: 'Replay to which server?',
    prompt: 'host:port, such as mail.example.org:25 or [2001:db8::1]:25',
    validateInput: value => {
      const read = parseTarget(value);
      return typeof read === 'string' ? read : undefined;
    },
  });
  const server = text === undefined ? '' : parseTarget(text);
  return typeof server === 'string' ? undefined : { kind: 'server', ...server };
}

async function chooseMailHost(
  engine: EngineProcess,
  recipient: string,
): Promise<ChosenTarget | undefined> {
  const answer = await engine.request('mailHosts', { recipient });
  if (answer.kind === 'none') {
    void window.showWarningMessage(answer.message);
    return undefined;
  }
  const implicit = answer.source === 'implicit' ? 'no MX record: the domain itself' : '';
  const items = answer.hosts.map(({ host, preference }): Item => {
    const description = answer.source === 'mx' ? `preference ${String(preference)}` : implicit;
    const server: ChosenServer = { kind: 'server', host, port: 25 };
    return { label: `$(server) ${withoutIcons(host)}`, description, choose: () => server };
  });
  const title = `The servers for ${answer.domain}, in the order to try them`;
  const picked = await window.showQuickPick(items, { title });
  return picked?.choose?.();
}
