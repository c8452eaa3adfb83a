import type { Span } from '../../octets/span.ts';
import { OCTET } from '../../smtp/octet.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { insertAfter } from '../fixes.ts';
import type { NewLine } from '../fixes.ts';
import type { Fix } from '../rule.ts';

/**
 * Gives every address of a list its own RCPT, with the parameters and a copy of the reply. Undefined
 * where the addresses cannot be told apart for certain or the reply does not follow directly.
 */
export function splitRecipients(
  exchange: Exchange,
  context: RuleContext,
  more: Span,
): Fix | undefined {
  const { command, replies, unanswered } = exchange;
  const [reply] = replies;
  if (command.raw || unanswered > 0 || reply === undefined) return undefined;
  const { start } = context.envelope(exchange).path.path.span;
  // Where all stand in one pair of brackets, the closing one follows.
  const end = context.chunk.octets[more.end] === OCTET.greater ? more.end + 1 : more.end;
  const addresses = addressesIn(context.text({ start, end }));
  const [first, ...others] = addresses ?? [];
  if (first === undefined || reply.span.start < command.line.end) return undefined;
  const params = context.text({ start: end, end: command.argument.end });
  const answer = reply.lines.map((line): NewLine => ['server', context.text(line.span)]);
  const lines = others.flatMap((address): NewLine[] => [
    ['client', `RCPT TO:<${address}>${params}`],
    ...answer,
  ]);
  const title = 'Split into one RCPT for each address';
  const added = insertAfter(context, title, reply.span.end, lines);
  if (added === undefined) return undefined;
  return {
    ...added,
    edits: [{ at: { start, end }, text: `<${first}>` }, ...added.edits],
  };
}

/** The addresses without brackets; undefined where quotes or routes make the list uncertain. */
function addressesIn(text: string): readonly string[] | undefined {
  if (/["\\:()[\]]/.test(text)) return undefined;
  const words = text.split(/[,; \t]+/).map(word => word.replace(/^<|>$/g, ''));
  const addresses = words.filter(word => word !== '');
  const sound = addresses.every(word => /^[^<>@]+@[^<>@]+$/.test(word));
  return sound ? addresses : undefined;
}
