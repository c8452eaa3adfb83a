import { sourceLineOf } from '../../core/transcript/sourcePlace.ts';
import type { Span } from '../../core/octets/span.ts';
import { announcedOctets } from '../../core/transcript/announcedOctets.ts';
import { pathTextOf } from '../../core/transcript/envelope.ts';
import type { Chunk, Exchange, Reply, Session, WireLine } from '../../core/transcript/model.ts';
import type {
  ExpectStep,
  MatchPolicy,
  PlanStep,
  RecordedReply,
  ReplayPlan,
  SendPurpose,
  SendStep,
} from '../../protocol/replay.ts';
import { clientLeaves } from './clientLeaves.ts';
import { contentRemark } from './contentRemark.ts';
import { matchPolicyOf, sessionSettingsOf } from './directives.ts';
import { isMasked, secretResponses } from './secrets.ts';
import { contentOctetsToSend, lineOctets } from './sendOctets.ts';

/** Something that keeps the session from being replayed as recorded. */
export interface PlanProblem {
  /** 1-based physical line. */
  readonly line: number;
  /** What is missing and what to do. */
  readonly message: string;
  /** The run would make no sense: do not start it. */
  readonly fatal: boolean;
}

/** Which session of the file, and where its chunk begins. */
export interface PlanOptions {
  /** 0-based position among the file's sessions. */
  readonly index: number;
  /** 1-based physical line at which the chunk begins. */
  readonly firstLine: number;
  /** How replies are compared unless `# @match` says otherwise. */
  readonly policy?: MatchPolicy;
  /** Longest wait for a reply in milliseconds, unless `# @timeout` says otherwise. */
  readonly timeoutMs?: number;
}

/** A plan, and what is odd about it. */
export interface Planned {
  readonly plan: ReplayPlan;
  readonly problems: readonly PlanProblem[];
}

const DEFAULT_TIMEOUT = 30_000;

/** A step before its position is known; `at` is the octet offset that orders the steps. */
interface Item {
  readonly at: number;
  readonly span: Span;
  make(base: { readonly index: number; readonly line: number; readonly endLine: number }): PlanStep;
}

/** Makes the plan to act a session as its client: pure, from the model alone. */
export function planOf(chunk: Chunk, session: Session, options: PlanOptions): Planned {
  return new Planner(chunk, session, options).plan();
}

class Planner {
  readonly #chunk: Chunk;
  readonly #session: Session;
  readonly #options: PlanOptions;
  readonly #items: Item[] = [];
  readonly #problems: PlanProblem[] = [];
  /** Index of the step made for a reply or a line, once it is known. */
  readonly #stepOf = new Map<object, number>();
  /** Where the replies to the exchanges so far end: no later exchange is answered before. */
  #answeredTo = -Infinity;
  readonly #policies: readonly { readonly from: number; readonly policy: MatchPolicy }[];

