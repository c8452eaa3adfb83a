import { wholeHeaderOf } from '../../transcript/headerFields.ts';
import type { RuleContext } from '../context.ts';
import { contentLineBefore, withLine } from '../contentFix.ts';
import type { ContentNode, Severity } from '../rule.ts';

/** A header field every message needs. */
export interface RequiredField {
  /** As it is written, `Date`. */
  readonly name: string;
  /** What a fix may put in; undefined for no fix. */
  readonly value: string | undefined;
  /** Where this case deserves another than the rule's own. */
  readonly severity?: Severity | undefined;
}

/**
 * Reports where the header lacks the field, at the first line of the message. A message without
 * any field at all is left to header-body-separator-missing: one cause, one report.
 */
export function checkRequired(node: ContentNode, context: RuleContext, field: RequiredField): void {
  const header = wholeHeaderOf(context.chunk, node.exchange, node.content);
  if (header?.first === undefined) return;
  if (header.end === 'broken' && header.fields.length === 0) return;
  const name = field.name.toLowerCase();
  if (header.fields.some(each => each.name === name)) return;
  const { first, fields } = header;
  const fixable = field.value !== undefined && node.content.how === 'data';
  const text = `${field.name}: ${field.value ?? ''}`;
  const edit = fixable ? contentLineBefore(context, first, text) : undefined;
  const title = `Insert a ${field.name} field`;
  context.report({
    ...(field.severity === undefined ? {} : { severity: field.severity }),
    at: fields[0]?.nameSpan ?? { start: first.start, end: first.end },
    fix: edit && withLine(context, node.exchange, { title, edit, text }),
  });
}
