import type { Exchange } from '../../transcript/model.ts';
import { AFTER_CONTENT, DATA, HEADER } from '../exampleParts.ts';
import type { RuleContext } from '../context.ts';
import { relatedOffer } from './helloBefore.ts';
import { readLimits } from './sessionLimits.ts';
import type { LimitName, SessionLimits } from './sessionLimits.ts';
import { splitFix } from './splitTransaction.ts';
import type { Surplus } from './splitTransaction.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../rule.ts';

const OPENED = `S: 220 mx.example ESMTP ready
C: EHLO client.example
S: 250-mx.example
`;
const MESSAGE = `${DATA}${HEADER}C: \nC: hi\n`;

/** More than the server said it would take. */
export const limitsExceeded = defineRule({
  id: 'limits-exceeded',
  category: 'extension',
  severity: 'warning',
  capture: 'information',
  message: '{n} {what} exceed LIMITS {name}={m}.',
  why: 'With LIMITS a server tells how many MAIL commands and domains of recipients it takes in a session, and how many RCPT commands in a transaction, refused ones included. What is beyond is refused or ends the session.',
  advice: 'Split the transaction, or open another session.',
  refs: ['RFC 9422 §3.6', 'RFC 9422 §3.7', 'RFC 9422 §4'],
  offWhen: 'Your clients do not know LIMITS and send again what is refused for now.',
  on: 'session',
  clues: ['odd-keyword'],
  check(session, context) {
    const watch = new Watch(context);
    for (const exchange of session.exchanges) watch.at(exchange);
    watch.tell();
  },
  examples: {
    bad: [
      `${OPENED}S: 250 LIMITS RCPTMAX=1
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<c@mx.example>
#~ ^^^^ limits-exceeded
S: 452 Too many
${MESSAGE}${AFTER_CONTENT}`,
      `${OPENED}S: 250 LIMITS MAILMAX=1 FUTURE
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RSET
S: 250 OK
C: MAIL FROM:<a@client.example>
#~ ^^^^ limits-exceeded
S: 452 Too many
C: QUIT
S: 221 Bye
`,
    ],
    good: [
      `${OPENED}S: 250 LIMITS RCPTMAX=1 RCPTDOMAINMAX=1
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
${MESSAGE}C: .
S: 250 OK
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<c@MX.example>
S: 250 OK
${MESSAGE}${AFTER_CONTENT}`,
      // A broken list counts for nothing, nor does a single broken limit.
      `${OPENED}S: 250 LIMITS RCPTMAX=1 MAILMAX=;
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<c@mx.example>
S: 250 OK
${MESSAGE}${AFTER_CONTENT}`,
      `${OPENED}S: 250 LIMITS RCPTMAX=01
C: MAIL FROM:<a@client.example>
S: 250 OK
C: RCPT TO:<b@mx.example>
S: 250 OK
C: RCPT TO:<c@mx.example>
S: 250 OK
${MESSAGE}${AFTER_CONTENT}`,
    ],
  },
});

const WHAT: Readonly<Record<LimitName, string>> = {
  RCPTMAX: 'RCPT commands in this transaction',
  MAILMAX: 'MAIL commands in this session',
  RCPTDOMAINMAX: 'domains of recipients in this session',
};

interface Excess {
  readonly name: LimitName;
  readonly limit: number;
  /** What went over the limit, in order. */
  readonly exchanges: Exchange[];
  count: number;
}

/** A fix for each of many faults would cost more than it helps. */
const MOST_FIXES = 20;

/** Counts along a session. */
class Watch {
  readonly #context: RuleContext;
  readonly #domains = new Set<string>();
  readonly #excesses: Excess[] = [];
  readonly #open = new Map<LimitName, Excess>();
  #mails = 0;
  #recipients = 0;
  #fixes = 0;
  #offer: string | undefined;
  #limits: SessionLimits = readLimits(undefined);

  constructor(context: RuleContext) {
    this.#context = context;
  }

  at(exchange: Exchange): void {
    const { verb } = exchange.command;
    if (verb !== 'MAIL' && verb !== 'RCPT') return;
    const offer = exchange.known.capabilities.get('LIMITS');
    if (offer !== this.#offer) this.#limits = readLimits(offer);
    this.#offer = offer;
    if (verb === 'MAIL') this.#mail(exchange);
    else this.#recipient(exchange);
  }

  tell(): void {
    for (const { name, limit, exchanges, count } of this.#excesses) {
      const [first] = exchanges;
      if (first === undefined) continue;
      this.#context.report({
        at: first.command.verbSpan,
        values: { n: count, what: WHAT[name], name, m: limit },
        related: relatedOffer(this.#context, first, 'LIMITS'),
        fix: name === 'RCPTMAX' ? this.#splitFix({ first, limit }) : undefined,
      });
    }
  }

  #mail(exchange: Exchange): void {
    if (exchange.before.transaction === undefined) {
      this.#recipients = 0;
      this.#open.delete('RCPTMAX');
    }
    this.#count(exchange, 'MAILMAX', ++this.#mails);
  }

  #recipient(exchange: Exchange): void {
    const { domain } = this.#context.envelope(exchange).path.path;
    if (domain !== undefined) this.#domains.add(this.#context.text(domain.span).toLowerCase());
    if (exchange.before.transaction !== undefined)
      this.#count(exchange, 'RCPTMAX', ++this.#recipients);
    this.#count(exchange, 'RCPTDOMAINMAX', this.#domains.size);
  }

  #count(exchange: Exchange, name: LimitName, count: number): void {
    const limit = this.#limits.get(name);
    if (limit === undefined || count <= limit) return;
    const open = this.#open.get(name);
    if (open !== undefined) {
      open.count = count;
      return;
    }
    const excess = { name, limit, exchanges: [exchange], count };
    this.#open.set(name, excess);
    this.#excesses.push(excess);
  }

  #splitFix(surplus: Surplus): Fix | undefined {
    // One more transaction may be one too many; and each fix holds a message.
    if (this.#limits.has('MAILMAX') || ++this.#fixes > MOST_FIXES) return undefined;
    const mail = surplus.first.before.transaction?.mail;
    const { transactions } = this.#context.session;
    const transaction = transactions.find(each => each.mail === mail);
    return transaction && splitFix(this.#context, transaction, surplus);
  }
}
