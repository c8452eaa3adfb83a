import { dateFieldOf } from '../host/dateField.ts';
import { splitAddress } from './directory.ts';

/** What the lines on top of a delivered message tell. */
export interface Trace {
  readonly from: string;
  readonly to: string;
  /** The client's name as it gave it, its address, and this server's name. */
  readonly helo: string;
  readonly address: string;
  readonly hostname: string;
  /** SMTP, ESMTP, ESMTPS, ESMTPSA … (RFC 3848). */
  readonly protocol: string;
  readonly tls: string | undefined;
  readonly id: string;
  readonly date: Date;
}

/**
 * The lines that a final delivery puts before the message: Return-Path, Delivered-To and
 * Received (RFC 5321 §4.4), each ended by CRLF. Nothing the client said can add a line.
 */
export function traceLinesOf(trace: Trace): Buffer {
  const version = trace.tls === undefined ? '' : ` (${tokenOf(trace.tls)})`;
  const lines = [
    `Return-Path: <${pathOf(trace.from)}>`,
    `Delivered-To: ${pathOf(trace.to)}`,
    `Received: from ${tokenOf(trace.helo)} (${literalOf(trace.address)})`,
    `\tby ${tokenOf(trace.hostname)} with ${tokenOf(trace.protocol)}${version}`,
    `\tid ${tokenOf(trace.id)} for <${pathOf(trace.to)}>;`,
    `\t${dateFieldOf(trace.date)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8');
}

function pathOf(address: string): string {
  const { local, domain } = splitAddress(address);
  const path = domain === '' ? local : `${local}@${domain}`;

  return path.replace(/[\x00-\x1F\x7F-\x9F<>]/gu, '?');
}

/** A word for the Received line: anything that could be syntax or a control becomes `?`. */
function tokenOf(word: string): string {
  return word.slice(0, 255).replace(/[^A-Za-z0-9.:_[\]+-]/gu, '?') || 'unknown';
}

function literalOf(address: string): string {
  return address.includes(':') ? `[IPv6:${tokenOf(address)}]` : `[${tokenOf(address)}]`;
}
