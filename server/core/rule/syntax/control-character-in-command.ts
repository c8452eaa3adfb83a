import { unescape } from '../../octets/escapes.ts';
import type { Span } from '../../octets/span.ts';
import type { Exchange, WireLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { unsafeFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { withReply } from './mendedReply.ts';
import { defineRule } from '../rule.ts';

/** A control character in a command line. */
export const controlCharacterInCommand = defineRule({
  id: 'control-character-in-command',
  category: 'syntax',
  severity: 'error',
  message: 'Control character U+{hex} in the command.',
  why: 'No command may hold control characters; a server answers 500 or 501, and some programs cut the line there.',
  advice: 'Remove the character.',
  refs: ['RFC 5321 §4.1.2'],
  offWhen: 'You record what scanners send to a port.',
  silences: {
    line: [
      'address-syntax',
      'address-literal-invalid',
      'hello-argument-invalid',
      'param-malformed',
      'unknown-command',
      'auth-syntax',
    ],
  },
  needs: 'file',
  on: 'exchange',
  clues: ['odd-octets'],
  check(exchange, context) {
    const { command } = exchange;
    const wire = context.wireOctets(command);
    const index = wire.findIndex(isControl);
    if (index < 0) return;
    const at = placeOf(context, command, index);
    context.report({
      at,
      values: { hex: (wire[index] ?? 0).toString(16).toUpperCase().padStart(4, '0') },
      fix: wire.some(isErase) ? eraseFix(context, exchange) : unsafeFix('Delete it', at, ''),
    });
  },
  examples: {
    bad: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C\\: MAIL FROM:<a\\0b@client.example>\\r\\n
#~              ^^ control-character-in-command
S: 501 Bad character
C: QUIT
S: 221 Bye
`,
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C: NOX\x7fOP
#~    ^ control-character-in-command
S: 500 Unknown
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `
S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250 mx.example
C\\: MAIL FROM:<a@client.example>\\r\\n
S: 250 OK
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
  },
});

const BACKSPACE = 8;
const DELETE = 127;

/** Tabs separate words and are judged as such; CR and LF are bare line ends. */
function isControl(octet: number): boolean {
  if (octet === DELETE) return true;
  return octet < 32 && octet !== 9 && octet !== 10 && octet !== 13;
}

function isErase(octet: number): boolean {
  return octet === BACKSPACE || octet === DELETE;
}

/** Where the octet at `index` of the wire line stands in the transcript. */
function placeOf(context: RuleContext, line: WireLine, index: number): Span {
  const { start, end } = line.span;
  if (!line.raw) return { start: start + index, end: start + index + 1 };
  const { origins } = unescape(context.chunk.octets, start, end);
  return { start: origins[index] ?? start, end: origins[index + 1] ?? end };
}

/** Telnet logs carry the corrections of whoever typed. */
function eraseFix(context: RuleContext, exchange: Exchange): Fix | undefined {
  const line = exchange.command;
  if (line.raw) return undefined;
  const kept: string[] = [];
  for (const character of context.text(line.span)) {
    if (isErase(character.codePointAt(0) ?? 0)) kept.pop();
    else kept.push(character);
  }
  const text = kept.join('');
  return withReply(exchange, text, unsafeFix('Apply the backspaces', line.span, text));
}
