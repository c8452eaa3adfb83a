import { commands, Disposable, env, StatusBarAlignment, window, workspace } from 'vscode';
import type { Event, QuickPickItem, StatusBarItem } from 'vscode';
import type { ReceiverState } from '../../server/protocol/engine.ts';
import { guarded } from '../guarded.ts';
import { MESSAGE_SCHEME } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { Mailboxes } from './mailboxes.ts';
import { receiverProfile } from './receiverProfile.ts';

/** The embedded receiver: its commands, its mailboxes, and a status bar item while it runs. */
export function register(
  parts: Parts,
  onReceiver: Event<ReceiverState>,
): { readonly disposable: Disposable; readonly state: () => ReceiverState } {
  const { engine, output, storage } = parts;
  const item = window.createStatusBarItem('smtpTranscript.receiver', StatusBarAlignment.Right);
  item.name = 'SMTP Embedded Receiver';
  item.command = 'smtpTranscript.receiverMenu';
  const mailboxes = new Mailboxes(parts);
  let state: ReceiverState = null;

  const start = guarded(output, 'The embedded receiver could not be started', async () => {
    const started = await engine.request('startReceiver', receiverProfile(storage));
    if (started === null) return;
    void window.showInformationMessage(
      `The embedded receiver listens on ${started.host} port ${String(started.port)}.`,
    );
  });
  const stop = guarded(output, 'The embedded receiver could not be stopped', async () => {
    // Asking would start an engine only to learn that nothing runs.
    if (state !== null) await engine.request('stopReceiver', null);
  });
  const show = guarded(output, 'The mailbox could not be read', () => mailboxes.show());
  const menu = guarded(output, 'That did not work', async () => {
    if (state !== null) await chooseAction(state, { show, stop });
  });
  const disposable = Disposable.from(
    item,
    onReceiver(next => {
      state = next;
      showState(item, state);
    }),
    workspace.registerTextDocumentContentProvider(MESSAGE_SCHEME, mailboxes),
    commands.registerCommand('smtpTranscript.startReceiver', start),
    commands.registerCommand('smtpTranscript.stopReceiver', stop),
    commands.registerCommand('smtpTranscript.showMailbox', show),
    commands.registerCommand('smtpTranscript.receiverMenu', menu),
  );
  return { disposable, state: () => state };
}

function showState(item: StatusBarItem, state: ReceiverState): void {
  void commands.executeCommand('setContext', 'smtpTranscript.receiverRuns', state !== null);
  if (state === null) {
    item.hide();
    return;
  }
  item.text = `$(inbox) SMTP :${String(state.port)}`;
  item.tooltip = `The embedded receiver listens on ${state.host} port ${String(state.port)}`;
  item.accessibilityInformation = { label: item.tooltip };
  item.show();
}

interface Action extends QuickPickItem {
  readonly act: () => unknown;
}

async function chooseAction(
  { host, port }: NonNullable<ReceiverState>,
  { show, stop }: { show: () => Promise<unknown>; stop: () => Promise<unknown> },
): Promise<void> {
  const address = `${host}:${String(port)}`;
  const actions: Action[] = [
    { label: '$(inbox) Show Local Mailbox', act: show },
    {
      label: '$(copy) Copy Address',
      description: address,
      act: () => env.clipboard.writeText(address),
    },
    { label: '$(debug-stop) Stop Embedded Receiver', act: stop },
  ];
  const picked = await window.showQuickPick(actions, { title: `Embedded receiver on ${address}` });
  await picked?.act();
}
