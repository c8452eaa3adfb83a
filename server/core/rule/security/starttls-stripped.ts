import type { Span } from '../../octets/span.ts';
import type { Exchange, Reply, Session } from '../../transcript/model.ts';
import { isMasked, withdrawsTls } from '../clue/dialogueClues.ts';
import type { RuleContext } from '../context.ts';
import { CLOSING } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { OFFERS_TLS } from './exampleParts.ts';

/** Somebody on the way keeps the two from encrypting. */
export const starttlsStripped = defineRule({
  id: 'starttls-stripped',
  category: 'security',
  severity: 'warning',
  message: '{what}: something between client and server may suppress TLS.',
  why: 'Firewalls that inspect SMTP, and attackers, paint over what they do not want to pass, STARTTLS first of all; both sides then go on in the clear without knowing.',
  advice:
    'Switch off the inspection of SMTP on the firewall, and let clients that need TLS use port 465 or give up without it.',
  refs: ['RFC 3207 §6', 'RFC 8314 §3.3'],
  offWhen: 'You know the firewall that does it and cannot change it.',
  silences: {
    line: [
      ...['greeting-without-domain', 'ehlo-keyword-unknown', 'private-extension'],
      'unknown-command',
    ],
    session: ['starttls-unused'],
  },
  on: 'session',
  clues: ['masked-offer', 'odd-offer', 'unknown-verb'],
  check(session, context) {
    const [first, ...others] = signsIn(session, context);
    if (first === undefined) return;
    context.report({
      at: first.at,
      values: { what: first.what },
      related: others.slice(0, 10).map(({ at, what }) => ({ at, message: `${what}, too.` })),
    });
  },
  examples: {
    bad: [
      `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
S: 250-SIZE 1000
S: 250 XXXXXXXA
#~     ^^^^^^^^ starttls-stripped
${CLOSING}`,
      `S: 220 ****2******0**********
#~     ^^^^^^^^^^^^^^^^^^^^^^ starttls-stripped
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `${OFFERS_TLS}C: EHLO client.example
#~ ^^^^ starttls-stripped
S: 250 mx.example
${CLOSING}`,
    ],
    good: [
      `${OFFERS_TLS}${CLOSING}`,
      `S: 220 mx.example *** No spam ***
C: EHLO client.example
S: 250-mx.example
S: 250 XCLIENT NAME
#~     ^^^^^^^ private-extension
${CLOSING}`,
    ],
  },
});

interface Sign {
  readonly at: Span;
  readonly what: string;
}

const LONGEST = 600;
/** Asterisks, and the digits and blanks that some firewalls let through. */
const ASTERISKS = /^[*\d ]*\*{6,}[*\d ]*$/;

function* signsIn(session: Session, context: RuleContext): Generator<Sign> {
  const banner = session.greeting?.reply.lines[0]?.text;
  if (banner && ASTERISKS.test(shortText(banner, context))) {
    yield { at: banner, what: 'The greeting is blotted out' };
  }
  for (const exchange of session.exchanges) {
    const { command, replies } = exchange;
    if (isMasked(command.verb)) yield { at: command.verbSpan, what: 'A command is painted over' };
    if (command.verb !== 'EHLO') continue;
    if (replies[0]?.code === 250) yield* maskedLines(replies[0], context);
    if (isWithdrawn(exchange)) yield { at: command.verbSpan, what: 'STARTTLS is offered no more' };
  }
}

function* maskedLines(reply: Reply, context: RuleContext): Generator<Sign> {
  for (const { text } of reply.lines.slice(1)) {
    const [keyword = ''] = shortText(text, context).toUpperCase().trim().split(/[ =]/);
    if (isMasked(keyword)) yield { at: text, what: 'An extension is painted over' };
  }
}

function isWithdrawn(ehlo: Exchange): boolean {
  return ehlo.replies[0]?.code === 250 && withdrawsTls(ehlo);
}

function shortText({ start, end }: Span, { chunk }: RuleContext): string {
  return end - start > LONGEST ? '' : chunk.scanner.latin1(chunk.octets, start, end);
}
