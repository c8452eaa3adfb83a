import { decodeBase64 } from '../../core/smtp/base64.ts';
import { isSureMask, maskKind } from '../../core/smtp/maskedSecret.ts';
import type { Chunk, Exchange } from '../../core/transcript/model.ts';

/** A client's part of an AUTH exchange and where its line begins. */
export interface SecretResponse {
  readonly text: string;
  readonly at: number;
  /** The tool that wrote the transcript put something else in its place. */
  readonly masked: boolean;
}

/** The initial response, where there is one, and every response of an AUTH exchange. */
export function secretResponses(chunk: Chunk, exchange: Exchange): readonly SecretResponse[] {
  const { octets, scanner } = chunk;
  const { command, responses } = exchange;
  const argument = scanner.utf8(octets, command.argument.start, command.argument.end);
  const initial = /^\S+\s+(\S.*)$/.exec(argument)?.[1];
  const own =
    initial === undefined
      ? []
      : [{ text: initial, at: command.line.start, masked: command.masked }];
  return [
    ...own,
    ...responses.map(line => ({
      text: scanner.utf8(octets, line.span.start, line.span.end),
      at: line.line.start,
      masked: line.masked,
    })),
  ];
}

/**
 * True for a response that stands where a secret was: `***`, `<redacted>`, also in base64 where a
 * tool wrote it so. A `{{variable}}` is none: it is filled in.
 */
export function isMasked(text: string): boolean {
  return maskKind(text) === 'mask' || isSureMask(secretIn(text.trim()));
}

/** The part of a base64 response that is secret: behind the last NUL or `Bearer` (RFC 4616, 6750). */
function secretIn(text: string): string {
  if (text.length > LONGEST) return '';
  const encoded = new TextEncoder().encode(text);
  const octets = decodeBase64(encoded, 0, encoded.length) ?? [];
  const decoded = String.fromCharCode(...octets);
  return /(?:^|\0|Bearer )([^\0\x01]*)[\x01]*$/i.exec(decoded)?.[1] ?? '';
}

/** No tool writes a mark as long as this. */
const LONGEST = 1000;
