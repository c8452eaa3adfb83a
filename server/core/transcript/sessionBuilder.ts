import type { ContentBlock, HiddenPart, LineContext, LineRecord } from '../dialect/dialect.ts';
import { isProxyHeader } from '../smtp/proxyHeader.ts';
import { verbOf } from '../smtp/verbs.ts';
import { unescape } from '../octets/escapes.ts';
import { advance, isLastChunk } from './advance.ts';
import { directiveOf, timeOf } from './asides.ts';
import { ContentCollector } from './contentCollector.ts';
import type { Span } from '../octets/span.ts';
import type { EndedContent } from './contentCollector.ts';
import { addContentLine, addReply, draftExchange } from './draft.ts';
import type { ContentDraft, Due, ExchangeDraft, ReplyDraft } from './draft.ts';
import { DueQueue } from './dueQueue.ts';
import type { Command, Directive, Ending, Greeting, Session, Step, WireLine } from './model.ts';
import { isLongAgo, SETTLED } from './longAgo.ts';
import { opensAnother } from './opensAnother.ts';
import { ReplyAssembler } from './replyAssembler.ts';
import type { Source } from './source.ts';
import { afterGreeting, afterTls, closed, initialState } from './state.ts';
import type { State } from './state.ts';
import { TransactionLog } from './transactionLog.ts';
import { commandOf, readsAsContent, replyLineOf } from './wireLines.ts';

/** Replies that answer one verb only. */
const ONLY_FOR: ReadonlyMap<number, string> = new Map([
  [354, 'DATA'],
  [334, 'AUTH'],
  [221, 'QUIT'],
]);

const LF = 10;

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
export class SessionBuilder implements LineContext {
  readonly #source: Source;
  readonly #connection: string | undefined;
  readonly #steps: Step[] = [];
  readonly #exchanges: ExchangeDraft[] = [];
  readonly #directives: Directive[] = [];
  /** What the `# @excerpt` among them say; made where there is one. */
  #excerpts: Set<string> | undefined;
  readonly #log = new TransactionLog();
  readonly #due = new DueQueue();
  readonly #replies = new ReplyAssembler();
  readonly #content: ContentCollector;
  #state: State = initialState;
  #greeting: Greeting | undefined;
  #lastReply: ReplyDraft | undefined;
  #auth: ExchangeDraft | undefined;
  readonly #counted = new Set<ExchangeDraft>();
  #ahead: Ahead[] = [];
  /** A reply that was no greeting came. */
  #replied = false;
  #lost: 'close' | 'lost' | 'timeout' | undefined;
  #ended421 = false;
  /** The last reply was 221, and no command for it was seen. */
  #goodbye = false;
  #from = -1;
  #to = 0;
  #marked = false;
  #gap = false;
  /** Since lines were missing no command was seen. */
  #unseen = false;
  #time = -1;
  /** Time of the last line that had one. */
  #heardAt = -1;
  #unmarked = false;

  constructor(source: Source, connection: string) {
    this.#source = source;
    this.#content = new ContentCollector(source);
    this.#connection = connection === '' ? undefined : connection;
  }

  /** Some line of the dialogue was seen. */
  get started(): boolean {
    return this.#from >= 0;
  }

  /** The next client lines are message content, to be read as a block where the dialect can. */
  get inContent(): boolean {
    return this.#content.inData;
  }

  /** The next client lines belong to a BDAT chunk, which lacks octets still. */
  get inChunk(): boolean {
    return this.#content.isOpen && !this.#content.inData;
  }

  /** The next client line answers a challenge. */
  get inAuth(): boolean {
    return this.#auth !== undefined && this.#due.size === 0;
  }

