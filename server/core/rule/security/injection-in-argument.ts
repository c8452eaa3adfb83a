import { unescape } from '../../octets/escapes.ts';
import type { Span } from '../../octets/span.ts';
import { verbOf } from '../../smtp/verbs.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, ENVELOPE, OPENING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';

/** A command within a command. */
export const injectionInArgument = defineRule({
  id: 'injection-in-argument',
  category: 'security',
  severity: 'error',
  message: '"{text}" inside {where} looks like injected SMTP.',
  why: 'A program that puts a line end, or a ">" and parameters, from its input into a command lets whoever wrote that input speak to the server.',
  advice:
    'Refuse CR, LF and whatever stands for them in addresses, names and parameters before the command is put together.',
  refs: ['RFC 5321 §4.1.2', 'RFC 5321 §2.3.8'],
  offWhen: 'You test a server or a filter with such input.',
  silences: {
    line: [
      ...['address-syntax', 'bare-cr', 'bare-lf', 'control-character-in-command'],
      ...['hello-argument-invalid', 'hello-extra-text', 'mail-rcpt-syntax'],
      ...['multiple-recipients-in-rcpt', 'param-malformed', 'param-not-advertised', 'param-value'],
      ...['param-unknown', 'param-duplicate', 'dsn-notify', 'dsn-orcpt-envid', 'xtext-invalid'],
      ...['relay-by-routing', 'routing-in-local-part', 'size-exceeds-limit'],
    ],
  },
  on: 'exchange',
  verbs: ['MAIL', 'RCPT', 'EHLO', 'HELO', 'LHLO'],
  clues: ['odd-octets', 'odd-path', 'odd-params', 'odd-hello'],
  check(exchange, context) {
    const at = lineEndIn(exchange, context) ?? closedEarly(exchange, context);
    if (at === undefined) return;
    const text = context.text({ start: at.start, end: Math.min(at.end, at.start + 200) });
    context.report({ at, values: { text, where: `the argument of ${exchange.command.verb}` } });
  },
  examples: {
    bad: [
      `${OPENING}C\\: MAIL FROM:<a@client.example> SIZE=1\\r\\nRCPT TO:<x@evil.example>\\r\\n
#~                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ injection-in-argument
S: 501 Bad character
${CLOSING}`,
      `${OPENING}C: MAIL FROM:<a@client.example%0d%0aRCPT>
#~                            ^^^^^^^^^^ injection-in-argument
S: 501 Bad character
${CLOSING}`,
      `${OPENING}C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example> NOTIFY=NEVER@client.example>
#~                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ injection-in-argument
S: 501 No
C: RSET
S: 250 OK
${CLOSING}`,
    ],
    good: [
      `${OPENING}${ENVELOPE}C: RSET\nS: 250 OK\n${CLOSING}`,
      // One path, however it looks.
      `${OPENING}C: MAIL FROM:<"a> SIZE=1"@client.example>
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250 AUTH SCRAM-SHA-256
C: MAIL FROM:<a@client.example> AUTH=<>
S: 250 OK
C: RSET
S: 250 OK
${CLOSING}`,
    ],
  },
});

const LONGEST = 4_000;
/** CR and LF, or what other programs write for them. */
const LINE_END = /[\r\n]+|(?:%0[dD]|%0[aA]|\\r|\\n|&#(?:1[03]|x0?[aAdD]);)+/g;
const BOTH = /^(?:%0[dD]%0[aA])+$/;
/** What a line end in a header would begin. */
const FIELD = /^(?:bcc|cc|to|from|subject|content-type):/i;

/** A line end, and what it would let the server read as a line of its own. */
function lineEndIn({ command }: Exchange, context: RuleContext): Span | undefined {
  const { start } = command.argument;
  const end = command.raw ? command.span.end : command.argument.end;
  if (end - start > LONGEST) return undefined;
  const wire = wireOf(context, { start, end }, command.raw ? 'raw' : 'plain');
  const text = wire.text.replace(/[\r\n]+$/, '');
  for (const { 0: found, index } of text.matchAll(LINE_END)) {
    const rest = text.slice(index + found.length).trimStart();
    const [word = ''] = /^[A-Za-z]{0,10}/.exec(rest) ?? [];
    if (!BOTH.test(found) && !FIELD.test(rest) && !isVerb(word)) continue;
    return { start: wire.place(index), end: wire.place(text.length - (isPath(text) ? 1 : 0)) };
  }
  return undefined;
}

function isVerb(word: string): boolean {
  return word !== '' && verbOf(word.toUpperCase()) !== undefined && /^x/i.exec(word) === null;
}

/** The bracket that ends the path is the program's own. */
function isPath(text: string): boolean {
  return text.endsWith('>') && !/<[^<>]*>$/.test(text.slice(text.search(LINE_END)));
}

/** One character an octet, so that an index is an offset. */
function wireOf(
  { chunk }: RuleContext,
  { start, end }: Span,
  form: 'raw' | 'plain',
): { text: string; place: (index: number) => number } {
  const { octets, scanner } = chunk;
  if (form === 'plain') {
    return { text: scanner.latin1(octets, start, end), place: index => start + index };
  }
  const wire = unescape(octets, start, end);
  const text = scanner.latin1(wire.octets, 0, wire.octets.length);
  return { text, place: index => wire.origins[index] ?? end };
}

/**
 * `<b@mx.example> NOTIFY=NEVER@client.example>`: the path was closed by what stood in it, and the
 * bracket that should close it stands at the end of a parameter.
 */
function closedEarly(exchange: Exchange, context: RuleContext): Span | undefined {
  const { verb, raw, argument } = exchange.command;
  if (raw || (verb !== 'MAIL' && verb !== 'RCPT')) return undefined;
  const { end } = argument;
  if (context.chunk.octets[end - 1] !== 0x3e) return undefined;
  const { path } = context.envelope(exchange).path;
  const close = path.close;
  if (path.kind === 'broken' || close === undefined || close.end >= end) return undefined;
  const rest = context.text({ start: close.end, end: Math.min(end, close.end + LONGEST) });
  if (!/^ [A-Za-z0-9-]+=[^<]*>$/.test(rest)) return undefined;
  return { start: close.start, end };
}
