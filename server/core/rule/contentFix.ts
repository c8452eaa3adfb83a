import type { ContentLine } from '../transcript/contentLines.ts';
import type { Exchange } from '../transcript/model.ts';
import { tallyOf } from '../transcript/tallyOf.ts';
import type { RuleContext } from './context.ts';
import { lineEndOf } from './fixes.ts';
import { mailOf, mailParam } from './mailParams.ts';
import type { Edit, Fix } from './rule.ts';

/**
 * An edit that adds a line of content before `line`, dressed as that line is. Undefined where the
 * line is raw: what it implies is not certain.
 */
export function contentLineBefore(
  context: RuleContext,
  line: ContentLine,
  text: string,
): Edit | undefined {
  if (line.raw) return undefined;
  return {
    at: { start: line.from, end: line.from },
    text: `${dressOf(context, line)}${text}${lineEndOf(context)}`,
  };
}

/** The same after `line`. */
export function contentLineAfter(
  context: RuleContext,
  line: ContentLine,
  text: string,
): Edit | undefined {
  if (line.raw) return undefined;
  return {
    at: { start: line.to, end: line.to },
    text: `${lineEndOf(context)}${dressOf(context, line)}${text}`,
  };
}

/** What stands before the text of the line; an empty line may lack the blank after its mark. */
function dressOf({ chunk }: RuleContext, { from, start }: ContentLine): string {
  const dress = chunk.scanner.utf8(chunk.octets, from, start);
  return dress.endsWith(':') ? `${dress} ` : dress;
}

/**
 * The fix of the message that `exchange` carries, which adds so many octets to it: where SIZE= of
 * its MAIL would then say too little, the fix corrects that as well (RFC 1870 §6).
 */
export function grownBy(
  context: RuleContext,
  { exchange, octets }: { readonly exchange: Exchange; readonly octets: number },
  fix: Fix,
): Fix {
  const mail = mailOf(exchange);
  const { content } = exchange;
  const at = mailParam(context, mail, 'SIZE')?.valueSpan;
  if (at === undefined || mail?.command.raw !== false || content?.how !== 'data') return fix;
  const declared = /^\d{1,15}$/.exec(context.text(at))?.[0];
  const before = tallyOf(context.chunk, content).octets;
  const after = before + octets;
  if (declared === undefined || Number(declared) < before || Number(declared) >= after) return fix;
  return { ...fix, edits: [...fix.edits, { at, text: String(after) }] };
}

/** The same for a fix that adds one line of ASCII. */
export function withLine(
  context: RuleContext,
  exchange: Exchange,
  { title, edit, text }: { readonly title: string; readonly edit: Edit; readonly text: string },
): Fix {
  const fix = { title, safe: false, edits: [edit] };
  return grownBy(context, { exchange, octets: text.length + CRLF }, fix);
}

/** The same for a fix that puts ASCII in the place of what stands in plain lines. */
export function withText(context: RuleContext, exchange: Exchange, fix: Fix): Fix {
  let octets = 0;
  for (const { at, text } of fix.edits) octets += text.length - (at.end - at.start);
  return grownBy(context, { exchange, octets }, fix);
}

/** Octets of a line end on the wire. */
const CRLF = 2;
