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
  const argument = scanner.latin1(octets, command.argument.start, command.argument.end);
  const initial = /^\S+\s+(\S.*)$/.exec(argument)?.[1];
  const own =
    initial === undefined
      ? []
      : [{ text: initial, at: command.line.start, masked: command.masked }];
  return [
    ...own,
    ...responses.map(line => ({
      text: scanner.latin1(octets, line.span.start, line.span.end),
      at: line.line.start,
      masked: line.masked,
    })),
  ];
}

/** Text that stands where a secret was: `***`, `<redacted>`, `[hidden]` and the like. */
export function isMasked(text: string): boolean {
  const trimmed = text.trim();
  if (/^[*•x.]{3,}$/i.test(trimmed)) return true;
  return /^[<[(]?[^<>[\]()]{0,40}\b(?:redacted|hidden|removed|masked|secret|suppressed)\b[^<>[\]()]{0,40}[>\])]?$/i.test(
    trimmed,
  );
}
