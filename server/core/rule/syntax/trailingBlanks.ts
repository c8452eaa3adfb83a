import type { Span } from '../../octets/span.ts';
import type { Command } from '../../transcript/model.ts';

/**
 * The blanks at the end of a command line, or undefined where there are none. Lines written with
 * escapes are left alone: their line end is spelled out.
 */
export function trailingBlanks(command: Command): Span | undefined {
  if (command.raw || command.verb === '') return undefined;
  const { argument, verbSpan, span } = command;
  const start = argument.end > argument.start ? argument.end : verbSpan.end;
  // A verb that a colon ended has its argument right behind it.
  if (argument.end === argument.start && argument.start < span.end) return undefined;
  return start < span.end ? { start, end: span.end } : undefined;
}
