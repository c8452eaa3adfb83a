import { announcedOctets } from '../../core/transcript/announcedOctets.ts';
import type { ReplyWords } from '../../core/transcript/directive/replyWords.ts';
import type {
  Chunk,
  Command,
  Content,
  Exchange,
  Reply,
  StrayReply,
  WireLine,
} from '../../core/transcript/model.ts';
import type { ExpectStep, PlanStep, SendStep } from '../../protocol/replay.ts';
import { variableNamesIn } from '../expect/variableNames.ts';
import { patternFault } from '../expect/patternFault.ts';
import { answersRaw } from './answersRaw.ts';
import { authAdvice } from './authAdvice.ts';
import { authFault } from '../../core/transcript/directive/authFault.ts';
import { clientLeaves } from './clientLeaves.ts';
import { contentRemark } from './contentRemark.ts';
import { maskRefusals } from './maskRefusals.ts';
import { UNASKED, UNDECODED, UNSEEN } from './messages.ts';
import type { RecordedOptions } from './recordedOptions.ts';
import { recordedReply } from './recordedReply.ts';
import { contentOctetsToSend, lineOctets } from './sendOctets.ts';
import { StepList } from './stepList.ts';
import type { Base } from './stepList.ts';
import { unshownContent } from './unshownContent.ts';
import type { ContentToSend } from './unshownContent.ts';

/** The steps of a session in the order of the transcript: what was pipelined stays pipelined. */
export function recordedSteps(options: RecordedOptions): readonly PlanStep[] {
  return new Recorded(options).steps();
}

class Recorded {
  readonly #options: RecordedOptions;
  readonly #list: StepList;
  /** Where the replies to the exchanges so far end: no later exchange is answered before. */
  #answeredTo = -Infinity;
  /** The exchange before, replayed or not. */
  #last: Exchange | undefined;
  /** A generated message has no end: no command can follow it. */
  #breaksOff = false;

  constructor(options: RecordedOptions) {
    this.#options = options;
    this.#list = new StepList(options.problems);
  }

  steps(): readonly PlanStep[] {
    const { session, within } = this.#options;
    // A server speaks first, also where the transcript does not show it (RFC 5321 §3.1).
    if (!session.greeting) this.#expectUnrecorded(session.span.start - 1, undefined, 'connect');
    for (const step of session.steps) {
      if (step.kind === 'greeting') this.#expect(step.reply, undefined, { verb: 'connect' });
      else if (step.kind === 'stray') this.#stray(step);
      else if (step.kind === 'exchange') {
        this.#last = step;
        if (within?.has(step) !== false) this.#exchange(step);
      }
    }
    this.#closing();
    return this.#list.steps();
  }

