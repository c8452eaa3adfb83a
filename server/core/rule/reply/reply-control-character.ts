import type { Span } from '../../octets/span.ts';
import type { ReplyLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

const NUL = 0;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const DELETE = 127;

/** What a terminal or a log viewer may take for a command. */
export const replyControlCharacter = defineRule({
  id: 'reply-control-character',
  category: 'reply',
  severity: 'warning',
  // A terminal's capture holds the colours and corrections of the terminal.
  capture: 'information',
  message: 'Control character U+{hex} in a reply.',
  why: 'The text of a reply is printable ASCII and tabs; other control characters can steer the terminal of whoever reads the log, or cut the line off.',
  advice: 'Remove it; a server cleans what it repeats from the client before it answers.',
  refs: ['RFC 5321 §4.2'],
  offWhen: 'The transcript was recorded from a terminal.',
  needs: 'file',
  on: 'reply',
  clues: ['controls'],
  check({ reply }, context) {
    for (const line of reply.lines) {
      const found = controlIn(line, context);
      if (found === undefined) continue;
      const hex = found.octet.toString(16).toUpperCase().padStart(4, '0');
      context.report({ at: found.at, values: { hex } });
    }
  },
  examples: {
    bad: [
      `${OPENING}C: NOOP
S\\: 250 \\x1b[2JOK\\r\\n
#~ reply-control-character
${CLOSING}`,
    ],
    good: [WHOLE, `${OPENING}C: NOOP\nS: 250 O\tK\n${CLOSING}`],
  },
});

interface Control {
  readonly octet: number;
  readonly at: Span;
}

/** The first one of a line; line ends have rules of their own. */
function controlIn(line: ReplyLine, context: RuleContext): Control | undefined {
  const wire = context.wireOctets(line);
  // An editor does not say what it was given for another control.
  const isSought = context.fileOctets || line.raw ? isControl : isNul;
  const index = wire.findIndex(isSought);
  if (index < 0) return undefined;
  const start = line.span.start + index;
  const at = line.raw ? line.span : { start, end: start + 1 };
  return { octet: wire[index] ?? NUL, at };
}

function isControl(octet: number): boolean {
  if (octet === TAB || octet === LF || octet === CR) return false;
  return octet < SPACE || octet === DELETE;
}

function isNul(octet: number): boolean {
  return octet === NUL;
}