  constructor(chunk: Chunk, session: Session, options: PlanOptions) {
    this.#chunk = chunk;
    this.#session = session;
    this.#options = options;
    this.#policies = session.directives.flatMap(directive => {
      const policy = matchPolicyOf(directive);
      return policy === undefined ? [] : [{ from: directive.line.start, policy }];
    });
  }

  plan(): Planned {
    const session = this.#session;
    const settings = sessionSettingsOf(session);
    for (const fault of settings.faults)
      this.#problem(fault.directive.line.start, fault.message, false);
    if (session.hidden.clientLines) {
      this.#problem(
        session.span.start,
        'The client lines are not shown, so there is nothing to send.',
        true,
      );
    }
    // A server speaks first, also where the transcript does not show it (RFC 5321 §3.1).
    if (!session.greeting) this.#expectUnrecorded(session.span.start - 1, undefined, 'connect');
    for (const step of session.steps) this.#collect(step);
    this.#closing();
    const steps = this.#stopped(this.#ordered());
    const recipients = session.exchanges
      .filter(exchange => exchange.command.verb === 'RCPT')
      .map(exchange => pathTextOf(this.#chunk, exchange));
    return {
      problems: this.#problems,
      plan: {
        version: 1,
        name: settings.name ?? `session ${String(this.#options.index + 1)}`,
        protocol: session.protocol === 'LMTP' ? 'lmtp' : 'smtp',
        implicitTls: settings.implicitTls || this.#tlsBeforeGreeting(),
        timeoutMs: settings.timeoutMs ?? this.#options.timeoutMs ?? DEFAULT_TIMEOUT,
        recipients: [...new Set(recipients)],
        receiverDisable: settings.receiverDisable,
        expectedVerdict: settings.expectedVerdict,
        steps,
      },
    };
  }

  /** Steps in the order of the transcript: what was pipelined stays pipelined. */
  #ordered(): PlanStep[] {
    this.#items.sort((a, b) => a.at - b.at);
    return this.#items.map((item, index) => {
      const { start, end } = item.span;
      // Content without its dot reaches to the beginning of the line after it.
      const endLine = this.#lineOf(Math.max(start, end - 1));
      return item.make({ index, line: this.#lineOf(start), endLine });
    });
  }

  /** A plan that cannot be sent as recorded holds a send without octets: nothing leaves then. */
  #stopped(steps: readonly PlanStep[]): readonly PlanStep[] {
    const fatal = this.#problems.find(problem => problem.fatal);
    if (fatal === undefined) return steps;
    const missing = fatal.message.replace(/\.$/, '');
    const { line } = fatal;
    const stop: SendStep = {
      kind: 'send',
      index: steps.length,
      line,
      endLine: line,
      purpose: 'raw',
      verb: '',
      octets: new Uint8Array(0),
      secret: false,
      requires: null,
      missing,
    };
    return [...steps, stop];
  }

  #lineOf(offset: number): number {
    return this.#options.firstLine + sourceLineOf(this.#chunk, offset);
  }

  #problem(offset: number, message: string, fatal: boolean): void {
    this.#problems.push({ line: this.#lineOf(offset), message, fatal });
  }

  #collect(step: Session['steps'][number]): void {
    switch (step.kind) {
      case 'greeting':
        this.#expect(step.reply, undefined, 'connect');
        break;
      case 'exchange':
        this.#exchange(step);
        break;
      case 'stray':
        this.#problem(
          step.reply.span.start,
          'Nothing asks for this reply: the replay does not wait for it.',
          false,
        );
        break;
      default:
    }
  }

  #exchange(exchange: Exchange): void {
    const { command, replies, responses, content } = exchange;
    const secret = command.verb === 'AUTH';
    this.#send(command, {
      purpose: command.verb === '' || command.raw ? 'raw' : 'command',
      exchange,
      secret,
    });
    for (const reply of replies) {
      this.#expect(reply, command, command.verb);
      if (command.verb === 'STARTTLS' && reply.code === 220) this.#handshake(reply);
    }
    if (secret) this.#checkMasks(exchange);
    for (const response of responses) {
      this.#send(response, { purpose: 'auth-response', exchange, secret: true });
    }
    if (content) this.#content(exchange);
    const due = replies.length === 0 && !exchange.voided && !this.#breaksOffAt(exchange);
    if (due) this.#expectUnrecorded(command.line.end, command, command.verb);
    this.#answeredTo = Math.max(this.#answeredTo, replies.at(-1)?.span.end ?? -Infinity);
  }

  #send(line: WireLine, what: { purpose: SendPurpose; exchange: Exchange; secret: boolean }): void {
    const { verb } = what.exchange.command;
    const octets = lineOctets(this.#chunk, line);
    this.#refuseReplacement(octets, line.line.start);
    const challenge =
      what.purpose === 'auth-response'
        ? what.exchange.replies.findLast(reply => reply.span.start < line.line.start)
        : undefined;
    this.#items.push({
      at: line.line.start,
      span: line.line,
      make: base => {
        this.#stepOf.set(line, base.index);
        return this.#sendStep(base, {
          purpose: what.purpose,
          verb,
          octets,
          secret: what.secret,
          after: challenge,
        });
      },
    });
  }

  #sendStep(
    base: { readonly index: number; readonly line: number; readonly endLine: number },
    send: Pick<SendStep, 'purpose' | 'verb' | 'octets' | 'secret'> & { after: Reply | undefined },
  ): SendStep {
    const { after, ...rest } = send;
    const requires = after === undefined ? null : (this.#stepOf.get(after) ?? null);
    return { ...base, kind: 'send', ...rest, requires };
  }

  #content(exchange: Exchange): void {
    const { content, command, replies } = exchange;
    if (content === undefined) return;
    const announced = announcedOctets(this.#chunk, exchange.command);
    const octets = contentOctetsToSend(this.#chunk, content, announced);
    const answered = content.replies.length > 0;
    if (!content.shown || (octets.length === 0 && answered && content.how === 'data')) {
      const message =
        'The transcript does not show the message, so it cannot be sent again. Add the content, or cut the session before DATA.';
      this.#problem(command.line.start, message, true);
      return;
    }
    const remark = contentRemark(this.#chunk, exchange, octets.length);
    if (remark !== undefined) this.#problem(command.line.start, remark, false);
    this.#refuseReplacement(octets, content.span.start);
    const purpose = content.how === 'bdat' ? 'chunk' : 'content';
    const after = content.how === 'data' && content.misplaced === 'none' ? replies[0] : undefined;
    const { verb } = command;
    const span = content.blocks.length > 0 || content.terminator ? content.span : command.line;
    if (octets.length > 0) {
      this.#items.push({
        at: Math.max(content.blocks[0]?.start ?? 0, content.span.start, command.line.end),
        span,
        make: base => {
          this.#stepOf.set(content, base.index);
          return this.#sendStep(base, { purpose, verb, octets, secret: false, after });
        },
      });
    }
    for (const reply of content.replies) this.#expect(reply, content, verb);
    if (
      content.replies.length === 0 &&
      content.terminator &&
      !exchange.voided &&
      !this.#breaksOffAt(exchange)
    ) {
      this.#expectUnrecorded(content.span.end, content, verb);
    }
  }

  #expect(reply: Reply, answers: object | undefined, verb: string): void {
    const recorded = this.#recorded(reply);
    const policy = this.#policyAt(reply.span.start);
    this.#items.push({
      at: reply.span.start,
      span: reply.span,
      make: base => {
        this.#stepOf.set(reply, base.index);
        return this.#expectStep(base, { answers, verb, recorded, policy });
      },
    });
  }

  /** A reply is due that the transcript does not show: wait for it, compare nothing. */
  #expectUnrecorded(at: number, answers: object | undefined, verb: string): void {
    const policy = this.#policyAt(at);
    this.#items.push({
      at: Math.max(at, this.#answeredTo) + 0.5,
      span: { start: Math.max(at, this.#session.span.start), end: at },
      make: base => this.#expectStep(base, { answers, verb, recorded: null, policy }),
    });
  }

  #expectStep(
    base: { readonly index: number; readonly line: number; readonly endLine: number },
    expect: Pick<ExpectStep, 'verb' | 'recorded' | 'policy'> & { answers: object | undefined },
  ): ExpectStep {
    const { answers, ...rest } = expect;
    const sent = answers === undefined ? null : (this.#stepOf.get(answers) ?? null);
    return { ...base, kind: 'expect', ...rest, answers: sent };
  }

  /** What the last `# @match` above says. */
  #policyAt(at: number): MatchPolicy {
    const above = this.#policies.findLast(({ from }) => from < at);
    return above?.policy ?? this.#options.policy ?? 'code';
  }

  #recorded(reply: Reply): RecordedReply {
    const { octets, scanner } = this.#chunk;
    return {
      code: reply.code,
      lines: reply.lines.map(line => scanner.utf8(octets, line.text.start, line.text.end)),
    };
  }

  #handshake(reply: Reply): void {
    this.#items.push({
      at: reply.span.end + 0.25,
      span: reply.span,
      make: base => ({ ...base, kind: 'tls', requires: this.#stepOf.get(reply) ?? 0 }),
    });
  }

  #closing(): void {
    if (!clientLeaves(this.#session)) return;
    const { start, end } = this.#session.span;
    const at = Math.max(start, end - 1);
    this.#items.push({
      at: end + 1,
      span: { start: at, end: at },
      make: base => ({ ...base, kind: 'close' }),
    });
  }

  /** The last command before the connection went away has no reply to wait for. */
  #breaksOffAt(exchange: Exchange): boolean {
    const { exchanges, ending } = this.#session;
    return exchange === exchanges.at(-1) && (ending === 'drop' || ending === 'eof');
  }

  #tlsBeforeGreeting(): boolean {
    const first = this.#session.steps.find(
      step => step.kind === 'greeting' || step.kind === 'event',
    );
    return first?.kind === 'event' && first.event === 'tls';
  }

  #checkMasks(exchange: Exchange): void {
    const { command, replies, responses } = exchange;
    if (replies.length > responses.length + 1) {
      const message =
        'What the client answered in this AUTH exchange is not in the transcript. Put the real responses here, or take the AUTH exchange out.';
      this.#problem(command.line.start, message, true);
    }
    for (const { text, at, masked } of secretResponses(this.#chunk, exchange)) {
      if (!masked && !isMasked(text)) continue;
      const message =
        'The secret of this AUTH exchange is masked in the transcript, so the server would refuse it. Put the real response here, or take the AUTH exchange out.';
      this.#problem(at, message, true);
    }
  }

  /** An editor shows octets it cannot decode as U+FFFD; sending that would be something else. */
  #refuseReplacement(octets: Uint8Array, at: number): void {
    const { scanner } = this.#chunk;
    if (scanner.indexOfSequence(octets, REPLACEMENT, 0, octets.length) < 0) return;
    const message =
      'This text holds U+FFFD, the sign for octets that could not be decoded. Write those octets on a raw line (C\\: with \\xHH).';
    this.#problem(at, message, true);
  }
}

const REPLACEMENT = Uint8Array.of(0xef, 0xbf, 0xbd);