  /** Waited for where somebody says so; else it may come, but what it answers may not be shown. */
  #stray({ reply, unseen }: StrayReply): void {
    const { chunk, near, problems, within } = this.#options;
    const last = this.#last;
    // What it stands behind is not replayed.
    if (last && within?.has(last) === false) return;
    const node = last?.content ?? last?.command;
    if (last !== undefined && (near.isAsked(reply) || answersRaw(chunk, last, reply))) {
      this.#expect(reply, node, { verb: last.command.verb });
    } else if (unseen) problems.remark(reply.span.start, UNSEEN);
    else {
      problems.remark(reply.span.start, UNASKED);
      this.#expect(reply, node, { verb: '', more: { optional: true, unasked: true } });
    }
  }

  #exchange(exchange: Exchange): void {
    const { command, replies } = exchange;
    if (command.verb === 'AUTH' && this.#options.near.auth(command)) this.#computed(exchange);
    else this.#literal(exchange);
    this.#answeredTo = Math.max(this.#answeredTo, replies.at(-1)?.span.end ?? -Infinity);
  }

  /** The AUTH exchange of a `# @auth`: one step instead of what was recorded, masked or not. */
  #computed(exchange: Exchange): void {
    const { near, chunk, problems, policyAt } = this.#options;
    const { command, replies } = exchange;
    const words = near.auth(command);
    if (words === undefined) return;
    const fault = authFault(words);
    if (fault !== undefined) problems.refuse(command.line.start, fault);
    const last = replies.findLast(reply => reply.code !== 334);
    const asked = last === undefined ? {} : this.#askedOf(last);
    const recorded = last === undefined ? null : recordedReply(chunk, last);
    const variables = this.#namesIn(last);
    const { policy = policyAt(last?.span.start ?? command.line.start), anyOf, pattern } = asked;
    this.#list.add({
      at: command.line.start,
      span: { start: command.line.start, end: last?.span.end ?? command.line.end },
      node: command,
      make: base => ({
        ...base,
        kind: 'auth',
        ...words,
        initialResponse: words.initialResponse ?? hasInitialResponse(chunk, command),
        recorded,
        policy,
        ...(anyOf && { anyOf }),
        ...(pattern !== undefined && { pattern }),
        ...(variables.length > 0 && { variables }),
        ...this.#asked(command),
      }),
    });
  }

  #literal(exchange: Exchange): void {
    const { chunk } = this.#options;
    const { command, replies, responses, content } = exchange;
    const secret = command.verb === 'AUTH';
    const purpose = command.verb === '' || command.raw ? 'raw' : 'command';
    this.#send(command, exchange, { purpose, secret });
    for (const reply of replies) {
      const advice = secret ? authAdvice(chunk, exchange, reply) : '';
      this.#expect(reply, command, {
        verb: command.verb,
        ...(advice !== '' && { more: { advice } }),
      });
      if (command.verb === 'STARTTLS' && reply.code === 220) this.#handshake(reply);
    }
    if (secret) maskRefusals(this.#options, exchange);
    for (const response of responses) {
      this.#send(response, exchange, { purpose: 'auth-response', secret: true });
    }
    if (content) this.#content(exchange);
    const due = replies.length === 0 && !exchange.voided && !this.#breaksOffAt(exchange);
    if (due) this.#expectUnrecorded(command.line.end, command, command.verb);
  }

  #send(line: WireLine, exchange: Exchange, what: Pick<SendStep, 'purpose' | 'secret'>): void {
    const octets = lineOctets(this.#options.chunk, line);
    this.#refuseReplacement(octets, line.line.start);
    const challenge =
      what.purpose === 'auth-response'
        ? exchange.replies.findLast(reply => reply.span.start < line.line.start)
        : undefined;
    this.#list.add({
      at: line.line.start,
      span: line.line,
      node: line,
      make: base => ({
        ...this.#sendStep(base, octets, challenge),
        ...what,
        verb: exchange.command.verb,
        ...this.#asked(line),
      }),
    });
  }

  #content(exchange: Exchange): void {
    const { content, command } = exchange;
    const { chunk, problems } = this.#options;
    if (content === undefined) return;
    const octets = contentOctetsToSend(chunk, content, announcedOctets(chunk, command));
    const answered = content.replies.length > 0;
    if (!content.shown || (octets.length === 0 && answered && content.how === 'data')) {
      const isCut = exchange.voided || exchange === this.#options.session.exchanges.at(-1);
      const made = unshownContent(exchange, content, { ...this.#options, isCut });
      this.#breaksOff ||= content.how === 'data' && made?.ends === false;
      if (made) this.#contentSteps(exchange, content, made);
      return;
    }
    const remark = contentRemark(chunk, exchange, octets.length);
    const isComputed = this.#options.chunks === 'computed' && content.how === 'bdat';
    if (remark !== undefined && !isComputed) problems.remark(command.line.start, remark);
    this.#refuseReplacement(octets, content.span.start);
    this.#contentSteps(exchange, content, { octets, ends: content.terminator !== undefined });
  }

  #contentSteps(
    exchange: Exchange,
    content: Content,
    { octets, ends, more = {} }: ContentToSend,
  ): void {
    const { verb } = exchange.command;
    if (octets.length > 0) this.#addContent(exchange, octets, more);
    for (const reply of content.replies) this.#expect(reply, content, { verb });
    const due = content.replies.length === 0 && ends && !exchange.voided;
    if (due && !this.#breaksOffAt(exchange)) {
      const end = Math.max(content.span.end, exchange.replies.at(-1)?.span.end ?? 0);
      this.#expectUnrecorded(end, content, verb);
    }
  }

  #addContent(
    { content, command, replies }: Exchange,
    octets: Uint8Array,
    more: ContentToSend['more'],
  ): void {
    if (content === undefined) return;
    const gate = content.how === 'data' && content.misplaced === 'none' ? replies[0] : undefined;
    const shown = content.blocks.length > 0 || content.terminator;
    // What is not shown has no place of its own but behind the 354.
    const from = more?.generated === true ? (gate?.span.end ?? 0) : 0;
    this.#list.add({
      at: Math.max(content.blocks[0]?.start ?? 0, content.span.start, command.line.end, from),
      span: shown ? content.span : command.line,
      node: content,
      make: base => ({
        ...this.#sendStep(base, octets, gate),
        purpose: content.how === 'bdat' ? 'chunk' : 'content',
        secret: false,
        verb: command.verb,
        ...more,
        ...this.#asked(content),
      }),
    });
  }

  #sendStep(
    base: Base,
    octets: Uint8Array,
    after: Reply | undefined,
  ): Omit<SendStep, 'purpose' | 'secret' | 'verb'> {
    const requires = this.#list.placeOf(after);
    const names = this.#options.variables ? variableNamesIn(octets) : [];
    const variables = names.length > 0 ? { variables: names } : undefined;
    return { ...base, kind: 'send', octets, requires, ...variables };
  }

  /** What the directives above a client line ask, and its pause. */
  #asked(node: object): Partial<Pick<SendStep, 'delayMs' | 'delayWhy' | 'condition' | 'retry'>> {
    const { near, pauses } = this.#options;
    const [sleep, pause] = [near.sleep(node), pauses.get(node)];
    const condition = near.condition(node);
    const retry = near.retry(node) ?? this.#usualRetry(node);
    return {
      ...(pause !== undefined && { delayMs: pause, delayWhy: 'timing' as const }),
      ...(sleep !== undefined && { delayMs: sleep, delayWhy: 'sleep' as const }),
      ...(condition && { condition }),
      ...(retry && { retry }),
    };
  }

  /** Where a whole run may try again: not what ends a session, nor what carries content along. */
  #usualRetry(node: object): SendStep['retry'] {
    const { retry } = this.#options;
    if (retry === undefined || !('verb' in node)) return undefined;
    return ['', 'QUIT', 'BDAT', 'RSET'].includes(String(node.verb)) ? undefined : retry;
  }

  #expect(
    reply: Reply,
    answers: object | undefined,
    { verb, more }: { readonly verb: string; readonly more?: Partial<ExpectStep> },
  ): void {
    const { policyAt, chunk } = this.#options;
    const recorded = recordedReply(chunk, reply);
    const policy = policyAt(reply.span.start);
    const variables = this.#namesIn(reply);
    this.#list.add({
      at: reply.span.start,
      span: reply.span,
      node: reply,
      make: base => ({
        ...this.#expectStep(base, { answers, verb, recorded, policy }),
        ...more,
        ...this.#askedOf(reply),
        ...(variables.length > 0 && { variables }),
      }),
    });
  }

  /** A reply is due that the transcript does not show: wait for it, compare nothing. */
  #expectUnrecorded(at: number, answers: object | undefined, verb: string): void {
    const policy = this.#options.policyAt(at);
    this.#list.add({
      at: Math.max(at, this.#answeredTo) + 0.5,
      span: { start: Math.max(at, this.#options.session.span.start), end: at },
      make: base => this.#expectStep(base, { answers, verb, recorded: null, policy }),
    });
  }

  #expectStep(
    base: Base,
    expect: Pick<ExpectStep, 'verb' | 'recorded' | 'policy'> & { answers: object | undefined },
  ): ExpectStep {
    const { answers, ...rest } = expect;
    return { ...base, kind: 'expect', ...rest, answers: this.#list.placeOf(answers) };
  }

  #askedOf(reply: Reply): ReplyWords {
    const words = this.#options.near.reply(reply);
    const fault = words.pattern === undefined ? undefined : patternFault(words.pattern);
    if (fault !== undefined) this.#options.problems.refuse(reply.span.start, fault);
    return words;
  }

  #namesIn(reply: Reply | undefined): readonly string[] {
    if (!this.#options.variables || reply === undefined) return [];
    const { octets } = this.#options.chunk;
    return variableNamesIn(octets.subarray(reply.span.start, reply.span.end));
  }

  #handshake(reply: Reply): void {
    this.#list.add({
      at: reply.span.end + 0.25,
      span: reply.span,
      make: base => ({ ...base, kind: 'tls', requires: this.#list.placeOf(reply) ?? 0 }),
    });
  }

  #closing(): void {
    const { session, within } = this.#options;
    const last = session.exchanges.at(-1);
    const leaves = this.#breaksOff || clientLeaves(session);
    if (!leaves || (last && within?.has(last) === false)) return;
    const { start, end } = session.span;
    const at = Math.max(start, end - 1);
    this.#list.add({
      at: end + 1,
      span: { start: at, end: at },
      make: base => ({ ...base, kind: 'close' }),
    });
  }

  /** The last command before the connection went away has no reply to wait for. */
  #breaksOffAt(exchange: Exchange): boolean {
    const { exchanges, ending } = this.#options.session;
    return exchange === exchanges.at(-1) && (ending === 'drop' || ending === 'eof');
  }

  /** An editor shows octets it cannot decode as U+FFFD; sending that would be something else. */
  #refuseReplacement(octets: Uint8Array, at: number): void {
    const { scanner } = this.#options.chunk;
    if (scanner.indexOfSequence(octets, REPLACEMENT, 0, octets.length) < 0) return;
    this.#options.problems.refuse(at, UNDECODED);
  }
}

/** An AUTH command as recorded, with the first response in it or without (RFC 4954 §4). */
function hasInitialResponse({ octets, scanner }: Chunk, { argument }: Command): boolean {
  return /\S[ \t]+\S/.test(scanner.latin1(octets, argument.start, argument.end));
}

const REPLACEMENT = Uint8Array.of(0xef, 0xbf, 0xbd);
