import { pathTextOf } from '../../transcript/envelope.ts';
import { mimeOf } from '../../transcript/mimeParts.ts';
import type { MimeValue } from '../../transcript/mimeParts.ts';
import type { Exchange } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, DATA, ENVELOPE, HEADER, OPENING, UNTIL_CONTENT } from '../exampleParts.ts';
import { unsafeFix } from '../fixes.ts';
import { mailOf } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import type { Report } from '../rule.ts';

const DELIVERY_REPORT = 'delivery report';
const REPORTS: ReadonlySet<string> = new Set(['delivery-status', 'disposition-notification']);

const reportOf = (type: string): string => `${HEADER}C: MIME-Version: 1.0
C: Content-Type: multipart/report; report-type=${type}; boundary=x
C: 
C: --x
C: 
C: It did not arrive.
C: --x
C: Content-Type: message/${type}
C: 
C: Reporting-MTA: dns; mx.example
C: --x--
`;

/** A report that may be answered by a report. */
export const dsnSenderNotNull = defineRule({
  id: 'dsn-sender-not-null',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: 'A {kind} is sent {how}.',
  why: 'Reports have the null sender, so that none is ever sent about a report: two hosts would send them to each other for ever. A delivery report goes to one address, that of the sender of the message.',
  advice:
    'Send it with MAIL FROM:<>; a delivery report to the one address that the message came from.',
  refs: ['RFC 5321 §4.5.5', 'RFC 5321 §6.1', 'RFC 3464 §2', 'RFC 8098 §3'],
  offWhen: 'Reports are forwarded by people, who answer for them.',
  on: 'content',
  clues: ['mime'],
  check({ content, exchange }, context) {
    const type = mimeOf(context.chunk, exchange, content)?.entities[0]?.type;
    const kind = type && kindOf(type);
    const mail = mailOf(exchange);
    if (type === undefined || kind === undefined || mail === undefined) return;
    const found =
      pathTextOf(context.chunk, mail) === ''
        ? severalRecipients(kind, exchange)
        : named(mail, context);
    if (found === undefined) return;
    const at = type.spanOf(type.start, type.end);
    context.report({
      ...found,
      values: { kind, ...found.values },
      related: [{ at, message: 'This says that it is a report.' }],
    });
  },
  examples: {
    bad: [
      ...['delivery-status', 'disposition-notification'].map(
        type =>
          `${OPENING}${ENVELOPE.replace(
            '<a@client.example>\n',
            '<a@client.example>\n#~           ^^^^^^^^^^^^^^^^^^ dsn-sender-not-null\n',
          )}${DATA}${reportOf(type)}${AFTER_CONTENT}`,
      ),
      `${OPENING}C: MAIL FROM:<>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<c@mx.example>
#~      ^^^^^^^^^^^^^^^^^ dsn-sender-not-null
S: 250 OK
${DATA}${reportOf('delivery-status')}${AFTER_CONTENT}`,
    ],
    good: [
      `${OPENING}${ENVELOPE.replace('<a@client.example>', '<>')}${DATA}${reportOf('delivery-status')}${AFTER_CONTENT}`,
      `${OPENING}C: MAIL FROM:<>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<c@mx.example>
S: 250 OK
${DATA}${reportOf('disposition-notification')}${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${reportOf('feedback-report')}${AFTER_CONTENT}`,
    ],
  },
});

function kindOf({ type, subtype, params }: MimeValue): string | undefined {
  const report = params.get('report-type')?.value.toLowerCase() ?? '';
  if (type !== 'multipart' || subtype !== 'report' || !REPORTS.has(report)) return undefined;
  return report === 'delivery-status' ? DELIVERY_REPORT : 'disposition notification';
}

function named(mail: Exchange, context: RuleContext): Report {
  const { path } = context.envelope(mail).path;
  const fixable = path.kind === 'mailbox' && !mail.command.raw;
  return {
    at: path.span,
    values: { how: 'with a sender address' },
    fix: fixable ? unsafeFix('Replace the path by <>', path.span, '<>') : undefined,
  };
}

// A disposition notification goes to all whom the message named for it (RFC 8098 3).
function severalRecipients(kind: string, { before }: Exchange): Report | undefined {
  const second = before.transaction?.accepted[1];
  if (kind !== DELIVERY_REPORT || second === undefined) return undefined;
  return {
    at: second.command.argument,
    values: { how: 'to several recipients' },
    severity: 'information',
  };
}
