import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { authMechanisms } from './authenticate.ts';
import { loadCertificate } from './certificate.ts';
import type { ServerCertificate } from './certificate.ts';
import { createDirectory } from './directory.ts';
import { disabledCommandsOf } from './features.ts';
import { receiverSettingsOf } from './options.ts';
import type { ReceiverOptions, ReceiverSettings } from './options.ts';
import { refusalOf } from './refusal.ts';
import { correctReplies } from './replies.ts';
import { createSessionRules } from './session.ts';

/** A running receiver. */
export interface Receiver {
  /** The address it listens on, without brackets. */
  readonly host: string;
  readonly port: number;
  /** What it shows under TLS, PEM and SHA-256 fingerprint; null when TLS is off. */
  readonly certificate: { readonly pem: string; readonly fingerprint: string } | null;
  /** Tells every client 421, finishes what is being stored, and frees the port. Never rejects. */
  close(): Promise<void>;
}

/** How long a client has to read its 421 before its socket is destroyed, milliseconds. */
const goodbyeMs = 200;

/**
 * Starts a real SMTP server that stores mail for its users and relays nothing. Rejects when the
 * address cannot be listened on or the storage not written; after that no client can make it fail.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const settings = receiverSettingsOf(options);
  await mkdir(settings.storage, { recursive: true, mode: 0o700 });
  const certificate =
    settings.tls === 'none' ? null : await loadCertificate(settings.storage, settings.hostname);
  const pending = new Set<Promise<void>>();
  const server = createServer(settings, certificate, pending);
  const sockets = trackSockets(server);
  await listen(server, settings);
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { host } = settings.listen;
  settings.log(`listening on ${host} port ${String(port)}`);
  let closing: Promise<void> | undefined;
  return {
    host,
    port,
    certificate: certificate && { pem: certificate.cert, fingerprint: certificate.fingerprint },
    close: () => (closing ??= shutDown(server, sockets, pending)),
  };
}

function createServer(
  settings: ReceiverSettings,
  certificate: ServerCertificate | null,
  pending: Set<Promise<void>>,
): SMTPServer {
  const server: SMTPServer = new SMTPServer({
    ...libraryOptionsOf(settings, certificate),
    ...handlersOf(settings, pending),
    onConnect: (session, callback) => {
      for (const connection of server.connections) {
        if (connection.session === session) correctReplies(connection, settings);
      }
      settings.log(`connection ${describe(session)}`);
      callback();
    },
  });
  // Without a listener a client's broken handshake would end the process.
  server.on('error', error => {
    settings.log(`client error: ${visible(error.message)}`);
  });
  return server;
}

function libraryOptionsOf(
  settings: ReceiverSettings,
  certificate: ServerCertificate | null,
): SMTPServerOptions {
  const { disable } = settings;
  const off = ['WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD', ...disabledCommandsOf(disable)];
  if (certificate === null) off.push('STARTTLS');
  const secret = settings.users.some(user => user.password !== undefined);
  // The library takes AUTH in the clear wherever it cannot offer STARTTLS.
  const inTheClear = settings.tls !== 'implicit' && off.includes('STARTTLS');
  if (!secret || (inTheClear && settings.auth !== 'always')) off.push('AUTH');
  return {
    name: settings.hostname,
    heloResponse: '%s greets %s',
    secure: settings.tls === 'implicit',
    ...(certificate && { key: certificate.key, cert: certificate.cert, minVersion: 'TLSv1.2' }),
    disabledCommands: off,
    authMethods: [...authMechanisms],
    authOptional: true,
    allowInsecureAuth: settings.auth === 'always',
    hidePIPELINING: disable.includes('PIPELINING'),
    hide8BITMIME: disable.includes('8BITMIME'),
    hideSMTPUTF8: disable.includes('SMTPUTF8'),
    hideDSN: disable.includes('DSN'),
    hideENHANCEDSTATUSCODES: disable.includes('ENHANCEDSTATUSCODES'),
    ...(!disable.includes('SIZE') && { size: settings.sizeLimit }),
    maxClients: settings.maxConnections,
    maxRecipients: 1000,
    socketTimeout: settings.timeoutMs,
    // Asking the DNS for a client's name would tell the outside who connected.
    disableReverseLookup: true,
    logger: false,
  };
}

function handlersOf(settings: ReceiverSettings, pending: Set<Promise<void>>): SMTPServerOptions {
  const rules = createSessionRules(settings, createDirectory(settings));
  return {
    onAuth: (auth, session, callback) => {
      const answer = rules.authenticate(auth);
      settings.log(`login ${answer.user === undefined ? 'refused' : 'accepted'} ${session.id}`);
      callback(null, answer);
    },
    onMailFrom: (path, session, callback) => {
      callback(rules.acceptSender(path, session));
    },
    onRcptTo: (path, session, callback) => {
      const refusal = rules.acceptRecipient(path, session);
      if (refusal) settings.log(`${session.id} refused: ${visible(refusal.message)}`);
      callback(refusal);
    },
    onData: (stream, session, callback) => {
      const work = rules
        .store(stream, session)
        .then(
          text => {
            settings.log(`${session.id} ${text}`);
            callback(null, text);
          },
          (error: unknown) => {
            settings.log(`${session.id} not stored: ${visible(String(error))}`);
            callback(refusalOf(error));
          },
        )
        .catch((error: unknown) => {
          settings.log(`${session.id} ${visible(String(error))}`);
        })
        .finally(() => pending.delete(work));
      pending.add(work);
    },
  };
}

async function listen(server: SMTPServer, settings: ReceiverSettings): Promise<void> {
  const listening = once(server.server, 'listening');
  server.listen(settings.listen.port, settings.listen.host);
  await listening;
}

function trackSockets(server: SMTPServer): Set<Socket> {
  const sockets = new Set<Socket>();
  server.server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function shutDown(
  server: SMTPServer,
  sockets: Set<Socket>,
  pending: Set<Promise<void>>,
): Promise<void> {
  const closed = once(server.server, 'close');
  server.close();
  for (const connection of [...server.connections]) {
    connection.send(421, `${connection.name} Server shutting down`);
  }
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, goodbyeMs);
  await closed;
  clearTimeout(timer);
  await Promise.allSettled(pending);
}

function describe(session: SMTPServerSession): string {
  return `${session.id} from ${session.remoteAddress} port ${String(session.remotePort)}`;
}

/** A line of a log must stay one line and must not steer a terminal. */
function visible(text: string): string {
  return text.slice(0, 500).replace(/[\x00-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E]/gu, '?');
}