  /** The connection is gone or said goodbye. */
  get over(): boolean {
    if (this.#lost !== undefined || this.#state.name === 'closed') return true;
    return this.#goodbye;
  }

  /**
   * Where connections mix: is nothing more to be expected of this one? `at` is how far the text was
   * read, `time` the newest time in it.
   */
  isQuiet(at: number, time: number): boolean {
    const isOver = this.over || this.#due.first?.exchange.command.verb === 'QUIT';
    return (isOver && at - this.#to > SETTLED) || isLongAgo(this.#heardAt, time);
  }

  /** A command has no reply yet, or a reply goes on. */
  get waits(): boolean {
    return this.#due.size > 0 || this.#replies.isOpen || this.#content.isOpen;
  }

  of(): LineContext {
    return this;
  }

  /** Does this line belong to another session than this one? */
  opensAnother(record: LineRecord, afterGap: boolean): boolean {
    if (!this.started) return false;
    // A terminal shows an empty line between the connection and the greeting on it.
    if (afterGap && record.kind === 'server' && this.#isUnspoken && !this.over) return false;
    // Asked of every line: most are settled by this.
    const goesOn = !afterGap && !this.over && this.#due.first?.exchange.command.verb !== 'QUIT';
    if (goesOn && record.kind === 'client') return false;
    if (goesOn && record.kind === 'server') return this.#isGreetedAnew(record);
    return opensAnother(this.#source.octets, record, afterGap, {
      over: this.over,
      waiting: this.#due.first?.exchange.command.verb,
      inReply: this.#replies.isOpen,
      inContent: this.#content.isOpen,
    });
  }

  /** Neither side has said anything. */
  get #isUnspoken(): boolean {
    return !this.#isHeard && this.#exchanges.length === 0;
  }

  get #isHeard(): boolean {
    return this.#greeting !== undefined || this.#replied || this.#replies.isOpen;
  }

  /** In a log, 220 where no command waits for a reply is a server that begins. */
  #isGreetedAnew({ start }: LineRecord): boolean {
    const { octets, dialect } = this.#source;
    if (octets[start] !== 50 || octets[start + 1] !== 50 || octets[start + 2] !== 48) return false;
    if (dialect.whole || this.#gap || this.#exchanges.length === 0 || !this.#isHeard) return false;
    return this.#due.size === 0 && !this.#replies.isOpen && !this.#content.isOpen;
  }

