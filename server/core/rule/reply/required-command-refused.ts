import { LIMITS } from '../../smtp/limits.ts';
import { OCTET } from '../../smtp/octet.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING, ENVELOPE, OPENING, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { codeSpan } from './replyParts.ts';

const CRLF = 2;

/** A command that every server has, answered as if this one did not. */
export const requiredCommandRefused = defineRule({
  id: 'required-command-refused',
  category: 'reply',
  severity: 'warning',
  // Courier answers 502 to whatever comes out of turn.
  capture: 'information',
  message: '{verb} is mandatory but answered {code}.',
  why: 'Every server has EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT and VRFY; 500 and 502 say that it does not know the command.',
  advice:
    'Carry the command out, or refuse it with the code of the reason; a server that does not want to verify answers VRFY with 252.',
  refs: ['RFC 5321 §4.5.1', 'RFC 5321 §4.3.2', 'RFC 5321 §3.5.3'],
  offWhen: 'The server is a test double that knows few commands.',
  on: 'exchange',
  verbs: ['EHLO', 'HELO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'NOOP', 'QUIT', 'VRFY'],
  clues: ['refusal'],
  check(exchange, context) {
    const line = exchange.replies[0]?.lines[0];
    if (line === undefined || (line.code !== 500 && line.code !== 502)) return;
    if (!isInPlace(exchange) || (line.code === 500 && isFaulty(exchange, context))) return;
    // A policy (X.7.Y) is a reason, whatever the code in front of it.
    if (/^5\.7\./.test(context.text(line.text))) return;
    const { verb } = exchange.command;
    context.report({
      at: codeSpan(line),
      values: { verb, code: line.code },
      ...(verb === 'VRFY' && { severity: 'information' as const }),
    });
  },
  examples: {
    bad: [
      `${OPENING}C: NOOP
S: 502 Not implemented
#~ ^^^ required-command-refused
C: VRFY smith
S: 502 Not implemented
#~ ^^^ required-command-refused
${CLOSING}`,
      `${OPENING}${ENVELOPE}C: RSET
S: 500 What?
#~ ^^^ required-command-refused
C: RSET
S: 250 OK
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      WHOLE,
      `${OPENING}C: VRFY smith\nS: 252 Perhaps\n${CLOSING}`,
      `S: 220 mx.example ready
C: EHLO client.example
S: 502 Not implemented
C: HELO client.example
S: 250 mx.example
${CLOSING}`,
      `${OPENING}C: NOOP ${'a'.repeat(100)}\nS: 250 OK\n${CLOSING}`,
      `${OPENING}C: VRFY smith\nS: 502 5.7.1 We do not tell\n${CLOSING}`,
    ],
  },
});

/** The command came where it may come, so that its place is not what the server minds. */
function isInPlace({ command: { verb }, before, known }: Exchange): boolean {
  const { name, protocol, transaction, hello } = before;
  if (name === 'rejected' || name === 'closed' || name === 'connect') return false;
  switch (verb) {
    case 'EHLO':
      // A server from before extensions says so; LMTP has another hello.
      return protocol === 'SMTP' && (hello === 'EHLO' || known.hello === 'EHLO');
    case 'HELO':
      return protocol === 'SMTP';
    case 'MAIL':
      return name === 'ready';
    case 'RCPT':
      return transaction !== undefined && !transaction.usedBdat;
    case 'DATA':
      return name === 'rcpt';
    case 'QUIT':
    case 'NOOP':
    case 'RSET':
      return true;
    default:
      return hello !== 'none';
  }
}

/** 500 is also the answer to a syntax error. */
function isFaulty(exchange: Exchange, context: RuleContext): boolean {
  const { command } = exchange;
  const { verb, argument } = command;
  const wire = context.wireOctets(command);
  if (wire.length + CRLF > LIMITS.commandLine.value || !isPlain(wire)) return true;
  if (verb === 'MAIL' || verb === 'RCPT') {
    const { path, params, keywordRight } = context.envelope(exchange);
    return !keywordRight || path.problems.length > 0 || params.params.length > 0;
  }
  const given = argument.end > argument.start;
  if (verb === 'DATA' || verb === 'RSET' || verb === 'QUIT') return given;
  return !given && verb !== 'NOOP';
}

/** Printable ASCII, no blank in front. */
function isPlain(wire: Uint8Array): boolean {
  return wire[0] !== OCTET.space && wire.every(octet => octet >= OCTET.space && octet < OCTET.del);
}
