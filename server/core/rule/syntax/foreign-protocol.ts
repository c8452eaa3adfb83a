import { verbOf } from '../../smtp/verbs.ts';
import { CLOSING, OPENING, WHOLE } from '../exampleParts.ts';
import { placeOf } from '../placeOf.ts';
import { PROXY_PROTOCOL, foreignProtocolOf } from './foreignProtocol.ts';
import { defineRule } from '../rule.ts';

/** A command line that belongs to another protocol. */
export const foreignProtocol = defineRule({
  id: 'foreign-protocol',
  category: 'syntax',
  severity: 'warning',
  message: '"{text}" looks like {proto}, not SMTP.',
  why: 'A program that speaks another protocol reached this port. Attackers let browsers and other programs do so, so that lines in what these send run as SMTP commands; servers should close such a session.',
  advice:
    'Find out who connects to this port. Lines of a message may only follow a 354 reply to DATA.',
  refs: ['RFC 5321 §4.2.4'],
  offWhen: 'You record what scanners send to a port.',
  silences: {
    line: [
      'control-character-in-command',
      'non-ascii-in-command',
      'leading-whitespace',
      'separator-not-space',
      'trailing-whitespace',
      'command-line-too-long',
    ],
    after: ['empty-command', 'reply-not-awaited'],
  },
  on: 'exchange',
  clues: ['unknown-verb'],
  check(exchange, context) {
    const { command } = exchange;
    if (verbOf(command.verb) !== undefined) return;
    const proto = foreignProtocolOf(exchange, context);
    if (proto === undefined) return;
    // The lines that follow it are of the same kind.
    const before = context.session.exchanges[placeOf(context.session, exchange) - 1];
    if (before !== undefined && verbOf(before.command.verb) === undefined) {
      if (before.command.verb === '' || foreignProtocolOf(before, context) !== undefined) return;
    }
    context.report({
      at: command.span,
      values: { text: shortened(context.text(command.span)), proto },
      ...(proto === PROXY_PROTOCOL ? { severity: 'information' as const } : {}),
    });
  },
  examples: {
    bad: [
      `${OPENING}C: GET / HTTP/1.1
#~ ^^^^^^^^^^^^^^ foreign-protocol
S: 500 Unknown
${CLOSING}`,
      // One report for all of the request.
      `${OPENING}C: POST /index HTTP/1.1
#~ ^^^^^^^^^^^^^^^^^^^^ foreign-protocol
S: 500 Unknown
C: Host: mx.example
S: 500 Unknown
C: User-Agent: x
S: 500 Unknown
C: 
S: 500 Unknown
${CLOSING}`,
      // It asks for no replies, so it waits for none.
      `${OPENING}C: GET / HTTP/1.1
#~ ^^^^^^^^^^^^^^ foreign-protocol
C: Host: mx.example
C: User-Agent: x
S: 500 Unknown
S: 500 Unknown
S: 500 Unknown
${CLOSING}`,
      `${OPENING}C\\: \\x16\\x03\\x01\\x02\\0\\x01\\0\\x01\\xfc\\r\\n
#~ foreign-protocol
S: 500 Unknown
${CLOSING}`,
      // A message without DATA.
      `${OPENING}C: Subject: hello
#~ ^^^^^^^^^^^^^^ foreign-protocol
S: 500 Unknown
${CLOSING}`,
    ],
    good: [WHOLE],
  },
});

const LONGEST = 40;

function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  // Half of a surrogate pair is no character.
  return `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`;
}
