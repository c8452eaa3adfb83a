import { once } from 'node:events';
import { startReceiver } from '../receiver/receiver.ts';
import type { ReceiverOptions, ReceiverUser } from '../receiver/options.ts';
import { styleFor } from '../report/style.ts';
import { visible } from '../core/rule/finding.ts';
import { EXIT, UsageError } from './command.ts';
import type { Command, Invocation } from './command.ts';
import { choiceOf } from './format.ts';
import { parseHostPort } from './target.ts';

/** `receive`: a real receiver that stores mail as Maildir folders, until Ctrl-C. */
export const receiveCommand: Command = {
  name: 'receive',
  usage: 'receive [--listen HOST:PORT] [--mailbox DIR] [--users NAME[:PASSWORD],…] [--tls MODE]',
  summary: 'run an SMTP server that stores mail in local mailboxes',
  help: [
    '--listen HOST:PORT   where to listen (default 127.0.0.1 and a free port)',
    '--mailbox DIR        where the Maildir folders go (default ./smtp-mailbox)',
    '--users LIST         local parts that have a mailbox, with a password for AUTH after a colon',
    '--domains LIST       domains that mail is accepted for (default: example domains, test, localhost)',
    '--tls MODE           starttls (default), implicit or none',
  ],
  options: {
    listen: { type: 'string' },
    mailbox: { type: 'string' },
    users: { type: 'string', multiple: true },
    domains: { type: 'string', multiple: true },
    tls: { type: 'string' },
  },
  async run(invocation, terminal) {
    if (invocation.operands.length > 0) throw new UsageError('receive takes no files');
    const options = optionsOf(invocation);
    const style = styleFor(terminal.color ? 'color' : 'plain');
    const receiver = await startReceiver({
      ...options,
      onMessage: ({ from, copies, octets }) => {
        for (const { to, user, id } of copies) {
          const what = `<${visible(from)}> → <${visible(to)}>, ${octets} octets`;
          terminal.out(`${style.green('stored')} ${what} ${style.dim(`${visible(user)}/new/${visible(id)}`)}\n`);
        }
      },
      log: text => {
        if (!terminal.quiet) terminal.note(`${style.dim(visible(text))}\n`);
      },
    }).catch((error: unknown) => {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    });
    const host = receiver.host.includes(':') ? `[${receiver.host}]` : receiver.host;
    terminal.out(`listening on ${host}:${receiver.port}, mail goes to ${options.storage}\n`);
    if (receiver.certificate) terminal.note(`certificate SHA-256 ${receiver.certificate.fingerprint}\n`);
    if (!terminal.signal.aborted) await once(terminal.signal, 'abort');
    await receiver.close();
    return EXIT.fine;
  },
};

function optionsOf(invocation: Invocation): ReceiverOptions {
  const listen = invocation.value('listen');
  const users = invocation.values('users').flatMap(list => list.split(',')).map(userOf);
  const domains = invocation.values('domains').flatMap(list => list.split(','));
  return {
    storage: invocation.value('mailbox') ?? 'smtp-mailbox',
    tls: choiceOf(invocation, 'tls', ['starttls', 'implicit', 'none']),
    ...(listen === undefined ? {} : { listen: parseHostPort(listen, 0) }),
    ...(users.length === 0 ? {} : { users }),
    ...(domains.length === 0 ? {} : { domains }),
  };
}

function userOf(text: string): ReceiverUser {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text };
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
