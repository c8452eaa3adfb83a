import type { ContentLine } from '../../transcript/contentLines.ts';
import { lastContentLines } from '../../transcript/contentParts.ts';
import type { Content } from '../../transcript/model.ts';
import { unescape } from '../../octets/escapes.ts';
import type { RuleContext } from '../context.ts';

/** How content without its terminator seems to end. */
export interface TerminatorGuess {
  /** A line that was meant to be the terminator. */
  readonly malformed: ContentLine | undefined;
  /** The last line of the message; undefined where there is none. */
  readonly last: ContentLine | undefined;
  /** The QUIT that followed and became content. */
  readonly quit: ContentLine | undefined;
}

/** Looks at the last lines of content that no dot ended (RFC 5321 §4.1.1.4). */
export function guessTerminator(context: RuleContext, content: Content): TerminatorGuess {
  const lines = lastContentLines(context.chunk, content, 2);
  const quit = lines[0] && /^QUIT$/i.test(textOf(context, lines[0])) ? lines[0] : undefined;
  const last = quit ? lines[1] : lines[0];
  const malformed = last && isNearlyDot(textOf(context, last)) ? last : undefined;
  return { malformed, last, quit };
}

/** Content ended without a dot, and something later proves that the transcript goes on or ends. */
export function lacksTerminator(context: RuleContext, content: Content): boolean {
  if (content.how !== 'data' || content.terminator !== undefined || !content.shown) return false;
  if (content.misplaced === 'after-refusal') return false;
  const [reply] = content.replies;
  if (reply !== undefined) return reply.code !== 421;
  const { session, chunk } = context;
  // Where the connection broke, nothing more could be sent: only a QUIT shows what was forgotten.
  if (session.ending === 'drop' && guessTerminator(context, content).quit === undefined)
    return false;
  // A log that stops here is cut off; a .smtp file is whole unless it says otherwise.
  return chunk.dialect === 'smtp' && !session.hidden.end && session.ending !== '421';
}

const LONGEST = 20;

function textOf({ chunk }: RuleContext, line: ContentLine): string {
  const { octets, scanner } = chunk;
  if (line.end - line.start > LONGEST) return '';
  if (!line.raw) return scanner.latin1(octets, line.start, line.end);
  const wire = unescape(octets, line.start, line.end).octets;
  return scanner.latin1(wire, 0, wire.length).replace(/[\r\n]+$/, '');
}

/** One or two dots among blanks, but not the dot alone. */
function isNearlyDot(text: string): boolean {
  return text !== '.' && /^[ \t]*\.\.?[ \t]*$/.test(text);
}
