import type { ContentBlock, Dialect, DialectReader, LineRecord } from '../dialect/dialect.ts';
import { unescape } from '../octets/escapes.ts';
import type { Scanner } from '../octets/scanner.ts';
import { readCommandHead } from '../smtp/command.ts';
import { readReplyHead } from '../smtp/reply.ts';
import { verbOf } from '../smtp/verbs.ts';
import { addContentLine, draftExchange } from './draft.ts';
import type { ContentDraft, Due, ExchangeDraft, ReplyDraft } from './draft.ts';
import type {
  Command,
  Directive,
  Ending,
  Greeting,
  ReplyLine,
  Session,
  Step,
  WireLine,
} from './model.ts';
import { afterGreeting, afterTls, closed, initialState } from './state.ts';
import type { State } from './state.ts';
import { TransactionLog } from './transactionLog.ts';
import { advance, isLastChunk } from './advance.ts';
import { directiveOf, timeOf } from './asides.ts';
import { commandOf, isTerminator, readsAsContent, replyLineOf } from './wireLines.ts';

const HYPHEN = 45;

const ONLY_FOR: ReadonlyMap<number, string> = new Map([
  [354, 'DATA'],
  [334, 'AUTH'],
  [221, 'QUIT'],
]);

/** The stretch being read and the tools to read it with. */
export interface Source {
  readonly octets: Uint8Array;
  readonly scanner: Scanner;
  readonly dialect: Dialect;
  readonly reader: DialectReader;
}

/** A line sent after DATA before its reply: command or content, as the reply will tell. */
interface Ahead {
  readonly line: WireLine;
  /** What a command sent then could know. */
  readonly known: State;
  readonly unanswered: number;
}

/**
 * Builds one session from its lines, in order, pairing replies with commands as RFC 2920 has it:
 * each reply answers the oldest command that still waits. Any sequence of lines is accepted.
 */
export class SessionBuilder {
  readonly #source: Source;
  readonly #connection: string | undefined;
  readonly #steps: Step[] = [];
  readonly #exchanges: ExchangeDraft[] = [];
  readonly #directives: Directive[] = [];
  readonly #log = new TransactionLog();
  readonly #due: Due[] = [];
  #state: State = initialState;
  #greeting: Greeting | undefined;
  #openReply: ReplyDraft | undefined;
  #lastReply: ReplyDraft | undefined;
  #auth: ExchangeDraft | undefined;
  #content: ContentDraft | undefined;
  #contentOwner: ExchangeDraft | undefined;
  readonly #counted = new Set<ExchangeDraft>();
  #chunkLeft = 0;
  #ahead: Ahead[] = [];
  #lost: 'close' | 'lost' | 'timeout' | undefined;
  #ended421 = false;
  #from = -1;
  #to = 0;
  #marked = false;
  #unmarked = false;

  constructor(source: Source, connection: string) {
    this.#source = source;
    this.#connection = connection === '' ? undefined : connection;
  }

  /** Some line of the dialogue was seen. */
  get started(): boolean {
    return this.#from >= 0;
  }

  /** The next client lines are message content, to be read as a block where the dialect can. */
  get inContent(): boolean {
    return this.#content !== undefined && this.#contentOwner?.content?.how === 'data';
  }

  /** The next client line answers a challenge. */
  get inAuth(): boolean {
    return this.#auth !== undefined && this.#due.length === 0;
  }

  /** The connection is gone or said goodbye. */
  get over(): boolean {
    return this.#lost !== undefined || this.#state.name === 'closed';
  }

