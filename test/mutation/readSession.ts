import { octetsOf } from './line.ts';
import type { Kind, Line } from './line.ts';
import { codeOf, isAccepted, verdictOf } from './session.ts';
import type { Exchange, Session, Standing } from './session.ts';

/** How a dialect marks the lines of both sides; what matches neither is a note. */
export interface Marks {
  readonly client: RegExp;
  readonly server: RegExp;
}

/** The marks of `.smtp`. */
export const SMTP_MARKS: Marks = { client: /^C(?:\\: |: ?)/, server: /^S(?:\\: |: ?)/ };

const NOTHING: Standing = {
  hello: '',
  offers: new Map(),
  tls: false,
  authenticated: false,
  mail: undefined,
  accepted: [],
  tried: 0,
  chunks: 0,
};

interface Due {
  readonly exchange: Exchange;
  readonly phase: 'command' | 'final';
}

/**
 * Takes a clean session apart without the parser under test. Undefined where the text is no whole
 * session that this simple reading understands: such a text is not mutated.
 */
export function readSession(
  name: string,
  text: string,
  dialect = 'smtp',
  marks: Marks = SMTP_MARKS,
): Session | undefined {
  return new Reader(marks).read(name, text, dialect);
}

class Reader {
  readonly #marks: Marks;
  readonly #lines: Line[] = [];
  readonly #exchanges: Exchange[] = [];
  readonly #greeting: Line[] = [];
  #due: Due[] = [];
  #reply: Line[] = [];
  #standing: Standing = NOTHING;
  #content: Exchange | undefined;
  #octetsLeft = 0;
  #responding: Exchange | undefined;
  #sound = true;
  #lmtp = false;

  constructor(marks: Marks) {
    this.#marks = marks;
  }

  read(name: string, text: string, dialect: string): Session | undefined {
    const rows = text.replace(/\n$/, '').split('\n');
    for (const [origin, row] of rows.entries()) this.#take(row, origin);
    const whole = this.#due.length === 0 && this.#content === undefined && this.#reply.length === 0;
    if (!this.#sound || !whole || this.#exchanges.length === 0) return undefined;
    return {
      name,
      lines: this.#lines,
      greeting: this.#greeting,
      exchanges: this.#exchanges,
      protocol: this.#lmtp ? 'LMTP' : 'SMTP',
      dialect,
    };
  }

  #take(row: string, origin: number): void {
    const ofServer = this.#marks.server.exec(row)?.[0];
    const ofClient = this.#marks.client.exec(row)?.[0];
    const mark = ofServer ?? ofClient ?? '';
    const add = (kind: Kind): Line => {
      const line: Line = { kind, mark, text: row.slice(mark.length), origin };
      this.#lines.push(line);
      return line;
    };
    if (ofServer !== undefined) this.#server(add);
    else if (ofClient !== undefined) this.#client(row.slice(mark.length), add);
    else this.#note(add('note'));
  }

  #note({ text }: Line): void {
    if (/^# <TLS established>/.test(text) && this.#exchanges.length === 0) {
      this.#standing = { ...this.#standing, tls: true };
    }
    if (/^# (?:<|@|--- new)/.test(text) && !/^# <TLS|^# @name/.test(text)) this.#sound = false;
  }

