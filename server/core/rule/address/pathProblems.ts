import type { PathProblem, PathProblemCode } from '../../smtp/pathTypes.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';

/**
 * What is wrong with the path of a MAIL or RCPT command under this code, in order of place. Empty
 * where the command has no place for a path: mail-rcpt-syntax says that.
 */
export function pathProblems(
  exchange: Exchange,
  context: RuleContext,
  code: PathProblemCode,
): readonly PathProblem[] {
  const { path, keyword, colon } = context.envelope(exchange);
  const { open, span } = path.path;
  // Without FROM: or TO: only a bracket right at the beginning shows that a path was meant.
  if (keyword === undefined && open?.start !== exchange.command.argument.start) return [];
  if (colon === undefined && span.start === span.end) return [];
  return path.problems.filter(problem => problem.code === code);
}
