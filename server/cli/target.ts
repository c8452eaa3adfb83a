import { isIP } from 'node:net';
import type { Target } from '../protocol/replay.ts';
import { UsageError } from './command.ts';

/** `HOST:PORT`, `[IPv6]:PORT` or `HOST` (port 25). */
export function parseHostPort(text: string, defaultPort = 25): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2] ?? '';
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  const literal = match?.[1] !== undefined && isIP(host) !== 6;
  if (host === '' || literal || port < 0 || port > 65_535 || /[^\w.:%-]/.test(host)) {
    throw new UsageError(
      `"${text}" is no HOST:PORT; write mail.example.net:25 or [2001:db8::1]:25`,
    );
  }
  return { host, port };
}

/** The same place in one spelling, to compare `--to` with `--allow`. */
export function placeOf(target: Pick<Target, 'host' | 'port'>): string {
  const host = target.host.toLowerCase();
  return host.includes(':') ? `[${host}]:${target.port}` : `${host}:${target.port}`;
}
