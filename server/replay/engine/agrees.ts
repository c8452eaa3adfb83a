import type { MatchPolicy, RecordedReply } from '../../protocol/replay.ts';
import type { LiveReply } from './replyReader.ts';

/** True where the live reply repeats as much of the recorded one as the policy asks for. */
export function agrees(recorded: RecordedReply, live: LiveReply, policy: MatchPolicy): boolean {
  switch (policy) {
    case 'class':
      return Math.trunc(recorded.code / 100) === Math.trunc(live.code / 100);
    case 'code':
      return recorded.code === live.code;
    case 'enhanced':
      return recorded.code === live.code && sameEnhanced(recorded, live);
    case 'exact':
      return recorded.code === live.code && sameText(recorded, live);
  }
}

/** RFC 2034 puts the same enhanced code on every line; the first one is compared. */
function sameEnhanced(recorded: RecordedReply, live: LiveReply): boolean {
  const wanted = enhancedOf(recorded.lines[0] ?? '');
  return wanted === '' || wanted === enhancedOf(textsOf(live)[0] ?? '');
}

function enhancedOf(text: string): string {
  return /^[245]\.\d{1,3}\.\d{1,3}(?= |$)/.exec(text)?.[0] ?? '';
}

/** White space is not compared, nor is the order of what EHLO lists after its first line. */
function sameText(recorded: RecordedReply, live: LiveReply): boolean {
  const [wanted, got] = [recorded.lines.map(folded), textsOf(live).map(folded)];
  const rest = (lines: readonly string[]): string => lines.slice(1).sort().join('\n');
  return wanted[0] === got[0] && rest(wanted) === rest(got);
}

function folded(line: string): string {
  return line.trim().replace(/[ \t]+/g, ' ');
}

/** The texts of the lines, without code and separator. */
function textsOf(live: LiveReply): readonly string[] {
  const text = Buffer.from(live.octets).toString('utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => line.replace(/\r$/, '').slice(4));
}
