// The global of this name is a getter, too slow for what is called with every read.
import { Buffer } from 'node:buffer';
import { isIP } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import type { FailureReason, Target } from '../../protocol/replay.ts';
import { hostAddressesOf } from '../resolve/hostAddresses.ts';
import type { AddressOptions, HostAddresses } from '../resolve/hostAddresses.ts';
import { isLoopbackAddress } from '../resolve/isLoopbackAddress.ts';
import { connectFirst } from './connectFirst.ts';
import type { FailedAttempt, FirstConnection } from './connectFirst.ts';
import { netFailureOf } from './netFailure.ts';
import type { IoFailure } from './replayIo.ts';

/** Finds the addresses of a host. */
export type FindAddresses = (
  host: string,
  options: AddressOptions,
) => Promise<HostAddresses | IoFailure>;

/** How a connection is opened. */
export interface DialOptions {
  /** Refuses every address that is not loopback, before anything goes there. */
  readonly loopbackOnly?: boolean;
  /** Asked for addresses instead of the operating system. */
  readonly dnsServers?: readonly string[];
  /** Gives everything up. */
  readonly signal: AbortSignal;
  /** Takes what comes, instead of `data` events: the octets are the taker's. */
  readonly take?: (octets: Uint8Array) => void;
  /** Instead of the real look-up. */
  readonly findAddresses?: FindAddresses;
}

/** For several addresses: the reason that tells most. */
const TELLING: readonly FailureReason[] = ['refused', 'reset', 'closed', 'timeout', 'unreachable'];

/** Opens the connection to a target; every address of its host is tried. Never rejects. */
export async function dial(target: Target, options: DialOptions): Promise<Socket | IoFailure> {
  const where = whereOf(target);
  try {
    // The system's look-up cannot be called off; nobody has to wait for it.
    const ends = await Promise.race([endsOf(target, options), givingUp(target, options.signal)]);
    if ('kind' in ends) return ends;
    const connection = await connectFirst(takenBy(options.take, ends), options.signal);
    return isSocket(connection) ? connection : failureOf(connection, ends, target);
  } catch (error) {
    return netFailureOf(error, where);
  }
}

/** A target as it stands in messages: `host:port`, `[address]:port`, or the path of a socket. */
export function whereOf({ host, port, path }: Target): string {
  if (path !== undefined) return path;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A connection to this machine only, and it is to another one. */
export function notLoopback(where: string): IoFailure {
  const message = `${where} is not this machine: consent is needed before anything is sent there.`;
  return { kind: 'failed', reason: 'refused', message };
}

/** The connection is not wanted any more. */
export function givenUp(target: Target): IoFailure {
  const message = `${whereOf(target)}: the connection was given up.`;
  return { kind: 'failed', reason: 'closed', message };
}

function givingUp(target: Target, signal: AbortSignal): Promise<IoFailure> {
  return new Promise(resolve => {
    const giveUp = (): void => {
      resolve(givenUp(target));
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

/** What one read fills; copied before the next, so that all connections share it. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** Octets up to which copying one by one takes less time than calling something that copies. */
const SHORT = 64;

function copyOfRead(length: number): Buffer {
  const octets = Buffer.allocUnsafe(length);
  if (length > SHORT) READ_BUFFER.copy(octets, 0, 0, length);
  else for (let at = 0; at < length; at += 1) octets[at] = READ_BUFFER[at] ?? 0;
  return octets;
}

/**
 * Ends whose octets are read into one buffer and copied out of it: much less work for the short
 * replies of SMTP than what a stream does for each. Only the end that connects gets any.
 */
function takenBy(
  take: DialOptions['take'],
  ends: readonly NetConnectOpts[],
): readonly NetConnectOpts[] {
  if (take === undefined) return ends;
  const callback = (length: number): boolean => {
    take(copyOfRead(length));
    return true;
  };
  const onread = { buffer: READ_BUFFER, callback };
  return ends.map(end => ({ ...end, onread }));
}

function isSocket(connection: FirstConnection): connection is Socket {
  return 'destroy' in connection;
}

async function endsOf(
  target: Target,
  options: DialOptions,
): Promise<readonly NetConnectOpts[] | IoFailure> {
  const { host, port, path, localAddress } = target;
  if (path !== undefined) return isOnThisMachine(path) ? [{ path }] : notLoopback(path);
  const wrong = localAddressProblem(target);
  if (wrong !== null) return { kind: 'failed', reason: 'unreachable', message: wrong };
  const found = await addressesOf(target, options);
  if (found.kind === 'failed') return found;
  if (options.loopbackOnly === true && !found.addresses.every(isLoopbackAddress)) {
    return notLoopback(whereOf(target));
  }
  return found.addresses.map(address => ({
    host: address,
    port,
    ...(localAddress === undefined || host === '' ? {} : { localAddress }),
  }));
}

/** False for the form in which Windows names the pipe of another machine (`\\\\host\\pipe\\name`). */
function isOnThisMachine(path: string): boolean {
  return !/^[\\/]{2}/.test(path) || /^[\\/]{2}[.?][\\/]/.test(path);
}

/** Only addresses that the local one can talk to. */
function addressesOf(target: Target, options: DialOptions): Promise<HostAddresses | IoFailure> {
  const { findAddresses = hostAddressesOf, dnsServers, signal } = options;
  const family = target.family ?? familyOf(target.localAddress ?? '');
  return findAddresses(target.host, {
    signal,
    ...(family === undefined ? {} : { family }),
    ...(dnsServers === undefined ? {} : { dnsServers }),
  });
}

function localAddressProblem({ localAddress, family }: Target): string | null {
  if (localAddress === undefined) return null;
  const own = familyOf(localAddress);
  if (own === undefined) {
    return `The address to connect from, "${localAddress}", is not an IP address.`;
  }
  if (family === undefined || family === own) return null;
  return `The address to connect from, ${localAddress}, is not of family IPv${family}.`;
}

function familyOf(address: string): 4 | 6 | undefined {
  const family = isIP(address);
  return family === 4 || family === 6 ? family : undefined;
}

function failureOf(
  failed: readonly FailedAttempt[],
  ends: readonly NetConnectOpts[],
  target: Target,
): IoFailure {
  const where = whereOf(target);
  if (failed.length === 0) return givenUp(target);
  const failures = failed.map(({ attempt, error }) => {
    const end = ends[attempt];
    const address = end && 'host' in end && ends.length > 1 ? ` (${end.host ?? ''})` : '';
    return netFailureOf(error, `${where}${address}`, target);
  });
  const [first] = TELLING.flatMap(reason => failures.filter(one => one.reason === reason));
  const reason = (first ?? failures[0])?.reason ?? 'internal';
  return { kind: 'failed', reason, message: failures.map(one => one.message).join(' ') };
}
