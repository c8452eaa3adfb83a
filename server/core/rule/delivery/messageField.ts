import type { Span } from '../../octets/span.ts';
import type { ContentLine } from '../../transcript/contentLines.ts';
import { contentLinesIn } from '../../transcript/contentParts.ts';
import type { Header, HeaderField } from '../../transcript/headerFields.ts';
import { wholeHeaderOf } from '../../transcript/headerFields.ts';
import type { Content } from '../../transcript/model.ts';
import { unfolded } from '../../transcript/unfolded.ts';
import type { Unfolded } from '../../transcript/unfolded.ts';
import type { RuleContext } from '../context.ts';
import type { ContentNode, Fix } from '../rule.ts';

const LF = 10;
const CR = 13;

/**
 * The header of this message where one can be judged that has any field. Lines that only a lone LF
 * or CR ends are no lines on the wire, and what is wrong with them another rule tells.
 */
export function messageHeader(node: ContentNode, context: RuleContext): Header | undefined {
  const header = wholeHeaderOf(context.chunk, node.exchange, node.content);
  if (header === undefined || header.fields.length === 0) return undefined;
  const broken = header.fields.some(field => {
    return field.raw && /[\r\n]/.test(valueOf(context, node.content, field).text);
  });
  return broken ? undefined : header;
}

/** The fields of any of these names, lower case. */
export function fieldsNamed(
  header: Header | undefined,
  names: ReadonlySet<string>,
): readonly HeaderField[] {
  return header?.fields.filter(({ name }) => names.has(name)) ?? [];
}

/** The value of a field without its line ends. */
export function valueOf(context: RuleContext, content: Content, field: HeaderField): Unfolded {
  return unfolded(context.chunk, content, field);
}

/** The value of a field without blanks around it; the colon where there is none. */
export function trimmedSpan({ text, spanOf }: Unfolded): Span {
  const start = text.length - text.trimStart().length;
  return spanOf(start, Math.max(start, text.trimEnd().length));
}

/** The content line that an octet of the message stands on. */
export function contentLineAt(
  { chunk }: RuleContext,
  content: Content,
  offset: number,
): ContentLine | undefined {
  const { octets, scanner } = chunk;
  const block = content.blocks.find(({ start, end }) => start <= offset && offset <= end);
  if (block === undefined) return undefined;
  const from = Math.max(block.start, scanner.lastIndexOf(octets, LF, block.start, offset) + 1);
  for (const line of contentLinesIn(chunk, content, { start: from, end: block.end })) {
    if (line.to >= offset) return line;
  }
  return undefined;
}

/** Takes a field out of the message, all its lines. Undefined where it is not plainly written. */
export function deleteField(
  context: RuleContext,
  content: Content,
  field: HeaderField,
): Fix | undefined {
  if (content.how !== 'data' || field.raw) return undefined;
  const first = contentLineAt(context, content, field.nameSpan.start);
  if (first === undefined) return undefined;
  const { octets } = context.chunk;
  let end = field.body.end;
  if (octets[end] === CR) end++;
  if (octets[end] === LF) end++;
  const title = `Delete the ${context.text(field.nameSpan)} field`;
  return { title, safe: false, edits: [{ at: { start: first.from, end }, text: '' }] };
}
