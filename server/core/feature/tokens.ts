import type { Span } from '../octets/span.ts';
import { readEnhancedCode } from '../smtp/enhancedCode.ts';
import { isOfferVerb } from '../smtp/helloVerbs.ts';
import { envelopeOf } from '../transcript/envelope.ts';
import type { Chunk, Exchange, Reply, ReplyLine } from '../transcript/model.ts';
import { sessionPlaces } from '../transcript/sessionPlaces.ts';
import { headerBlockOf } from './headerBlock.ts';

/** The kinds of words that are coloured by what they mean; their order is part of the protocol. */
export const TOKEN_TYPES = [
  'smtpVerb',
  'smtpParameter',
  'smtpLocalPart',
  'smtpDomain',
  'smtpReplySuccess',
  'smtpReplyIntermediate',
  'smtpReplyTransient',
  'smtpReplyPermanent',
  'smtpEnhancedCode',
  'smtpKeyword',
  'smtpHeaderName',
  'smtpTerminator',
  'smtpSecret',
  'smtpVariable',
] as const;

/** One of the kinds. */
export type TokenType = (typeof TOKEN_TYPES)[number];

/** A coloured word; it lies on one line. */
export interface Token {
  readonly type: TokenType;
  readonly span: Span;
}

/** The words of a chunk in the order of the text, none of them empty, none over another. */
export function tokensOf(chunk: Chunk): Token[] {
  const tokens: Token[] = [];
  for (const session of chunk.sessions) {
    for (const step of session.steps) {
      if (step.kind === 'exchange') addExchange(chunk, step, tokens);
      else if (step.kind === 'greeting' || step.kind === 'stray')
        addReply(chunk, step.reply, tokens);
    }
  }
  const places = chunk.sessions.flatMap(session => sessionPlaces(chunk, session));
  return places.length === 0 ? inOrder(tokens) : around(inOrder(tokens), places);
}

/** The tokens with the places, which stand out of what they are part of. Both are in order. */
function around(tokens: readonly Token[], places: readonly Span[]): Token[] {
  const all = places.map(({ start, end }): Token => ({
    type: 'smtpVariable',
    span: { start, end },
  }));
  let next = 0;
  for (const { type, span } of tokens) {
    while ((places[next]?.end ?? Infinity) <= span.start) next += 1;
    let from = span.start;
    for (let at = next; (places[at]?.start ?? Infinity) < span.end; at++) {
      all.push({ type, span: { start: from, end: places[at]?.start ?? from } });
      from = places[at]?.end ?? from;
    }
    all.push({ type, span: { start: from, end: span.end } });
  }
  return inOrder(all.filter(({ span }) => span.end > span.start));
}

/** Sorts them, and leaves out empty ones and what lies over the one before. */
export function inOrder(tokens: Token[]): Token[] {
  tokens.sort((a, b) => a.span.start - b.span.start);
  let end = -1;
  return tokens.filter(({ span }) => {
    if (span.start < end || span.end <= span.start) return false;
    end = span.end;
    return true;
  });
}

function addExchange(chunk: Chunk, exchange: Exchange, tokens: Token[]): void {
  const { command, content, responses } = exchange;
  tokens.push({ type: 'smtpVerb', span: command.verbSpan });
  if (command.verb === 'MAIL' || command.verb === 'RCPT') addEnvelope(chunk, exchange, tokens);
  else if (command.verb === 'AUTH') addAuth(chunk, exchange, tokens);
  for (const { span } of responses) tokens.push({ type: 'smtpSecret', span });
  const isOffer = isOfferVerb(command.verb);
  for (const reply of exchange.replies) addReply(chunk, reply, tokens, isOffer ? 'hello' : 'other');
  if (content === undefined) return;
  for (const span of headerBlockOf(chunk, content)?.names ?? []) {
    tokens.push({ type: 'smtpHeaderName', span });
  }
  if (content.terminator) tokens.push({ type: 'smtpTerminator', span: content.terminator.span });
  for (const reply of content.replies) addReply(chunk, reply, tokens);
}

function addEnvelope(chunk: Chunk, exchange: Exchange, tokens: Token[]): void {
  const { keyword, path, params } = envelopeOf(chunk, exchange);
  if (keyword) tokens.push({ type: 'smtpVerb', span: keyword });
  const { localPart, domain } = path.path;
  if (localPart) tokens.push({ type: 'smtpLocalPart', span: localPart.span });
  if (domain) tokens.push({ type: 'smtpDomain', span: domain.span });
  for (const param of params.params) tokens.push({ type: 'smtpParameter', span: param.span });
}

function addAuth(chunk: Chunk, { command }: Exchange, tokens: Token[]): void {
  const { start, end } = command.argument;
  const blank = chunk.scanner.indexOf(chunk.octets, 32, start, end);
  tokens.push({ type: 'smtpKeyword', span: { start, end: blank < 0 ? end : blank } });
  if (blank >= 0) tokens.push({ type: 'smtpSecret', span: { start: blank + 1, end } });
}

function addReply(
  chunk: Chunk,
  reply: Reply,
  tokens: Token[],
  to: 'hello' | 'other' = 'other',
): void {
  for (const [index, line] of reply.lines.entries()) {
    addCode(line, tokens);
    const { start, end } = line.text;
    if (to === 'hello' && index > 0 && line.code === 250) {
      const blank = chunk.scanner.indexOf(chunk.octets, 32, start, end);
      tokens.push({ type: 'smtpKeyword', span: { start, end: blank < 0 ? end : blank } });
      continue;
    }
    const enhanced = readEnhancedCode(chunk.octets, start, end);
    if (enhanced) tokens.push({ type: 'smtpEnhancedCode', span: { start, end: enhanced.end } });
  }
}

function addCode({ code, span }: ReplyLine, tokens: Token[]): void {
  const type = REPLY_TYPES[Math.trunc(code / 100)];
  if (type) tokens.push({ type, span: { start: span.start, end: span.start + 3 } });
}

const REPLY_TYPES: Readonly<Record<number, TokenType>> = {
  2: 'smtpReplySuccess',
  3: 'smtpReplyIntermediate',
  4: 'smtpReplyTransient',
  5: 'smtpReplyPermanent',
};
