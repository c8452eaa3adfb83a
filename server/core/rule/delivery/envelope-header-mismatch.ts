import type { Span } from '../../octets/span.ts';
import { parseMailAddresses } from '../../smtp/mailAddresses.ts';
import { pathTextOf } from '../../transcript/envelope.ts';
import type { Header } from '../../transcript/headerFields.ts';
import type { Content, Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, DATA, HEADER, OPENING, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { mailOf } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import { fieldsNamed, messageHeader, valueOf } from './messageField.ts';

const AUTHORS: ReadonlySet<string> = new Set(['from', 'sender']);
const RECEIVERS: ReadonlySet<string> = new Set(['to', 'cc']);
/** Sent on, or by a list or a program: there the two differ properly. */
const SENT_ON =
  /^(?:resent-.*|list-.*|precedence|auto-submitted|x-loop|x-mailing-list|delivered-to)$/;
const REWRITTEN = /^(?:srs[01][=+-]|prvs=|btv1==|bounces?[-+=]|.*[-+]owner@|owner-)/i;

/** Who sends and receives by the envelope is not who does by the header. */
export const envelopeHeaderMismatch = defineRule({
  id: 'envelope-header-mismatch',
  category: 'delivery',
  severity: 'information',
  capture: 'off',
  message: 'Envelope {side} {a} differs from the header {field}.',
  why: 'That is legal, and usual for lists, blind copies and reports; but receivers that check DMARC want the domain of MAIL or of a signature to be that of From.',
  advice:
    'Nothing, if it is meant so. Else send with an address in MAIL that has the domain of From, or sign with that domain.',
  refs: ['RFC 5321 §2.3.1', 'RFC 7489 §3.1', 'RFC 5321 §7.2'],
  offWhen: 'Lists, forwarders or service providers send the messages.',
  options: {
    recipients: {
      type: 'boolean',
      default: false,
      description: 'Also tell where no recipient is named in To or Cc, as for blind copies.',
    },
  },
  on: 'content',
  clues: ['other-envelope'],
  check({ content, exchange }, context) {
    const header = messageHeader({ content, exchange }, context);
    if (header === undefined || header.fields.some(({ name }) => SENT_ON.test(name))) return;
    const mail = mailOf(exchange);
    if (mail !== undefined) checkSender({ header, content }, mail, context);
    const accepted = exchange.before.transaction?.accepted ?? [];
    if (context.option('recipients') === true && accepted.length > 0) {
      checkReceivers({ header, content }, accepted, context);
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER.replace(
        'a@client.example\n',
        'ceo@bank.example\n#~       ^^^^^^^^^^^^^^^^ envelope-header-mismatch\n',
      ).replace('b@mx.example', 'other@mx.example')}C: \nC: hi\n${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      // The null sender of a report, and somebody who gets a blind copy.
      `${OPENING}C: MAIL FROM:<>
S: 250 OK
C: RCPT TO:<c@mx.example>
S: 250 OK
C: RCPT TO:<B@mx.example>
S: 250 OK
${DATA}${HEADER}C: 
C: hi
${AFTER_CONTENT}`,
      ...['mail.client.example', 'news.client.example'].map(
        domain => `${UNTIL_CONTENT}${HEADER.replace('@client.example', `@${domain}`)}C: 
C: hi
${AFTER_CONTENT}`,
      ),
      `${UNTIL_CONTENT}${HEADER.replace('a@client.example', 'x@other.example')}C: Sender: y@client.example
C: 
C: hi
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER.replace('a@client.example', 'x@other.example')}C: List-Id: <l.client.example>
C: 
C: hi
${AFTER_CONTENT}`,
    ],
  },
});

interface Message {
  readonly header: Header;
  readonly content: Content;
}

interface Found {
  readonly address: string;
  readonly domain: string;
  readonly at: Span;
  readonly field: string;
}

function addressesOf(
  { header, content }: Message,
  names: ReadonlySet<string>,
  context: RuleContext,
): readonly Found[] {
  return fieldsNamed(header, names).flatMap(field => {
    const value = valueOf(context, content, field);
    return parseMailAddresses(value.text).addresses.map(({ start, end, localPart, domain }) => ({
      address: `${localPart}@${domain}`.toLowerCase(),
      domain: domain.toLowerCase(),
      at: value.spanOf(start, end),
      field: context.text(field.nameSpan),
    }));
  });
}

function checkSender(message: Message, mail: Exchange, context: RuleContext): void {
  const sender = pathTextOf(context.chunk, mail);
  const domain = sender.slice(sender.lastIndexOf('@') + 1).toLowerCase();
  if (!sender.includes('@') || domain.endsWith(']') || REWRITTEN.test(sender)) return;
  const authors = addressesOf(message, AUTHORS, context);
  const first = authors.find(({ field }) => field.toLowerCase() === 'from');
  if (first === undefined || first.domain.endsWith(']')) return;
  if (authors.some(author => areAligned(author.domain, domain))) return;
  context.report({
    at: first.at,
    values: { side: 'sender', a: sender, field: first.field },
    related: [{ at: mail.command.argument, message: 'The sender of the envelope.' }],
  });
}

/** Of one organisation, as far as that shows: one below the other, or both below the same name. */
function areAligned(a: string, b: string): boolean {
  if (a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)) return true;
  const parent = a.slice(a.indexOf('.') + 1);
  return parent.includes('.') && (b === parent || b.endsWith(`.${parent}`));
}

/** Blind copies are nobody's fault: only where no receiver is named at all. */
function checkReceivers(
  message: Message,
  accepted: readonly Exchange[],
  context: RuleContext,
): void {
  const named = addressesOf(message, RECEIVERS, context);
  const [first] = named;
  const [rcpt] = accepted;
  if (first === undefined || rcpt === undefined) return;
  const known = new Set(named.map(({ address }) => address));
  const envelope = accepted.map(each => pathTextOf(context.chunk, each));
  if (envelope.some(address => known.has(address.toLowerCase()))) return;
  context.report({
    at: first.at,
    values: { side: 'recipient', a: envelope[0] ?? '', field: first.field },
    related: [{ at: rcpt.command.argument, message: 'The recipient of the envelope.' }],
  });
}
