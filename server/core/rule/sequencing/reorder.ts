import type { Span } from '../../octets/span.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import type { Fix } from '../rule.ts';
import { refused } from '../replyOf.ts';

/**
 * Puts each reply of a pipelined group after its command. Undefined where that is not certain: a
 * reply is missing, content or notes lie between, or the octets are not text.
 */
export function awaitReplies(context: RuleContext, group: readonly Exchange[]): Fix | undefined {
  const spans = group.flatMap(linesOf);
  // Had the client waited, it would have known of a refusal and gone on in another way.
  if (group.some(refused)) return undefined;
  const first = spans[0];
  if (first === undefined || group.some(isOpen) || group[0]?.unanswered !== 0) return undefined;
  // A group may be longer than a call may have arguments.
  const at = { start: first.start, end: spans.reduce((end, span) => Math.max(end, span.end), 0) };
  const eol = context.chunk.octets[first.end] === 13 ? '\r\n' : '\n';
  const octets = spans.reduce((sum, span) => sum + span.end - span.start + eol.length, -eol.length);
  const text = spans.map(span => context.text(span)).join(eol);
  if (octets !== at.end - at.start || text.includes('\uFFFD')) return undefined;
  return {
    title: 'Put each reply after its command',
    safe: false,
    edits: [{ at, text }],
  };
}

function isOpen({ replies, responses, content }: Exchange): boolean {
  const sent = content?.shown === true && (content.how === 'bdat' || content.misplaced !== 'none');
  return replies.length === 0 || responses.length > 0 || sent;
}

function linesOf({ command, replies }: Exchange): Span[] {
  return [command.line, ...replies.flatMap(reply => reply.lines.map(({ line }) => line))];
}
