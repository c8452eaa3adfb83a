import type { Redacted } from '../../protocol/replay.ts';
import type { Redactor } from '../redact.ts';
import type { Broken } from './channel.ts';
import { LINE_LIMIT, REPLY_LIMIT } from './replyReader.ts';

/** What was going on when the connection broke. */
export interface Circumstance {
  /** What was waited for, such as "the greeting" or "the reply to RCPT". */
  readonly awaited: string;
  readonly timeoutMs: number;
  /** True before the first reply, where the usual causes are a wrong port or the wrong TLS mode. */
  readonly greeting: boolean;
}

/** What happened and what to do about it, in one or two sentences. */
export function failureText(
  redactor: Redactor,
  broken: Broken,
  circumstance: Circumstance,
): Redacted {
  const { awaited } = circumstance;
  switch (broken.reason) {
    case 'timeout':
      return timeoutText(redactor, broken, circumstance);
    case 'closed':
      if (broken.detail !== '') return redactor.line(broken.detail);
      return broken.octets.length > 0
        ? redactor.say`The server closed the connection in the middle of ${awaited}.`
        : redactor.say`The server closed the connection before ${awaited}.`;
    case 'reset':
      if (awaited === 'the connection') return redactor.line(broken.detail);
      return redactor.say`The connection was reset before ${awaited} was complete.`;
    case 'garbage':
      return garbageText(redactor, broken, circumstance);
    case 'too-large':
      return broken.detail === 'line'
        ? redactor.say`A line of ${awaited} is longer than ${LINE_LIMIT} octets; RFC 5321 allows 512.`
        : redactor.say`${awaited.charAt(0).toUpperCase()}${awaited.slice(1)} is longer than ${REPLY_LIMIT} octets and has no end.`;
    case 'injected':
      return redactor.say`Plaintext came after the 220 to STARTTLS and before the TLS handshake (${redactor.excerpt(firstLine(broken))}): somebody may have put it there, so the run ends here (RFC 3207).`;
    case 'cancelled':
      return redactor.say`The replay was cancelled.`;
    default:
      return redactor.line(broken.detail);
  }
}

function timeoutText(redactor: Redactor, broken: Broken, at: Circumstance): Redacted {
  if (broken.detail !== '') return redactor.line(broken.detail);
  const within = `${at.timeoutMs / 1000} s`;
  if (broken.octets.length > 0) {
    return redactor.say`The server began ${at.awaited} and did not finish it within ${within}: ${lackOf(broken.octets)}.`;
  }
  return at.greeting
    ? redactor.say`The server did not greet within ${within}. If this port speaks TLS from the first octet (465 does), use implicit TLS.`
    : redactor.say`Nothing came within ${within} while waiting for ${at.awaited}.`;
}

/** What an unfinished reply lacks. */
function lackOf(octets: Uint8Array): string {
  const last = octets.subarray(octets.lastIndexOf(0x0a) + 1);
  if (last.length === 0) return 'a space after the code marks the last line, a hyphen all others';
  return last.includes(0x0d)
    ? 'a line of it ends in CR alone, and lines end in CR LF (RFC 5321 §2.3.8)'
    : 'its last line has no end, and lines end in CR LF';
}

function garbageText(redactor: Redactor, broken: Broken, at: Circumstance): Redacted {
  const first = broken.octets[0];
  if (first === 0x15 || first === 0x16) {
    return redactor.say`TLS came in place of ${at.awaited}: this port speaks TLS from the first octet, use implicit TLS.`;
  }
  const hint = at.greeting ? ' Is this an SMTP server?' : '';
  return redactor.say`What came in place of ${at.awaited} is not an SMTP reply: "${redactor.excerpt(firstLine(broken))}".${hint}`;
}

function firstLine(broken: Broken): Uint8Array {
  const end = broken.octets.findIndex(octet => octet === 0x0d || octet === 0x0a);
  return end === -1 ? broken.octets : broken.octets.subarray(0, end);
}
