import type { PlanStep, SendStep } from '../protocol/replay.ts';

/** Shorter text is no evidence of a leak: redacting it would only garble the replies. */
const SHORTEST = 3;

/** The word that stands for a credential. */
export const REDACTED = '<redacted>';

/**
 * Every form in which the plan's credentials could come back: as sent, decoded, and the password or
 * token inside (RFC 4616, RFC 7628, LOGIN, CRAM-MD5). Strings of one character an octet, longest
 * first, so that replacing one never leaves the rest of another. User names are not secrets: they
 * are the addresses in MAIL FROM.
 */
export function secretsOf(steps: readonly PlanStep[]): readonly string[] {
  const found = new Set<string>();
  let mechanism = '';
  let turn = 0;
  for (const step of steps) {
    if (step.kind !== 'send' || !isSecret(step)) continue;
    const line = lineOf(step);
    if (step.verb === 'AUTH' && step.purpose === 'command') {
      const [, name = '', ...initial] = line.split(/[ \t]+/);
      mechanism = name.toUpperCase();
      turn = Math.min(initial.length, 1);
      for (const response of initial) addResponse(found, response, { mechanism, turn: 0 });
    } else if (step.purpose === 'auth-response') {
      addResponse(found, line, { mechanism, turn });
      turn += 1;
    } else {
      addLine(found, step, line);
    }
  }
  found.delete('');
  return [...found]
    .filter(secret => secret.length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
}

/** True where the send holds a credential: marked so, or part of an AUTH exchange (RFC 4954). */
export function isSecret(step: SendStep): boolean {
  return step.secret || step.verb === 'AUTH' || step.purpose === 'auth-response';
}

/** The octets without their final CRLF, one character an octet. */
function lineOf(step: SendStep): string {
  return latin1(step.octets).replace(/\r?\n$/, '');
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
}

interface Place {
  readonly mechanism: string;
  /** How many responses came before this one. */
  readonly turn: number;
}

function addResponse(found: Set<string>, response: string, place: Place): void {
  if (response === '*' || response === '=') return;
  found.add(response);
  const decoded = Buffer.from(response, 'base64').toString('latin1');
  if (decoded === '' || !isBase64(response)) return;
  for (const secret of innerSecrets(decoded, place)) {
    found.add(secret);
    found.add(Buffer.from(secret, 'latin1').toString('base64'));
  }
}

function innerSecrets(decoded: string, place: Place): readonly string[] {
  switch (place.mechanism) {
    case 'PLAIN':
      return [decoded, decoded.split('\0')[2] ?? ''];
    case 'LOGIN':
      return place.turn === 0 ? [] : [decoded];
    case 'CRAM-MD5':
      return [decoded, decoded.slice(decoded.lastIndexOf(' ') + 1)];
    case 'XOAUTH2':
    case 'OAUTHBEARER':
      return [decoded, /auth=Bearer ([^\u0001]*)/i.exec(decoded)?.[1] ?? ''];
    default:
      return [decoded];
  }
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** A secret outside AUTH, such as a password in plain text: the whole argument and its words. */
function addLine(found: Set<string>, step: SendStep, text: string): void {
  for (const line of text.split('\r\n')) {
    const argument = step.purpose === 'command' ? line.slice(step.verb.length).trim() : line;
    found.add(argument);
    for (const word of argument.split(' ')) found.add(word);
  }
}
