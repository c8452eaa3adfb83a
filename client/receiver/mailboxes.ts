import { languages, Uri, window, workspace } from 'vscode';
import type { QuickPickItem, TextDocumentContentProvider } from 'vscode';
import type { MailboxEntry, MessageEntry } from '../../server/protocol/engine.ts';
import { MESSAGE_SCHEME } from '../parts.ts';
import type { Parts } from '../parts.ts';
import { countOf, withoutIcons } from '../words.ts';
import { messageText, SHOWN_OCTETS, sizeText } from './messageText.ts';

/** The local mailboxes: lists, and readonly documents of stored messages. */
export class Mailboxes implements TextDocumentContentProvider {
  readonly #parts: Pick<Parts, 'engine' | 'storage'>;

  constructor(parts: Pick<Parts, 'engine' | 'storage'>) {
    this.#parts = parts;
  }

  /** The message that a `smtp-mail:` URI names. */
  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const { user, id } = placeOf(uri);
    const limit = SHOWN_OCTETS;
    const stored = await this.#parts.engine.request('readMessage', {
      storage: this.#parts.storage.fsPath,
      user,
      id,
      limit,
    });
    if (stored === null) return 'This message is no longer in the mailbox.\n';
    return messageText(stored.octets, stored.cut);
  }

  /** Lets the user pick a mailbox and a message, and opens it. */
  async show(): Promise<void> {
    const storage = this.#parts.storage.fsPath;
    const mailboxes = await this.#parts.engine.request('mailboxes', { storage });
    if (mailboxes.length === 0) {
      const message =
        'The local mailbox is empty. Replay a transcript to the embedded receiver first.';
      void window.showInformationMessage(message);
      return;
    }
    const user = await chooseMailbox(mailboxes);
    if (user === undefined) return;
    const messages = await this.#parts.engine.request('messages', { storage, user });
    const message = await chooseMessage(user, messages);
    if (message) await this.open(user, message.id);
  }

  /** Opens one message. */
  async open(user: string, id: string): Promise<void> {
    const document = await workspace.openTextDocument(uriOf(user, id));
    if (document.languageId !== 'plaintext') {
      await languages.setTextDocumentLanguage(document, 'plaintext');
    }
    await window.showTextDocument(document, { preview: true });
  }
}

async function chooseMailbox(mailboxes: readonly MailboxEntry[]): Promise<string | undefined> {
  const items = mailboxes.map(({ user, messages }) => ({
    label: `$(inbox) ${withoutIcons(user)}`,
    description: countOf(messages, 'message'),
    user,
  }));
  const title = 'Mailboxes of the embedded receiver';
  return (await window.showQuickPick(items, { title }))?.user;
}

async function chooseMessage(
  user: string,
  messages: readonly MessageEntry[],
): Promise<MessageEntry | undefined> {
  const items = messages.map((message): QuickPickItem & { message: MessageEntry } => ({
    label: `$(mail) ${withoutIcons(message.subject === '' ? '(no subject)' : message.subject)}`,
    description: withoutIcons(message.from),
    detail: `${new Date(message.received).toLocaleString()}, ${sizeText(message.size)}`,
    message,
  }));
  const title = `Messages of ${user}, newest first`;
  const picked = await window.showQuickPick(items, {
    title,
    matchOnDescription: true,
    placeHolder: messages.length === 0 ? 'There are none.' : countOf(messages.length, 'message'),
  });
  return picked?.message;
}

function uriOf(user: string, id: string): Uri {
  return Uri.from({
    scheme: MESSAGE_SCHEME,
    path: `/${user.replace(/\//g, '_')}.eml`,
    query: JSON.stringify([user, id]),
  });
}

function placeOf({ query }: Uri): { readonly user: string; readonly id: string } {
  try {
    const value: unknown = JSON.parse(query);
    if (Array.isArray(value)) return { user: String(value[0]), id: String(value[1]) };
  } catch {
    // A URI that somebody else made names no message.
  }
  return { user: '', id: '' };
}
