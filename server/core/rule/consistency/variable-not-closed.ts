import { lineAt, lineEndAt } from '../../octets/lineIndex.ts';
import { sessionOpenings } from '../../transcript/sessionPlaces.ts';
import { AFTER_CONTENT, CLOSING, HEADER, OPENING, UNTIL_CONTENT } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { defineRule } from '../rule.ts';

/** `{{name` that nothing closes: text where a place was meant. */
export const variableNotClosed = defineRule({
  id: 'variable-not-closed',
  category: 'consistency',
  severity: 'warning',
  message: '"{opening}" is not closed, so a replay sends it as it stands.',
  why: 'Only a name between two braces on either side is a place to fill; anything else goes over the wire as text.',
  advice: 'Write }} after the name, or "# @variables off" where braces are text.',
  refs: ['docs/format.md'],
  offWhen: 'The content is written in a language of such braces, and no replay fills any.',
  on: 'session',
  clues: ['braces'],
  check(session, context) {
    const { octets, lines, scanner } = context.chunk;
    for (const start of sessionOpenings(context.chunk, session)) {
      const lineEnd = lineEndAt(octets, lines, lineAt(lines, start));
      const end = Math.min(lineEnd, start + LONGEST);
      const rest = scanner.latin1(octets, start, end);
      const opening = /^\{\{[ \t]{0,20}[A-Za-z_][\w.-]{0,59}(?![\w.-])/.exec(rest)?.[0];
      if (opening === undefined || rest.includes('}}')) continue;
      const at = { start, end: start + opening.length };
      const more = rest.startsWith('}', opening.length) ? '}' : '}}';
      const place = { start: at.end, end: at.end };
      context.report({ at, values: { opening }, fix: unsafeFix('Close it with }}', place, more) });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: VRFY {{who
#~      ^^^^^ variable-not-closed
S: 252 2.1.5 Perhaps
${CLOSING}`,
      `${UNTIL_CONTENT}${HEADER}C: X-Run: {{unique}
#~        ^^^^^^^^ variable-not-closed
C: 
C: hi
${AFTER_CONTENT}`,
    ],
    good: [
      `# @variables off
${OPENING}C: VRFY {{who
S: 252 2.1.5 Perhaps
${CLOSING}`,
      `${UNTIL_CONTENT}${HEADER}C: 
C: {{#if sender}} {{ sender | upper }} {{/if}} {{ {{
${AFTER_CONTENT}`,
    ],
  },
});

/** More of a line is not looked at. */
const LONGEST = 1000;