  /** Takes any line but content that the dialect reads as a block; `next` is where it ends. */
  line(record: LineRecord, next: number): void {
    if (record.time >= 0) this.#heardAt = record.time;
    switch (record.kind) {
      case 'client':
        this.#client(this.#wireLine(record, 'client'), next);
        break;
      case 'server':
        this.#server(this.#wireLine(record, 'server'));
        break;
      case 'hidden-content':
        this.#ended(this.#content.hide());
        break;
      case 'gap':
        this.#skip(record);
        break;
      case 'authenticated':
        this.#touch(record.from, record.to);
        this.#state = { ...this.#state, authenticated: true };
        break;
      default:
        this.#aside(record);
    }
    if (record.tls && !this.#state.tls) this.#secure();
  }

  /** Takes the content found by native search, from `at`. */
  contentBlock(at: number, block: ContentBlock): void {
    this.#touch(at, block.terminator?.to ?? block.end);
    // No steps: what stands between content lines goes with the content.
    for (const line of block.directives ?? []) this.#directive({ ...line, end: line.to });
    this.#ended(this.#content.block(at, block));
  }

  /** Closes everything that is open and gives the finished session. */
  finish(): Session {
    this.#closeReply();
    this.#flushAhead();
    this.#content.end();
    for (const { exchange } of this.#due) {
      if (exchange.replies.length === 0) exchange.before = this.#state;
      exchange.after = this.#state;
    }
    const whole = this.#source.dialect.whole;
    if (this.#showsClientOnly()) for (const exchange of this.#exchanges) exchange.voided = true;
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
        content: this.#hides('content'),
        clientLines:
          (!whole || this.#isExcerpt('server')) &&
          this.#exchanges.length === 0 &&
          this.#steps.length > 0,
        goodbye: this.#hides('quit') || this.#hides('quit-reply'),
        start: this.#gap || (whole ? this.#isCut('start') : this.#greeting === undefined),
        end: whole ? this.#isCut('end') : ending === 'unknown',
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
      masked: record.masked,
      time: record.time < 0 ? this.#time : record.time,
    };
  }

  /**
   * A capture in which commands follow commands and nobody ever answers leaves the server out; a
   * file that is taken as whole has to say so.
   */
  #showsClientOnly(): boolean {
    if (this.#source.dialect.whole ? !this.#isExcerpt('client') : this.#lost !== undefined) {
      return false;
    }
    return !this.#replied && this.#greeting === undefined && this.#exchanges.length > 1;
  }

  #hides(part: HiddenPart): boolean {
    const { dialect } = this.#source;
    const parts = dialect.hidesOf?.(this.#connection ?? '') ?? dialect.hides;
    return parts.includes(part);
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
        this.#note(line, record);
        break;
      case 'directive':
        this.#steps.push(this.#directive(record));
        break;
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

  #directive(line: Parameters<typeof directiveOf>[1]): Directive {
    const directive = directiveOf(this.#source, line);
    this.#directives.push(directive);
    if (directive.name === 'excerpt') {
      this.#excerpts = (this.#excerpts ?? new Set()).add(directive.value);
    }
    return directive;
  }

  /** The time that a note tells: only in `.smtp` text is it more than what a tool remarks. */
  #timeOf(record: LineRecord): number | undefined {
    const { id } = this.#source.dialect;
    return id === 'smtp' || id === 'pcap' ? timeOf(this.#source, record) : undefined;
  }

  #note(line: Span, record: LineRecord): void {
    const time = record.time < 0 ? this.#timeOf(record) : record.time;
    if (time !== undefined) this.#time = time;
    this.#steps.push({ kind: 'note', line, time });
  }

  /** Lines are missing here: what waits for a reply got one that nobody sees. */
  #skip(record: LineRecord): void {
    this.#touch(record.from, record.to);
    this.#closeReply();
    this.#flushAhead();
    this.#content.end();
    for (const due of this.#due.drain()) due.exchange.voided = true;
    this.#auth = undefined;
    this.#gap = true;
    this.#unseen = true;
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
    if (this.#content.isOpen) {
      if (!this.#content.isCutBy(line)) return this.#ended(this.#content.line(line, next));
      this.#content.end();
    }
    if (this.inAuth && this.#auth !== undefined) return this.#response(line, this.#auth);
    const newest = this.#due.last;
    if (newest?.phase === 'command' && newest.exchange.command.verb === 'DATA') {
      this.#ahead.push({ line, known: this.#state, unanswered: this.#due.size });
      return;
    }
    if (this.#state.name === 'tls' && this.#due.size === 0) this.#secure();
    // What was asked before the handshake is not answered behind it.
    if (this.#state.tls && isPlainStartTls(newest)) this.#due.drain();
    const command = commandOf(this.#source, line);
    const known = verbOf(command.verb) !== undefined;
    if (!known && newest?.exchange.command.verb === 'AUTH')
      return this.#response(line, newest.exchange);
    if (!known && this.#misplacedContent(line, next)) return;
    this.#command(command, this.#state, this.#due.size);
  }

  #command(command: Command, known: State, unanswered: number): void {
    if (command.verb === 'QUIT' || command.verb === 'RSET') this.#auth = undefined;
    this.#goodbye = false;
    const exchange = draftExchange(command, known, unanswered);
    this.#unseen = false;
    const newest = this.#exchanges.at(-1);
    if (this.#isUnspoken && isProxyHeader(this.#octetsOf(command))) leaveUnanswered(exchange);
    this.#exchanges.push(exchange);
    this.#steps.push(exchange);
    if (this.#isUnfinished(newest)) this.#due.takeBack();
    if (!exchange.voided) this.#due.push({ exchange, phase: 'command', need: 1 });
    if (command.verb === 'BDAT') this.#content.openChunk(exchange);
  }

  /** Raw octets without an end of the line are the beginning of what the client says next. */
  #isUnfinished(newest: ExchangeDraft | undefined): boolean {
    if (newest?.command.raw !== true || this.#due.last?.exchange !== newest) return false;
    if (newest.command.verb === 'BDAT' || this.#octetsOf(newest.command).at(-1) === LF)
      return false;
    leaveUnanswered(newest);
    return true;
  }

  #octetsOf({ raw, span: { start, end } }: WireLine): Uint8Array {
    const { octets } = this.#source;
    return raw ? unescape(octets, start, end).octets : octets.subarray(start, end);
  }

  #response(line: WireLine, exchange: ExchangeDraft): void {
    exchange.responses.push(line);
    this.#due.push({ exchange, phase: 'command', need: 1 });
  }

  // ---- content ---------------------------------------------------------------------------

  /** The content is complete: its reply, or in LMTP its replies, are due (RFC 2033 §4.2). */
  #ended(ended: EndedContent | undefined): void {
    if (ended?.content.how !== 'data' || ended.content.misplaced === 'after-refusal') return;
    if (!this.over) this.#state = { ...this.#state, name: 'data-final' };
    const accepted = this.#state.transaction?.acceptedCount ?? 0;
    const need = this.#state.protocol === 'LMTP' ? Math.max(1, accepted) : 1;
    this.#due.push({ exchange: ended.owner, phase: 'content', need });
  }

  /** A line that is no command: content after a refused DATA, or after one answered 2yz. */
  #misplacedContent(line: WireLine, next: number): boolean {
    const last = this.#exchanges.at(-1);
    if (last === undefined || this.#due.size > 0) return this.#overrun(line, next);
    if (last.command.verb !== 'DATA' || this.#isFinished(last.content)) return false;
    const code = last.replies.at(-1)?.code ?? 0;
    if (code >= 400 && !readsAsContent(this.#source, line)) return false;
    const content = this.#content.open(last, 'data');
    content.misplaced = code >= 400 ? 'after-refusal' : 'none';
    this.#ended(this.#content.line(line, next));
    return true;
  }

  /** Content after a refusal goes on after the server's protests, up to its dot. */
  #isFinished(content: ContentDraft | undefined): boolean {
    if (content === undefined) return false;
    return content.misplaced !== 'after-refusal' || content.terminator !== undefined;
  }

  /** More lines after a BDAT chunk than it announced: content, not commands. */
  #overrun(line: WireLine, next: number): boolean {
    const newest = this.#due.last;
    if (newest?.exchange.command.verb !== 'BDAT' || newest.exchange.content === undefined)
      return false;
    addContentLine(newest.exchange.content, line, next);
    return true;
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
    const content = this.#content.open(data, 'data');
    content.misplaced = refused ? 'after-refusal' : 'before-354';
    for (const [index, { line }] of ahead.entries()) {
      // Not beyond its own line end: what stands before the next line is no content.
      const next = Math.min(
        ahead[index + 1]?.line.line.start ?? Infinity,
        this.#after(line.line.end),
      );
      if (this.#content.isOpen) this.#ended(this.#content.line(line, next));
      else this.#client(line, next);
    }
  }

  /** After the line end at an offset. */
  #after(end: number): number {
    const { octets } = this.#source;
    if (end >= octets.length) return end;
    return octets[end] === 13 && octets[end + 1] === 10 ? end + 2 : end + 1;
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
    if (this.#state.name === 'reversed' && this.#due.size === 0) return this.#swapped(line);
    // The server speaks before the dot: the content ends here without one.
    if (this.#content.isOpen) this.#ended(this.#content.end());
    for (const reply of this.#replies.add(replyLineOf(this.#source, line))) this.#complete(reply);
  }

  #closeReply(): void {
    const reply = this.#replies.close();
    if (reply !== undefined) this.#complete(reply);
  }

  #complete(reply: ReplyDraft): void {
    this.#assign(reply);
    this.#lastReply = reply;
  }

  #assign(reply: ReplyDraft): void {
    if (this.#isGreeting(reply)) return this.#greet(reply);
    this.#replied = true;
    this.#resynchronise(reply.code);
    const due = this.#due.first ?? this.#hiddenResponse();
    if (due === undefined) return this.#unasked(reply);
    const { exchange, phase } = due;
    if (exchange.replies.length === 0) exchange.before = this.#state;
    this.#expectMore(due, reply.code);
    addReply(phase === 'content' ? (exchange.content ?? exchange) : exchange, reply);
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
    if (verb !== undefined) this.#due.skipTo(verb);
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
    if (this.#greeting !== undefined || this.#replied) return false;
    const opening = reply.code === 220 || reply.code === 554 || reply.code === 521;
    const verb = this.#due.first?.exchange.command.verb;
    if (this.#isCut('start') && (verb !== undefined || !opening)) return false;
    if (verb !== undefined) return opening && verb !== 'STARTTLS' && verb !== 'XCLIENT';
    return opening || reply.code === 421 || this.#source.dialect.whole;
  }

  /** The transcript says (`# @excerpt`) that this end of the session lies outside it. */
  #isCut(end: 'start' | 'end'): boolean {
    return this.#isExcerpt(end) || this.#isExcerpt('both');
  }

  #isExcerpt(what: string): boolean {
    return this.#excerpts?.has(what) === true;
  }

  #greet(reply: ReplyDraft): void {
    const greeting: Greeting = { kind: 'greeting', reply, late: this.#due.size > 0 };
    this.#greeting = greeting;
    this.#steps.push(greeting);
    const first = reply.lines[0];
    const text = first
      ? this.#source.scanner.latin1(this.#source.octets, first.text.start, first.text.end)
      : '';
    this.#state = afterGreeting(this.#state, reply.code, /\bLMTP\b/.test(text));
    if (reply.code === 421) this.#ended421 = true;
  }

  /** The client answered the challenge with a line that the tool never prints. */
  #hiddenResponse(): Due | undefined {
    if (this.#auth === undefined || !this.#hides('auth')) return undefined;
    this.#due.push({ exchange: this.#auth, phase: 'command', need: 1 });
    return this.#due.first;
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
    this.#steps.push({ kind: 'stray', reply, continues, unseen: this.#unseen, state: this.#state });
    this.#goodbye = reply.code === 221;
    if (reply.code === 235) this.#state = { ...this.#state, authenticated: true };
    if (reply.code === 421) this.#hangUp(undefined);
  }

  /** 421: the server closes; what still waits gets no reply (RFC 5321 §3.8). */
  #hangUp(answered: ExchangeDraft | undefined): void {
    this.#state = closed(this.#state);
    this.#ended421 = true;
    if (answered) answered.after = this.#state;
    this.#flushAhead();
    this.#content.end();
    for (const due of this.#due.drain()) due.exchange.voided = true;
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
      partly: this.#hides('reply-lines') || this.#isExcerpt('last-lines'),
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
    this.#content.open(exchange, 'data');
    if (this.#hides('content')) this.#ended(this.#content.hide());
    else this.#flushAhead();
  }

  // ---- ending ----------------------------------------------------------------------------

  #ending(): Ending {
    if (this.#ended421) return '421';
    const quit = this.#exchanges.find(
      x => x.command.verb === 'QUIT' && (x.replies[0]?.code ?? 0) < 400,
    );
    if (quit?.replies.length || (quit && this.#hides('quit-reply'))) return 'quit';
    const unfinished = this.#due.size > 0 || this.#state.name === 'data';
    if (this.#showsClientOnly()) return 'unknown';
    if (quit !== undefined && [...this.#due].some(due => due.exchange === quit))
      return 'quit-noreply';
    // Where only the server is shown, 221 is what QUIT is answered with.
    if (this.#exchanges.length === 0 && this.#lastReply?.code === 221) return 'quit';
    // So it is where the command that it answers is one of those that the tool does not print.
    if (this.#goodbye) return 'quit';
    if (this.#lost === 'lost') return 'drop';
    if (this.#lost !== undefined) return unfinished ? 'drop' : 'eof';
    return 'unknown';
  }
}

/** STARTTLS was the last thing said in plaintext. */
function isPlainStartTls(newest: Due | undefined): boolean {
  return newest?.exchange.command.verb === 'STARTTLS' && !newest.exchange.known.tls;
}

/** Nobody answers what is not a whole command. */
function leaveUnanswered(exchange: ExchangeDraft): void {
  exchange.voided = true;
  exchange.unanswerable = true;
}
