import type { Span } from '../../octets/span.ts';
import { nextBlank, skipBlanks } from '../../smtp/octet.ts';
import { xtextProblemAt } from '../../smtp/xtext.ts';
import type { Exchange } from '../../transcript/model.ts';
import { CLOSING } from '../exampleParts.ts';
import type { RuleContext } from '../context.ts';
import { unsafeFix } from '../fixes.ts';
import { paramsOf } from './usedExtensions.ts';
import { defineRule } from '../rule.ts';

/** A value that should be xtext and is not. */
export const xtextInvalid = defineRule({
  id: 'xtext-invalid',
  category: 'extension',
  severity: 'error',
  message: '{param} is not xtext at "{text}".',
  why: 'In xtext "+" begins two hexadecimal digits in upper case; "+" itself is written +2B, "=" is +3D, and blanks, control characters and other octets than ASCII are written so as well. A server answers 501 or reads another text.',
  advice: 'Encode the value: each such character as "+" and its two hexadecimal digits.',
  refs: ['RFC 3461 §4', 'RFC 4954 §5'],
  offWhen: 'Your server takes hexadecimal digits in lower case too.',
  on: 'exchange',
  verbs: ['MAIL', 'RCPT', 'XCLIENT', 'XFORWARD'],
  clues: ['odd-params', 'extension-verb'],
  check(exchange, context) {
    if (exchange.command.raw) return;
    const { octets } = context.chunk;
    for (const { param, at } of xtextsOf(exchange, context)) {
      const from = xtextProblemAt(octets, at.start, at.end);
      if (from < 0) continue;
      const end = endOfFault(octets, from, at.end);
      context.report({
        at: { start: from, end },
        values: { param, text: context.text({ start: from, end }) },
        fix: unsafeFix('Encode the value as xtext', at, encoded(octets, at)),
      });
    }
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-DSN
S: 250 AUTH EXTERNAL
C: MAIL FROM:<a@client.example> AUTH=e+3dmc2@client.example
#~                                    ^^^ xtext-invalid
S: 501 Syntax
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b+c@mx.example> ORCPT=rfc822;b+c@mx.example
#~                                        ^^^ xtext-invalid
S: 501 Syntax
C: RSET
S: 250 OK
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 XFORWARD NAME ADDR
#~     ^^^^^^^^ private-extension
C: XFORWARD NAME=a+b ADDR=192.0.2.2
#~                ^^ xtext-invalid
S: 501 Syntax
${CLOSING}`,
    ],
    good: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-DSN
S: 250 AUTH EXTERNAL
C: MAIL FROM:<a@client.example> AUTH=e+3Dmc2@client.example ENVID=a+2Bb
S: 250 OK
C: RCPT TO:<b+c@mx.example> ORCPT=rfc822;b+2Bc@mx.example
S: 250 OK
C: RSET
S: 250 OK
C: MAIL FROM:<a@client.example> AUTH=<>
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

interface Xtext {
  readonly param: string;
  readonly at: Span;
}

const PARAMS: ReadonlySet<string> = new Set(['AUTH', 'ENVID', 'ORCPT', 'SUBMITTER']);

function xtextsOf(exchange: Exchange, context: RuleContext): readonly Xtext[] {
  const { verb } = exchange.command;
  if (verb === 'XCLIENT' || verb === 'XFORWARD') return attributesOf(exchange, context);
  return paramsOf(exchange, context).flatMap(({ keyword, valueSpan }) => {
    if (valueSpan === undefined || !PARAMS.has(keyword)) return [];
    const at = keyword === 'ORCPT' ? addressOf(valueSpan, context) : valueSpan;
    return at === undefined ? [] : [{ param: keyword, at }];
  });
}

/** The address after its type; undefined where that is missing, or has an encoding of its own. */
function addressOf(value: Span, context: RuleContext): Span | undefined {
  const text = context.text(value);
  const type = /^[!-:<-~]{1,60};/.exec(text)?.[0];
  if (type === undefined || type.toLowerCase() === 'utf-8;') return undefined;
  return { start: value.start + type.length, end: value.end };
}

function attributesOf({ command }: Exchange, context: RuleContext): readonly Xtext[] {
  const { octets, scanner } = context.chunk;
  const { end } = command.argument;
  const found: Xtext[] = [];
  for (let at = command.argument.start; at < end;) {
    const to = nextBlank(octets, at, end);
    const equals = scanner.indexOf(octets, 0x3d, at, to);
    if (equals > at) {
      const param = context.text({ start: at, end: equals }).toUpperCase();
      found.push({ param, at: { start: equals + 1, end: to } });
    }
    at = skipBlanks(octets, to, end);
  }
  return found;
}

const PLUS = 0x2b;

/** What should have been one unit: "+" and two octets, or a character. */
function endOfFault(octets: Uint8Array, from: number, limit: number): number {
  if (octets[from] === PLUS) return Math.min(from + 3, limit);
  let end = from + 1;
  while (end < limit && ((octets[end] ?? 0) & 0xc0) === 0x80) end++;
  return end;
}

/** The value in sound xtext; what is encoded already stays, with its digits in upper case. */
function encoded(octets: Uint8Array, { start, end }: Span): string {
  let text = '';
  for (let at = start; at < end; at++) {
    const octet = octets[at] ?? 0;
    const hex = String.fromCharCode(octets[at + 1] ?? 0, octets[at + 2] ?? 0);
    if (octet === PLUS && at + 2 < end && /^[0-9A-Fa-f]{2}$/.test(hex)) {
      text += `+${hex.toUpperCase()}`;
      at += 2;
    } else if (octet > 0x20 && octet < 0x7f && octet !== PLUS && octet !== 0x3d) {
      text += String.fromCharCode(octet);
    } else text += `+${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}
