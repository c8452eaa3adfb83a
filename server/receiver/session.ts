import type {
  SMTPServerAddress,
  SMTPServerAuthentication,
  SMTPServerAuthenticationResponse,
  SMTPServerDataStream,
  SMTPServerSession,
} from 'smtp-server';
import { authenticatedUser } from './authenticate.ts';
import type { Directory } from './directory.ts';
import { deliverToMaildirs } from './maildir.ts';
import type { DeliveredMessage, ReceiverSettings } from './options.ts';
import { refusalOfParameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { traceLinesOf } from './trace.ts';

/** What the receiver decides in the course of a session; a Refusal is the reply to give. */
export interface SessionRules {
  authenticate(auth: SMTPServerAuthentication): SMTPServerAuthenticationResponse;
  acceptSender(path: SMTPServerAddress, session: SMTPServerSession): Refusal | null;
  acceptRecipient(path: SMTPServerAddress, session: SMTPServerSession): Refusal | null;
  /** Resolves to the text after 250 once every copy is on the disk; rejects otherwise. */
  store(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string>;
}

/** The rules of a receiver with these settings and mailboxes. */
export function createSessionRules(settings: ReceiverSettings, directory: Directory): SessionRules {
  const { disable } = settings;
  return {
    authenticate: auth => {
      const user = authenticatedUser(auth, directory);
      return user === undefined
        ? { responseCode: 535, message: '5.7.8 Error: authentication failed' }
        : { user };
    },
    acceptSender: (path, session) =>
      refusalOfParameters({
        verb: 'MAIL',
        path,
        disable,
        smtpUtf8: session.envelope.smtpUtf8 === true,
      }),
    acceptRecipient: (path, session) =>
      refusalOfParameters({
        verb: 'RCPT',
        path,
        disable,
        smtpUtf8: session.envelope.smtpUtf8 === true,
      }) ?? refusalOfRecipient(path.address, directory),
    store: (stream, session) => store({ settings, directory, stream, session }),
  };
}

function refusalOfRecipient(address: string, directory: Directory): Refusal | null {
  const destination = directory.destinationOf(address);
  // A reply is ASCII unless the client said SMTPUTF8, and short in any case (RFC 5321 §4.5.3.1.5).
  const shown = /^[\x21-\x7E]{1,200}$/u.test(address) ? `<${address}>: ` : '';
  switch (destination.kind) {
    case 'mailbox':
      return null;
    case 'unknown-user':
      return new Refusal(550, '5.1.1', `${shown}Recipient address rejected: User unknown`);
    case 'elsewhere':
      return new Refusal(550, '5.7.1', `${shown}Relay access denied`);
  }
}

/** One message on its way in. */
interface Incoming {
  readonly settings: ReceiverSettings;
  readonly directory: Directory;
  readonly stream: SMTPServerDataStream;
  readonly session: SMTPServerSession;
}

async function store(incoming: Incoming): Promise<string> {
  const { settings, stream, session } = incoming;
  const copies = copiesOf(incoming);
  const count = { octets: 0 };
  try {
    const content = limitedContent(stream, settings.sizeLimit, count);
    const ids = await deliverToMaildirs(settings.storage, copies, content);
    announce(settings, {
      from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
      copies: copies.map(({ to, user }, index) => ({ to, user, id: ids[index] ?? '' })),
      octets: count.octets,
    });
    return `OK: stored as ${session.id}`;
  } finally {
    // The reply comes after the content even where the content is refused halfway.
    stream.resume();
  }
}

function copiesOf({ settings, directory, session }: Incoming) {
  const date = new Date();
  const { mailFrom, rcptTo } = session.envelope;
  return rcptTo.flatMap(({ address: to }) => {
    const destination = directory.destinationOf(to);
    if (destination.kind !== 'mailbox') return [];
    const trace = traceLinesOf({
      from: mailFrom ? mailFrom.address : '',
      to: to.includes('@') ? to : `${to}@${settings.hostname}`,
      helo: session.hostNameAppearsAs,
      address: session.remoteAddress,
      hostname: settings.hostname,
      protocol: session.transmissionType,
      tls: session.tlsOptions ? session.tlsOptions.version : undefined,
      id: session.id,
      date,
    });
    return [{ to, user: destination.user, trace }];
  });
}

/** The content as it comes, until it grows over the limit (RFC 1870 §6.3). */
async function* limitedContent(
  stream: SMTPServerDataStream,
  limit: number,
  count: { octets: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const octets = chunk as Uint8Array;
    count.octets += octets.length;
    if (count.octets > limit) {
      throw new Refusal(552, '5.3.4', `Message exceeds the limit of ${String(limit)} octets`);
    }
    yield octets;
  }
}

/** A listener's failure is not the client's: the message is stored already. */
function announce(settings: ReceiverSettings, message: DeliveredMessage): void {
  try {
    settings.onMessage(message);
  } catch (error) {
    settings.log(`onMessage failed: ${String(error)}`);
  }
}
