import { once } from 'node:events';
import { join } from 'node:path';
import { maildirOf } from '../receiver/maildir.ts';
import { visibleOf } from '../core/octets/visible.ts';
import type { DeliveredMessage, ReceiverOptions, ReceiverUser } from '../receiver/options.ts';
import { startReceiver } from '../receiver/receiver.ts';
import type { Receiver } from '../receiver/receiver.ts';
import { isLoopbackAddress } from '../replay/resolve/isLoopbackAddress.ts';
import { styleFor } from '../report/style.ts';
import type { Style } from '../report/style.ts';
import { EXIT, RunError, UsageError } from './command.ts';
import type { Command, Invocation, Terminal } from './command.ts';
import { choiceOf } from './format.ts';
import { reasonOf } from './reasonOf.ts';
import { parseHostPort, placeOf } from './target.ts';

/** `receive`: a real receiver that stores mail as Maildir folders, until Ctrl-C. */
export const receiveCommand: Command = {
  name: 'receive',
  usage: 'receive [--listen HOST:PORT] [--mailbox DIR] [--users NAME[:PASSWORD],…] [--tls MODE]',
  summary: 'run an SMTP server that stores mail in local mailboxes',
  help: [
    '--listen HOST:PORT   where to listen (default 127.0.0.1 and a free port)',
    '--mailbox DIR        where the Maildir folders go (default ./smtp-mailbox)',
    '--users LIST         local parts that have a mailbox, with a password for AUTH after a colon',
    '                     (default: alice, bob, carol and a few more)',
    '--domains LIST       domains that mail is accepted for; *.example.org: all below it',
    '                     (default: the example domains, test and localhost)',
    '--tls MODE           starttls (default), implicit or none',
  ],
  options: {
    listen: { type: 'string' },
    mailbox: { type: 'string' },
    users: { type: 'string', multiple: true },
    domains: { type: 'string', multiple: true },
    tls: { type: 'string' },
  },
  interruptible: true,
  async run(invocation, terminal) {
    if (invocation.operands.length > 0) throw new UsageError('receive takes no files');
    const options = optionsOf(invocation);
    const style = styleFor(terminal.color ? 'color' : 'plain');
    let announced = false;
    const receiver = await start({
      ...options,
      onMessage: message => {
        terminal.out(storedLines(message, { style, storage: options.storage }));
      },
      log: text => {
        // What it says while it starts is said below, or in the complaint.
        if (announced) terminal.note(`${style.dim(visibleOf(text))}\n`);
      },
    });
    announce(receiver, { options, terminal });
    announced = true;
    if (!terminal.signal.aborted) await once(terminal.signal, 'abort');
    await receiver.close();
    return EXIT.fine;
  },
};

async function start(options: ReceiverOptions): Promise<Receiver> {
  try {
    return await startReceiver(options);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw new RunError(`the receiver cannot be started: ${reasonOf(error)}`);
  }
}

function announce(
  receiver: Receiver,
  { options, terminal }: { readonly options: ReceiverOptions; readonly terminal: Terminal },
): void {
  const { users, domains, storage } = options;
  const secured = options.tls === 'implicit' ? ' (TLS)' : '';
  terminal.out(`listening on ${placeOf(receiver)}${secured}, mail goes to ${visibleOf(storage)}\n`);
  if (users) terminal.note(`mailboxes: ${visibleOf(users.map(user => user.name).join(', '))}\n`);
  if (domains) terminal.note(`domains: ${visibleOf(domains.join(', '))}\n`);
  const { certificate } = receiver;
  if (!isLoopbackAddress(receiver.host)) {
    terminal.note('other machines can reach it; --listen 127.0.0.1:PORT keeps it to this one\n');
  }
  if (certificate) terminal.note(`certificate SHA-256 ${certificate.fingerprint}\n`);
}

function storedLines(
  { from, copies, octets }: DeliveredMessage,
  { style, storage }: { readonly style: Style; readonly storage: string },
): string {
  return copies
    .map(({ to, user, id }) => {
      const what = `<${visibleOf(from)}> → <${visibleOf(to)}>, ${octets} octets`;
      const where = style.dim(visibleOf(join(maildirOf(storage, user), 'new', id)));
      return `${style.green('stored')} ${what} ${where}\n`;
    })
    .join('');
}

function optionsOf(invocation: Invocation): ReceiverOptions {
  const listen = invocation.value('listen');
  const users = listOf(invocation, 'users').map(userOf);
  const domains = listOf(invocation, 'domains');
  return {
    storage: invocation.value('mailbox') ?? 'smtp-mailbox',
    tls: choiceOf(invocation, 'tls', ['starttls', 'implicit', 'none']),
    ...(listen !== undefined && { listen: parseHostPort(listen, 0) }),
    ...(users.length > 0 && { users }),
    ...(domains.length > 0 && { domains }),
  };
}

function listOf(invocation: Invocation, name: string): string[] {
  const entries = invocation.values(name).flatMap(list => list.split(','));
  return entries.map(entry => entry.trim());
}

function userOf(text: string): ReceiverUser {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text };
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