  /**
   * Does this line open another session? A greeting after the end does; after a gap (blank line)
   * also one that no command waits for.
   */
  opensAnother(record: LineRecord, afterGap: boolean): boolean {
    if (!this.started) return false;
    if (record.kind === 'connect' || record.kind === 'boundary') return true;
    const { octets } = this.#source;
    if (record.kind === 'client') {
      if (!this.over || !afterGap) return false;
      const { verb } = readCommandHead(octets, record.start, record.end);
      return verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO';
    }
    if (record.kind !== 'server') return false;
    const { code } = readReplyHead(octets, record.start, record.end);
    if (code !== 220 && code !== 554 && code !== 521 && code !== 421) return false;
    const waiting = this.#due[0]?.exchange.command.verb;
    const restarts = code === 220 && waiting !== 'STARTTLS' && waiting !== 'XCLIENT';
    if (this.over) {
      if (this.#openReply !== undefined) return false;
      return restarts || (waiting === undefined && (code !== 421 || afterGap));
    }
    if (code === 220 && waiting === 'QUIT') return true;
    if (!afterGap || this.#openReply !== undefined) return false;
    if (code === 220) return restarts;
    return code !== 421 && waiting === undefined && this.#content === undefined;
  }

  /** Takes any line but content that the dialect reads as a block; `next` is where it ends. */
  line(record: LineRecord, next: number): void {
    switch (record.kind) {
      case 'client':
        this.#client(this.#wireLine(record, 'client'), next);
        break;
      case 'server':
        this.#server(this.#wireLine(record, 'server'));
        break;
      case 'hidden-content':
        this.#hideContent();
        break;
      default:
        this.#aside(record);
    }
    if (record.tls && !this.#state.tls) this.#secure();
  }

  /** Takes the content found by native search, from `at`. */
  contentBlock(at: number, block: ContentBlock): void {
    const content = this.#content;
    const { terminator } = block;
    this.#touch(at, terminator?.to ?? block.end);
    if (content === undefined) return;
    content.clothes = block.clothes;
    if (block.end > at) content.blocks.push({ start: at, end: block.end });
    content.span = {
      start: content.blocks[0]?.start ?? at,
      end: terminator?.to ?? Math.max(at, block.end),
    };
    if (terminator !== undefined) {
      content.terminator = {
        party: 'client',
        span: { start: terminator.start, end: terminator.start + 1 },
        line: { start: terminator.from, end: terminator.to },
        raw: false,
        marked: terminator.start > terminator.from,
      };
      this.#endContent();
    }
  }

  /** Closes everything that is open and gives the finished session. */
  finish(): Session {
    this.#closeReply();
    this.#flushAhead();
    this.#content = undefined;
    for (const { exchange } of this.#due) {
      if (exchange.replies.length === 0) exchange.before = this.#state;
      exchange.after = this.#state;
    }
    const whole = this.#source.dialect.whole;
    const excerpt = this.#directives.find(directive => directive.name === 'excerpt')?.value;
    const ending = this.#ending();
    const transactions = this.#log.finish();
    return {
      kind: 'session',
      span: { start: Math.max(0, this.#from), end: this.#to },
      connection: this.#connection,
      protocol: this.#state.protocol,
      greeting: this.#greeting,
      steps: this.#steps,
      exchanges: this.#exchanges,
      transactions,
      directives: this.#directives,
      ending,
      hidden: {
        content: this.#source.dialect.hides.includes('content'),
        clientLines: !whole && this.#exchanges.length === 0 && this.#steps.length > 0,
        start: whole ? excerpt === 'start' || excerpt === 'both' : this.#greeting === undefined,
        end: whole ? excerpt === 'end' || excerpt === 'both' : ending === 'unknown',
      },
      tls: this.#state.tls,
      authenticated: this.#state.authenticated,
      final: this.#state,
      mixedMarks: this.#marked && this.#unmarked,
    };
  }

  #wireLine(record: LineRecord, party: 'client' | 'server'): WireLine {
    this.#touch(record.from, record.to);
    if (record.marked) this.#marked = true;
    else this.#unmarked = true;
    return {
      party,
      span: { start: record.start, end: record.end },
      line: { start: record.from, end: record.to },
      raw: record.raw,
      marked: record.marked,
    };
  }

  #touch(from: number, to: number): void {
    if (this.#from < 0) this.#from = from;
    this.#to = Math.max(this.#to, to);
  }

  // ---- asides ----------------------------------------------------------------------------

  #aside(record: LineRecord): void {
    const line = { start: record.from, end: record.to };
    switch (record.kind) {
      case 'note':
        this.#steps.push({ kind: 'note', line, time: timeOf(this.#source, record) });
        break;
      case 'directive': {
        const directive = directiveOf(this.#source, record);
        this.#directives.push(directive);
        this.#steps.push(directive);
        break;
      }
      case 'unknown':
        this.#steps.push({ kind: 'unknown', line });
        break;
      case 'connect':
      case 'tls':
      case 'close':
      case 'lost':
      case 'timeout':
        this.#touch(record.from, record.to);
        this.#event(record.kind, line);
        break;
      default:
    }
  }

  #event(
    event: 'connect' | 'tls' | 'close' | 'lost' | 'timeout',
    line: { start: number; end: number },
  ): void {
    this.#closeReply();
    this.#steps.push({ kind: 'event', event, line });
    if (event === 'tls') this.#secure();
    else if (event !== 'connect') this.#lost ??= event;
  }

  /** TLS is on: by a mark, or because the conversation goes on after 220 to STARTTLS. */
  #secure(): void {
    if (this.#state.name === 'tls' || this.#greeting !== undefined) {
      this.#log.abort();
      this.#state = afterTls(this.#state);
    } else this.#state = { ...this.#state, tls: true };
  }

  // ---- client ----------------------------------------------------------------------------

  #client(line: WireLine, next: number): void {
    this.#closeReply();
    this.#lastReply = undefined;
    if (this.#state.name === 'reversed') return this.#swapped(line);
    if (this.#content !== undefined) return this.#contentLine(this.#content, line, next);
    if (this.inAuth && this.#auth !== undefined) return this.#response(line, this.#auth);
    const newest = this.#due.at(-1);
    if (newest?.phase === 'command' && newest.exchange.command.verb === 'DATA') {
      this.#ahead.push({ line, known: this.#state, unanswered: this.#due.length });
      return;
    }
    if (this.#state.name === 'tls' && this.#due.length === 0) this.#secure();
    const command = commandOf(this.#source, line);
    const known = verbOf(command.verb) !== undefined;
    if (!known && newest?.exchange.command.verb === 'AUTH')
      return this.#response(line, newest.exchange);
    if (!known && this.#misplacedContent(line, next)) return;
    this.#command(command, this.#state, this.#due.length);
  }

  #command(command: Command, known: State, unanswered: number): void {
    if (command.verb === 'QUIT' || command.verb === 'RSET') this.#auth = undefined;
    const exchange = draftExchange(command, known, unanswered);
    this.#exchanges.push(exchange);
    this.#steps.push(exchange);
    this.#due.push({ exchange, phase: 'command', need: 1 });
    if (command.verb === 'BDAT') this.#openChunk(exchange);
  }

  #response(line: WireLine, exchange: ExchangeDraft): void {
    exchange.responses.push(line);
    this.#due.push({ exchange, phase: 'command', need: 1 });
  }

  // ---- content ---------------------------------------------------------------------------

  #openContent(owner: ExchangeDraft, how: 'data' | 'bdat'): ContentDraft {
    const content: ContentDraft = owner.content ?? {
      kind: 'content',
      how,
      blocks: [],
      clothes: this.#source.reader.clothes,
      span: { start: owner.command.line.end, end: owner.command.line.end },
      terminator: undefined,
      shown: true,
      misplaced: 'none',
      replies: [],
    };
    owner.content = content;
    this.#content = content;
    this.#contentOwner = owner;
    return content;
  }

  #contentLine(content: ContentDraft, line: WireLine, next: number): void {
    if (content.how === 'bdat') return this.#chunkLine(content, line, next);
    if (isTerminator(this.#source, line)) {
      content.terminator = line;
      content.span = { start: content.blocks[0]?.start ?? line.line.start, end: line.line.end };
      this.#endContent();
    } else addContentLine(content, line, next);
  }

  /** The content is complete: its reply, or in LMTP its replies, are due (RFC 2033 §4.2). */
  #endContent(): void {
    const owner = this.#contentOwner;
    const content = this.#content;
    this.#content = undefined;
    if (owner === undefined || content === undefined || content.misplaced === 'after-refusal')
      return;
    if (!this.over) this.#state = { ...this.#state, name: 'data-final' };
    const accepted = this.#state.transaction?.acceptedCount ?? 0;
    const need = this.#state.protocol === 'LMTP' ? Math.max(1, accepted) : 1;
    this.#due.push({ exchange: owner, phase: 'content', need });
  }

  #hideContent(): void {
    if (this.#content === undefined) return;
    this.#content.shown = false;
    this.#endContent();
  }

  /** A line that is no command: content after a refused DATA, or after one answered 2yz. */
  #misplacedContent(line: WireLine, next: number): boolean {
    const last = this.#exchanges.at(-1);
    if (last === undefined || this.#due.length > 0) return this.#overrun(line, next);
    if (last.command.verb !== 'DATA' || this.#isFinished(last.content)) return false;
    const code = last.replies.at(-1)?.code ?? 0;
    if (code >= 400 && !readsAsContent(this.#source, line)) return false;
    const content = this.#openContent(last, 'data');
    content.misplaced = code >= 400 ? 'after-refusal' : 'none';
    this.#contentLine(content, line, next);
    return true;
  }

  /** Content after a refusal goes on after the server's protests, up to its dot. */
  #isFinished(content: ContentDraft | undefined): boolean {
    if (content === undefined) return false;
    return content.misplaced !== 'after-refusal' || content.terminator !== undefined;
  }

  /** More lines after a BDAT chunk than it announced: content, not commands. */
  #overrun(line: WireLine, next: number): boolean {
    const newest = this.#due.at(-1);
    if (newest?.exchange.command.verb !== 'BDAT' || newest.exchange.content === undefined)
      return false;
    addContentLine(newest.exchange.content, line, next);
    return true;
  }

  #openChunk(exchange: ExchangeDraft): void {
    const { octets, scanner } = this.#source;
    const { argument } = exchange.command;
    const size = /^\d{1,15}(?=\s|$)/.exec(scanner.latin1(octets, argument.start, argument.end));
    const content = this.#openContent(exchange, 'bdat');
    this.#chunkLeft = size === null ? 0 : Number(size[0]);
    if (this.#source.dialect.hides.includes('content')) content.shown = false;
    if (!content.shown || this.#chunkLeft === 0) this.#content = undefined;
  }

  #chunkLine(content: ContentDraft, line: WireLine, next: number): void {
    addContentLine(content, line, next);
    const { start, end } = line.span;
    this.#chunkLeft -= line.raw
      ? unescape(this.#source.octets, start, end).octets.length
      : end - start + 2;
    if (this.#chunkLeft <= 0) this.#content = undefined;
  }

  /** DATA was answered, so the lines sent ahead are content or commands after all. */
  #flushAhead(): void {
    const ahead = this.#ahead;
    if (ahead.length === 0) return;
    this.#ahead = [];
    const data = this.#exchanges.at(-1);
    const refused = (data?.replies.at(-1)?.code ?? 354) >= 400;
    if (data === undefined) return;
    if (refused && this.#allCommands(ahead)) {
      for (const [index, { line, known, unanswered }] of ahead.entries()) {
        this.#command(commandOf(this.#source, line), known, unanswered + index);
      }
      return;
    }
    const content = this.#openContent(data, 'data');
    content.misplaced = refused ? 'after-refusal' : 'before-354';
    for (const [index, { line }] of ahead.entries()) {
      const next = ahead[index + 1]?.line.line.start ?? line.line.end;
      if (this.#content === undefined) this.#client(line, next);
      else this.#contentLine(content, line, next);
    }
  }

  #allCommands(ahead: readonly Ahead[]): boolean {
    const first = ahead[0]?.line;
    return first !== undefined && verbOf(commandOf(this.#source, first).verb) !== undefined;
  }

  // ---- server ----------------------------------------------------------------------------

  /** After ATRN the sides have swapped parts (RFC 2645 §5.2.1); what they say is not followed. */
  #swapped(line: WireLine): void {
    this.#steps.push({ kind: 'note', line: line.line, time: undefined });
  }

  #server(line: WireLine): void {
    if (this.#state.name === 'reversed' && this.#due.length === 0) return this.#swapped(line);
    if (this.#content !== undefined) this.#cutContent();
    const replyLine = replyLineOf(this.#source, line);
    const open = this.#openReply;
    const interrupts = replyLine.code === 421 && open?.code !== 421;
    if (open !== undefined && interrupts) this.#closeReply();
    const reply = this.#openReply ?? this.#openNewReply(replyLine);
    if (this.#openReply !== undefined) reply.lines.push(replyLine);
    reply.span = { start: reply.span.start, end: line.line.end };
    this.#openReply = reply;
    if (replyLine.separator === HYPHEN) return;
    // A line without a code inside "-" lines is a slip of the text, not the end of the reply.
    if (replyLine.code === 0 && reply.lines.length > 1) return;
    reply.terminated = true;
    this.#closeReply();
  }

  #openNewReply(first: ReplyLine): ReplyDraft {
    return { kind: 'reply', code: first.code, lines: [first], terminated: false, span: first.line };
  }

  /** The server speaks before the dot: the content ends here without one. */
  #cutContent(): void {
    const content = this.#content;
    if (content?.how === 'data') this.#endContent();
    this.#content = undefined;
  }

  #closeReply(): void {
    const reply = this.#openReply;
    if (reply === undefined) return;
    this.#openReply = undefined;
    this.#assign(reply);
    this.#lastReply = reply;
  }

  #assign(reply: ReplyDraft): void {
    if (this.#isGreeting(reply)) return this.#greet(reply);
    this.#resynchronise(reply.code);
    const due = this.#due[0];
    if (due === undefined) return this.#unasked(reply);
    const { exchange, phase } = due;
    if (exchange.replies.length === 0) exchange.before = this.#state;
    this.#expectMore(due, reply.code);
    (phase === 'content' ? (exchange.content?.replies ?? exchange.replies) : exchange.replies).push(
      reply,
    );
    due.need--;
    if (due.need <= 0) this.#due.shift();
    if (reply.code === 421) return this.#hangUp(exchange);
    this.#advance(due, reply);
  }

  /**
   * 354, 334 and 221 answer one verb only. Where others still wait before it, their replies are
   * missing, and taking this one for theirs would misread all that follows.
   */
  #resynchronise(code: number): void {
    const verb = ONLY_FOR.get(code);
    if (verb === undefined || this.#due[0]?.exchange.command.verb === verb) return;
    const at = this.#due.findIndex(
      due => due.phase === 'command' && due.exchange.command.verb === verb,
    );
    if (at > 0) this.#due.splice(0, at);
  }

  /** Some replies come once for each accepted recipient; how many, the replies before have told. */
  #expectMore(due: Due, code: number): void {
    const { exchange, phase } = due;
    const accepted = this.#state.transaction?.acceptedCount ?? 0;
    if (phase === 'content' && code === 353) due.need = accepted + 2;
    else if (
      phase === 'command' &&
      exchange.command.verb === 'BDAT' &&
      !this.#counted.has(exchange)
    ) {
      this.#counted.add(exchange);
      const each = this.#state.protocol === 'LMTP' && isLastChunk(this.#source, exchange);
      if (each) due.need = Math.max(1, accepted);
    }
  }

  #isGreeting(reply: ReplyDraft): boolean {
    if (this.#greeting !== undefined || this.#exchanges.some(x => x.replies.length > 0))
      return false;
    if (this.#steps.some(step => step.kind === 'stray')) return false;
    const opening = reply.code === 220 || reply.code === 554 || reply.code === 521;
    const verb = this.#due[0]?.exchange.command.verb;
    if (this.#startsLater() && (verb !== undefined || !opening)) return false;
    if (verb !== undefined) return opening && verb !== 'STARTTLS' && verb !== 'XCLIENT';
    return opening || reply.code === 421 || this.#source.dialect.whole;
  }

  /** The transcript says that it is an excerpt whose beginning is missing. */
  #startsLater(): boolean {
    return this.#directives.some(
      ({ name, value }) => name === 'excerpt' && (value === 'start' || value === 'both'),
    );
  }

  #greet(reply: ReplyDraft): void {
    const greeting: Greeting = { kind: 'greeting', reply, late: this.#due.length > 0 };
    this.#greeting = greeting;
    this.#steps.push(greeting);
    const first = reply.lines[0];
    const text = first
      ? this.#source.scanner.latin1(this.#source.octets, first.text.start, first.text.end)
      : '';
    this.#state = afterGreeting(this.#state, reply.code, /\bLMTP\b/.test(text));
    if (reply.code === 421) this.#ended421 = true;
  }

  /** After content that a refusal forbade, the server answers each of its lines. */
  #unasked(reply: ReplyDraft): void {
    const content = this.#exchanges.at(-1)?.content;
    const protests = content?.misplaced === 'after-refusal' && reply.code >= 500;
    if (protests && !this.over) content.replies.push(reply);
    else this.#stray(reply);
  }

  #stray(reply: ReplyDraft): void {
    const before = this.#lastReply;
    const continues = before?.code === reply.code && reply.code !== 421 ? before : undefined;
    this.#steps.push({ kind: 'stray', reply, continues, state: this.#state });
    if (reply.code === 235) this.#state = { ...this.#state, authenticated: true };
    if (reply.code === 421) this.#hangUp(undefined);
  }

  /** 421: the server closes; what still waits gets no reply (RFC 5321 §3.8). */
  #hangUp(answered: ExchangeDraft | undefined): void {
    this.#state = closed(this.#state);
    this.#ended421 = true;
    if (answered) answered.after = this.#state;
    this.#flushAhead();
    this.#content = undefined;
    for (const due of this.#due.splice(0)) due.exchange.voided = true;
    this.#log.abort();
  }

  #advance(due: Due, reply: ReplyDraft): void {
    const { exchange } = due;
    const step = advance({
      state: this.#state,
      exchange,
      phase: due.phase,
      last: due.need <= 0,
      reply,
      source: this.#source,
    });
    this.#log.follow(exchange, due.phase, reply, step);
    // Nothing reopens a session that was closed, whatever the server still answers.
    this.#state = this.over ? closed(step.state) : step.state;
    exchange.after = this.#state;
    this.#auth = step.challenge ? exchange : undefined;
    if (step.opensContent) this.#beginContent(exchange);
    else if (exchange.command.verb === 'DATA' && due.phase === 'command') this.#flushAhead();
  }

  #beginContent(exchange: ExchangeDraft): void {
    const content = this.#openContent(exchange, 'data');
    if (this.#source.dialect.hides.includes('content')) {
      content.shown = false;
      this.#endContent();
    } else this.#flushAhead();
  }

  // ---- ending ----------------------------------------------------------------------------

  #ending(): Ending {
    if (this.#ended421) return '421';
    const quit = this.#exchanges.find(
      x => x.command.verb === 'QUIT' && (x.replies[0]?.code ?? 0) < 400,
    );
    if (quit?.replies.length) return 'quit';
    const unfinished = this.#due.length > 0 || this.#state.transaction !== undefined;
    if (quit !== undefined && this.#due.some(due => due.exchange === quit)) return 'quit-noreply';
    if (this.#lost === 'lost') return 'drop';
    if (this.#lost !== undefined) return unfinished ? 'drop' : 'eof';
    return 'unknown';
  }
}
