import type { PlanStep, SendStep } from '../protocol/replay.ts';
import { bufferOf } from './bufferOf.ts';

/** Shorter text is no evidence of a leak: redacting it would only garble the replies. */
const SHORTEST = 3;

/** The same for a stretch of base64, which is made of few characters. */
const SHORTEST_INSIDE = 6;

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
    } else if (step.secret) {
      addLine(found, step, line);
    } else {
      for (const { mechanism: name, response } of rawCredentials(step.octets)) {
        addResponse(found, response, { mechanism: name.toUpperCase(), turn: 0 });
      }
    }
  }
  return evidentOf(found);
}

/**
 * Every form in which a secret that a run was given could come back: as UTF-8, normalised as SASL
 * does it, and in base64, alone or as a part of something longer. One character an octet.
 */
export function formsOfSecret(secret: string): readonly string[] {
  const found = new Set<string>();
  // A file that a secret was read from may have ended in a line end; a key has many lines.
  const lines = secret.split(/[\r\n]+/).map(line => line.trim());
  for (const text of [secret, ...lines].flatMap(each => [each, each.normalize('NFKC')])) {
    const octets = Buffer.from(text, 'utf8');
    found.add(octets.toString('latin1'));
    if (octets.length >= SHORTEST) found.add(octets.toString('hex'));
    found.add(octets.toString('base64'));
    for (const before of [0, 1, 2]) found.add(insideBase64(octets, before));
  }
  return evidentOf(found);
}

/**
 * What of a response that was computed must not be told: the whole, and the proof in it that a
 * password could be guessed from (CRAM-MD5, SCRAM). One character an octet.
 */
export function formsOfResponse(mechanism: string, response: Uint8Array): readonly string[] {
  const whole = latin1(response);
  const base64 = Buffer.from(whole, 'latin1').toString('base64');
  return evidentOf(new Set([base64, ...innerSecrets(whole, { mechanism, turn: 1 })]));
}

/** The characters that octets make in base64 behind so many others, whatever those are. */
function insideBase64(octets: Uint8Array, before: number): string {
  const text = Buffer.concat([new Uint8Array(before), octets]).toString('base64');
  const whole = Math.floor(((before + octets.length) * 8) / 6);
  const inside = text.slice(Math.ceil((before * 8) / 6), whole);
  return inside.length >= SHORTEST_INSIDE ? inside : '';
}

/** What is long enough to be told from chance, the longest first. */
function evidentOf(found: ReadonlySet<string>): readonly string[] {
  return [...found]
    .filter(secret => secret.length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
}

/** True where the send holds a credential: marked so, or part of an AUTH exchange (RFC 4954). */
export function isSecret(step: SendStep): boolean {
  if (step.secret || step.verb === 'AUTH' || step.purpose === 'auth-response') return true;
  return step.purpose === 'raw' && rawCredentials(step.octets).length > 0;
}

/** The AUTH commands with a response that stand somewhere in raw octets (RFC 4954 §4). */
export function rawCredentials(
  octets: Uint8Array,
): readonly { readonly mechanism: string; readonly response: string }[] {
  return Array.from(latin1(octets).matchAll(RAW_AUTH), ([, mechanism = '', response = '']) => {
    return { mechanism, response };
  }).filter(({ response }) => response !== '*' && response !== '=');
}

const RAW_AUTH = /^[ \t]{0,20}AUTH[ \t]{1,20}(\S{1,60})[ \t]{1,20}(\S+)/gim;

/** The octets without their final CRLF, one character an octet. */
function lineOf(step: SendStep): string {
  return latin1(step.octets).replace(/\r?\n$/, '');
}

function latin1(octets: Uint8Array): string {
  return bufferOf(octets).toString('latin1');
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
    for (const form of formsOfSecret(Buffer.from(secret, 'latin1').toString('utf8'))) {
      found.add(form);
    }
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
      return [
        decoded,
        /^SCRAM-/.test(place.mechanism) ? (/,p=(.+)$/.exec(decoded)?.[1] ?? '') : '',
      ];
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
