import type { Span } from '../../octets/span.ts';
import { readCommandHead } from '../../smtp/command.ts';
import { nextBlank } from '../../smtp/octet.ts';
import type { Command } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/** The verbs that open a session. */
export const HELLO_VERBS: readonly string[] = ['EHLO', 'HELO', 'LHLO'];

/** The name a client gives itself. */
export interface HelloName {
  /** The octets on the wire, and where in them the name stands. */
  readonly octets: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The place in the transcript. */
  readonly at: Span;
}

/** The first word after EHLO, HELO or LHLO; undefined where there is none (RFC 5321 §4.1.1.1). */
export function helloName(command: Command, context: RuleContext): HelloName | undefined {
  const { argument } = command;
  if (argument.start === argument.end) return undefined;
  if (!command.raw) {
    const { octets } = context.chunk;
    const end = nextBlank(octets, argument.start, argument.end);
    return { octets, start: argument.start, end, at: { start: argument.start, end } };
  }
  const octets = context.wireOctets(command);
  const head = readCommandHead(octets, 0, octets.length);
  const end = nextBlank(octets, head.argumentStart, head.argumentEnd);
  return { octets, start: head.argumentStart, end, at: argument };
}
