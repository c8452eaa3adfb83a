import { mechanismOf } from '../../core/feature/mechanisms.ts';
import type { Span } from '../../core/octets/span.ts';
import { frameText, isMaskText } from '../../core/rule/security/maskedSecret.ts';
import { nextBlank, skipBlanks } from '../../core/smtp/octet.ts';
import { verbOf } from '../../core/smtp/verbs.ts';
import type { Chunk, Exchange, Step } from '../../core/transcript/model.ts';

/** Something a client sent to authenticate itself. */
export interface SecretFrame {
  readonly at: Span;
  /** The password or token in it, as a reader could decode it; '' where it holds none. */
  readonly password: string;
}

/**
 * What clients sent in the AUTH exchanges of a session (RFC 4954 §4), what stands in for a secret
 * left out. After an AUTH that was refused, and after a challenge whose AUTH is not in the file, a
 * client may go on with responses, which then look like commands that nobody knows. PASS is what
 * clients of POP3 and FTP say.
 */
export function secretFramesOf(chunk: Chunk, steps: readonly Step[]): SecretFrame[] {
  const frames: SecretFrame[] = [];
  let authenticates = false;
  for (const step of steps) {
    if (step.kind === 'stray' && step.reply.code === 334) authenticates = true;
    if (step.kind !== 'exchange') continue;
    const exchange = step;
    const { verb, span, argument } = exchange.command;
    if (verb === 'AUTH' || verb === 'X-EXPS') {
      authenticates = Math.trunc((exchange.replies.at(-1)?.code ?? 0) / 100) !== 2;
      frames.push(...framesOf(chunk, exchange));
    } else if (authenticates && verbOf(verb) === undefined) {
      frames.push({ at: span, password: textOf(chunk, span) });
    } else if (verb === 'PASS') {
      frames.push({ at: argument, password: written(chunk, argument) });
    } else authenticates = false;
  }
  return frames.filter(({ at }) => !isMaskText(written(chunk, at)));
}

function framesOf(chunk: Chunk, { command, responses }: Exchange): SecretFrame[] {
  const { octets } = chunk;
  const { start, end } = command.argument;
  const mechanismEnd = nextBlank(octets, start, end);
  const mechanism = written(chunk, { start, end: mechanismEnd });
  // A response may stand where the mechanism is missing, or be glued to it.
  const from = isMechanismName(mechanism) ? skipBlanks(octets, mechanismEnd, end) : start;
  const spans = responses.map(({ span }) => span);
  if (from < end) spans.unshift({ start: from, end });
  return spans.map((at, turn) => ({
    at,
    password: passwordIn(textOf(chunk, at), { mechanism: mechanism.toUpperCase(), turn }),
  }));
}

/** RFC 4422 §3.1, but in one letter case or a name that is known. */
function isMechanismName(word: string): boolean {
  if (!/^[A-Za-z\d_-]{1,20}$/.test(word)) return false;
  return mechanismOf(word) !== undefined || !/[a-z].*[A-Z]|[A-Z].*[a-z]/.test(word);
}

/** User names are no secret where a server quotes them: they are the addresses in MAIL. */
function passwordIn(text: string, place: { mechanism: string; turn: number }): string {
  if (place.mechanism === 'LOGIN') return place.turn === 0 ? '' : text;
  const token = /auth=bearer ([^\u0001]*)/i.exec(text)?.[1];
  return token ?? text.slice(text.lastIndexOf('\0') + 1);
}

function textOf(chunk: Chunk, { start, end }: Span): string {
  return frameText(chunk.scanner, chunk.octets.subarray(start, end));
}

function written(chunk: Chunk, { start, end }: Span): string {
  return chunk.scanner.latin1(chunk.octets, start, end);
}
