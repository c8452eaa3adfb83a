import { connectionOf } from '../../config/environment/connectionOf.ts';
import type { Connection, ConnectionSettings } from '../../config/environment/connectionOf.ts';
import type { Environment } from '../../protocol/environment.ts';
import { UsageError } from '../command.ts';
import type { Invocation } from '../command.ts';
import { parseHostPort, placeOf } from '../target.ts';
import { connectionFlagsOf } from './connectionFlags.ts';
import type { ConnectionFlags } from './connectionFlags.ts';
import type { Place, PlaceServer } from './place.ts';

/** The name of the place where nobody named one. */
const RECEIVER = 'embedded receiver';

/** What one place is made of, before its files are read. */
interface Wanted {
  readonly name: string;
  readonly environment: Environment | undefined;
  readonly settings: ConnectionSettings;
}

/**
 * The servers that the command line names, each once, in its order: `--to`, `--unix`, `--mx`, then
 * the environments that name one. An environment without a server gives its variables to the
 * others. Throws a UsageError for what cannot be; nothing is looked up.
 */
export async function placesOf(
  invocation: Invocation,
  environments: readonly Environment[],
): Promise<readonly Place[]> {
  const flags = connectionFlagsOf(invocation);
  const [own, plain] = [
    environments.filter(hasServer),
    environments.filter(one => !hasServer(one)),
  ];
  const onLine = settingsOnLine(invocation);
  const wanted: Wanted[] = [
    ...onLine.map(settings => ({ ...settings, environment: plain[0] })),
    ...own.map(environment => ({ name: environment.name, environment, settings: environment })),
  ];
  if (onLine.length > 0 && plain.length > 1) {
    const names = plain.map(({ name }) => name).join('" and "');
    throw new UsageError(
      `the environments "${names}" name no server: only one of them can be used`,
    );
  }
  if (onLine.length === 0) wanted.push(...plain.map(withoutServer));
  if (wanted.length === 0) wanted.push({ name: RECEIVER, environment: undefined, settings: {} });
  refuseIdle(invocation, flags, wanted);
  const unique = new Map(wanted.map(one => [one.name, one]));
  return Promise.all([...unique.values()].map(one => placeFor(one, flags)));
}

function hasServer({ host, mx, path }: ConnectionSettings): boolean {
  return host !== undefined || mx !== undefined || path !== undefined;
}

function withoutServer(environment: Environment): Wanted {
  return { name: environment.name, environment, settings: {} };
}

function settingsOnLine(
  invocation: Invocation,
): readonly { readonly name: string; readonly settings: ConnectionSettings }[] {
  const implicit = invocation.value('tls') === 'implicit';
  const tos = invocation.values('to').map(text => {
    const place = parseHostPort(text, implicit ? 465 : 25);
    if (place.port === 0) throw new UsageError(`"${text}": no server listens on port 0`);
    return { name: placeOf(place), settings: place };
  });
  const paths = invocation.values('unix').map(path => ({ name: path, settings: { path } }));
  return [...tos, ...paths, ...invocation.values('mx').map(mxOf)];
}

/** `DOMAIN` or `auto`, with a port where it is not 25. */
function mxOf(text: string): { readonly name: string; readonly settings: ConnectionSettings } {
  const match = /^((?:[\w-]{1,63}\.){0,40}[\w-]{1,63}\.?)(?::(\d{1,5}))?$/.exec(text);
  const [, mx = '', digits] = match ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (match === null || port === 0 || (port ?? 1) > 65_535) {
    throw new UsageError(`--mx takes a domain, or auto, not "${text}"`);
  }
  const name = mx === 'auto' ? 'MX of the recipients' : `MX of ${mx}`;
  return { name, settings: { mx, ...(port !== undefined && { port }) } };
}

/** Options that would do nothing are a misunderstanding: mail could go where nobody wants it. */
function refuseIdle(
  invocation: Invocation,
  { given }: ConnectionFlags,
  wanted: readonly Wanted[],
): void {
  if (!wanted.some(({ settings }) => settings.mx !== undefined) && invocation.value('dns')) {
    throw new UsageError('--dns goes with --mx');
  }
  if (wanted.some(({ settings }) => hasServer(settings))) return;
  const idle = invocation.values('allow').length > 0 ? 'allow' : given[0];
  if (idle !== undefined) {
    throw new UsageError(`--${idle} goes with --to, --env, --mx or --unix`);
  }
}

async function placeFor(wanted: Wanted, flags: ConnectionFlags): Promise<Place> {
  const { name, environment } = wanted;
  const settings = { ...wanted.settings, ...flags.settings };
  const answer = await connectionOf(settings);
  if (answer.kind === 'fault') throw new UsageError(answer.message);
  const { family } = flags;
  const connection = { ...answer.connection, ...(family !== undefined && { family }) };
  const server = serverOf(settings, connection);
  const where = wanted.settings === environment ? whereOf(server) : '';
  const production = environment?.production === true && server.kind !== 'receiver';
  const inTheClear = settings.tls === 'none';
  return { shown: { name, where, production }, environment, server, inTheClear };
}

function serverOf(settings: ConnectionSettings, connection: Connection): PlaceServer {
  const { host, path, mx, dnsServers = [] } = settings;
  const port = settings.port ?? (connection.implicitTls === true ? 465 : 25);
  if (path !== undefined) {
    return { kind: 'target', target: { host: 'localhost', port: 0, ...connection } };
  }
  if (host !== undefined) return { kind: 'target', target: { host, port, ...connection } };
  if (mx !== undefined) return { kind: 'mx', domain: mx, port, connection, dnsServers };
  return { kind: 'receiver' };
}

function whereOf(server: PlaceServer): string {
  switch (server.kind) {
    case 'receiver':
      return '';
    case 'target':
      return server.target.path ?? placeOf(server.target);
    case 'mx':
      return `MX of ${server.domain === 'auto' ? 'the recipients' : server.domain}`;
  }
}