  #client(text: string, add: (kind: Kind) => Line): void {
    if (this.#content !== undefined) return this.#contentLine(text, this.#content, add);
    const responding = this.#responding;
    if (responding !== undefined) {
      this.#responding = undefined;
      responding.responses.push(add('response'));
      this.#due.push({ exchange: responding, phase: 'command' });
      return;
    }
    const command = add('command');
    const [, verb = '', argument = ''] = /^(\S*) ?(.*)$/.exec(text) ?? [];
    const previous = this.#due.at(-1)?.exchange;
    if (previous !== undefined) previous.alone = false;
    const exchange: Exchange = {
      command,
      verb: verb.toUpperCase(),
      argument,
      replies: [],
      responses: [],
      content: [],
      dot: undefined,
      finals: [],
      before: this.#standing,
      after: this.#standing,
      alone: this.#due.length === 0,
      late: this.#due.length > 0,
    };
    this.#exchanges.push(exchange);
    this.#due.push({ exchange, phase: 'command' });
    if (exchange.verb !== 'BDAT') return;
    this.#octetsLeft = Number(/^\d+/.exec(argument)?.[0] ?? 0);
    if (this.#octetsLeft > 0) this.#content = exchange;
  }

  #contentLine(text: string, exchange: Exchange, add: (kind: Kind) => Line): void {
    if (exchange.verb === 'DATA') {
      if (text !== '.') return void exchange.content.push(add('content'));
      exchange.dot = add('dot');
      this.#content = undefined;
      const lmtp = this.#lmtp ? exchange.before.accepted.length : 1;
      for (let at = 0; at < lmtp; at++) this.#due.push({ exchange, phase: 'final' });
      return;
    }
    const line = add('content');
    exchange.content.push(line);
    const own = octetsOf(line);
    this.#octetsLeft -= this.#octetsLeft === own || line.mark.includes('\\') ? own : own + 2;
    if (this.#octetsLeft < 0) this.#sound = false;
    if (this.#octetsLeft <= 0) this.#content = undefined;
  }

  #server(add: (kind: Kind) => Line): void {
    // The tool does not show the content.
    if (this.#content?.verb === 'DATA' && this.#content.content.length === 0) {
      this.#due.push({ exchange: this.#content, phase: 'final' });
      this.#content = undefined;
    }
    const due = this.#due[0];
    const kind = due === undefined ? 'greeting' : due.phase === 'final' ? 'final' : 'reply';
    const line = add(kind);
    this.#reply.push(line);
    if (line.text[3] === '-') return;
    const reply = this.#reply;
    this.#reply = [];
    if (due === undefined) {
      if (this.#greeting.length > 0 || this.#exchanges.length > 0) this.#sound = false;
      this.#greeting.push(...reply);
      if (/\bLMTP\b/.test(line.text)) this.#lmtp = true;
      return;
    }
    this.#due = this.#due.slice(1);
    this.#answered(due, reply);
  }

  #answered({ exchange, phase }: Due, reply: Line[]): void {
    if (phase === 'final') {
      exchange.finals.push(reply);
      this.#standing = emptied(this.#standing);
      exchange.after = this.#standing;
      return;
    }
    exchange.replies.push(reply);
    if (exchange.replies.length === 1) exchange.before = this.#standing;
    const code = codeOf(reply);
    if (code === 334) this.#responding = exchange;
    if (exchange.verb === 'DATA' && code === 354) this.#content = exchange;
    this.#standing = standingAfter(exchange);
    exchange.after = this.#standing;
    if (exchange.verb === 'LHLO' && isAccepted(exchange)) this.#lmtp = true;
  }
}

function emptied(standing: Standing): Standing {
  return { ...standing, mail: undefined, accepted: [], tried: 0, chunks: 0 };
}

function standingAfter(exchange: Exchange): Standing {
  const { before, verb, argument } = exchange;
  const accepted = isAccepted(exchange);
  switch (verb) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      if (!accepted) return before;
      return { ...emptied(before), hello: verb, offers: offersIn(exchange) };
    case 'STARTTLS':
      if (verdictOf(exchange) !== 220) return before;
      return { ...NOTHING, tls: true };
    case 'XCLIENT':
      return verdictOf(exchange) === 220 ? { ...NOTHING, tls: before.tls } : before;
    case 'AUTH':
      return accepted ? { ...before, authenticated: true } : before;
    case 'MAIL':
      return accepted ? { ...emptied(before), mail: exchange } : before;
    case 'RCPT': {
      const tried = before.tried + 1;
      return accepted
        ? { ...before, tried, accepted: [...before.accepted, exchange] }
        : { ...before, tried };
    }
    case 'RSET':
      return accepted ? emptied(before) : before;
    case 'BDAT':
      if (/ LAST$/i.test(argument)) return emptied(before);
      return { ...before, chunks: before.chunks + 1 };
    default:
      return before;
  }
}

function offersIn({ verb, replies }: Exchange): ReadonlyMap<string, string> {
  if (verb === 'HELO') return new Map();
  const lines = replies.at(-1)?.slice(1) ?? [];
  return new Map(
    lines.map(({ text }) => {
      const [, keyword = '', words = ''] = /^\d{3}[ -](\S+) ?(.*)$/.exec(text) ?? [];
      return [keyword.toUpperCase(), words] as const;
    }),
  );
}
