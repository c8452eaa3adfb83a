import { AGREES, differs } from './agreement.ts';
import { compiledPattern } from './compiledPattern.ts';
import { patternFault } from './patternFault.ts';
import type { LiveReplyText, ReplyMatch } from './replyMatch.ts';

/** What stands behind this in a reply is not searched. */
const LONGEST_TEXT = 32_768;

/**
 * Searches the reply's lines, code included, joined by LF. Named groups capture, up to a line's end;
 * one whose name has a value has to capture that.
 */
export function matchPattern(
  pattern: string,
  live: LiveReplyText,
  variables: ReadonlyMap<string, string>,
): ReplyMatch {
  if (patternFault(pattern) !== undefined) return differs('pattern');
  const search = compiledPattern(pattern).matcher(replyText(live));
  if (!search.find()) return differs('pattern');
  const captured: [string, string][] = [];
  for (const name of Object.keys(search.getNamedGroups())) {
    const value = search.group(name)?.split('\n', 1)[0];
    if (value === undefined) continue;
    const known = variables.get(name);
    if (known === undefined) captured.push([name, value]);
    else if (known !== value) return differs('variable');
  }
  return captured.length === 0 ? AGREES : { ...AGREES, captured };
}

function replyText({ code, lines }: LiveReplyText): string {
  const last = lines.length - 1;
  const text = lines.map((line, at) => `${String(code)}${at < last ? '-' : ' '}${line}`).join('\n');
  return text.slice(0, LONGEST_TEXT);
}
