import type { Span } from '../octets/span.ts';
import { decodeBase64 } from '../smtp/base64.ts';
import { paramOwners } from '../smtp/extensions.ts';
import type { Extension } from '../smtp/extensions.ts';
import type { Param } from '../smtp/params.ts';
import { checkParamValue } from '../smtp/paramValue.ts';
import { replyClassOf, replyCodeOf } from '../smtp/replyCodes.ts';
import { suggestVerb } from '../smtp/suggest.ts';
import { verbOf } from '../smtp/verbs.ts';
import type { Verb } from '../smtp/verbs.ts';
import { envelopeOf, pathTextOf } from '../transcript/envelope.ts';
import type { Chunk, Exchange, WireLine } from '../transcript/model.ts';
import type { Explanation, Run } from './explanation.ts';
import { mechanismOf } from './mechanisms.ts';
import { holds } from './placeAt.ts';

/** Explains the word of a command line at an offset. */
export function explainCommand(
  chunk: Chunk,
  exchange: Exchange,
  offset: number,
): Explanation | undefined {
  const { command } = exchange;
  if (command.verb === '' || offset < command.verbSpan.start) return undefined;
  if (holds(command.verbSpan, offset)) return explainVerb(command.verb, command.verbSpan);
  if (command.verb === 'MAIL' || command.verb === 'RCPT') {
    return explainEnvelope(chunk, exchange, offset);
  }
  return command.verb === 'AUTH' ? explainAuth(chunk, exchange, offset) : undefined;
}

function explainVerb(name: string, at: Span): Explanation {
  const verb = verbOf(name);
  if (verb !== undefined) return { at, title: [{ code: verb.name }], paragraphs: verbText(verb) };
  const suggestion = suggestVerb(name);
  return {
    at,
    title: [{ code: name }],
    paragraphs: [
      ['This is no command of SMTP or of a registered extension; a server answers 500.'],
      ...(suggestion === undefined ? [] : [['Perhaps ', { code: suggestion }, ' was meant.']]),
      ['RFC 5321 §4.1.1, 4.2.4'],
    ],
  };
}

function verbText(verb: Verb): Run[][] {
  const codes = (list: readonly number[]): string => list.map(String).join(', ');
  const { success, intermediate, error } = verb.replies;
  const replies = [
    ...(success.length > 0 ? [`${codes(success)} when it worked`] : []),
    ...(intermediate.length > 0 ? [`${codes(intermediate)} to go on`] : []),
    ...(error.length > 0 ? [`${codes(error)} when it failed`] : []),
  ];
  return [
    [verb.description],
    ['Form: ', { code: verb.syntax }],
    ...(replies.length === 0 ? [] : [[`Replies: ${replies.join('; ')}.`]]),
    ...(verb.note === undefined ? [] : [[verb.note]]),
    ...(verb.status === 'standard' ? [] : [[`Status: ${verb.status}.`]]),
    [verb.ref],
  ];
}

function explainEnvelope(
  chunk: Chunk,
  exchange: Exchange,
  offset: number,
): Explanation | undefined {
  const { keyword, params, path } = envelopeOf(chunk, exchange);
  if (keyword !== undefined && holds(keyword, offset)) {
    return explainVerb(exchange.command.verb, keyword);
  }
  const param = params.params.find(each => holds(each.span, offset));
  if (param !== undefined) return explainParam(chunk, exchange, param);
  if (path.path.kind === 'null' && holds(path.path.span, offset)) {
    return {
      at: path.path.span,
      title: ['Null reverse-path'],
      paragraphs: [
        ['Used by bounces and other notifications, so that nothing is sent in reply to them.'],
        ['RFC 5321 §4.5.5'],
      ],
    };
  }
  return holds(path.path.span, offset)
    ? explainMailbox(chunk, exchange, path.path.span)
    : undefined;
}

/** Who it is, and what the server said to that. */
function explainMailbox(chunk: Chunk, exchange: Exchange, at: Span): Explanation {
  const isSender = exchange.command.verb === 'MAIL';
  const code = exchange.replies.at(-1)?.code ?? 0;
  const meaning = code === 0 ? undefined : (replyCodeOf(code)?.meaning ?? replyClassOf(code)?.name);
  return {
    at,
    title: [isSender ? 'Sender ' : 'Recipient ', { code: pathTextOf(chunk, exchange) }],
    paragraphs: [
      [
        isSender
          ? 'The reverse-path: bounces go there. It need not be what the header says.'
          : 'A forward-path: the message goes there, whoever its header names.',
      ],
      ...(meaning === undefined ? [] : [['Reply: ', { code: String(code) }, `. ${meaning}`]]),
      [isSender ? 'RFC 5321 §4.1.1.2' : 'RFC 5321 §4.1.1.3'],
    ],
  };
}

function explainParam(chunk: Chunk, exchange: Exchange, param: Param): Explanation | undefined {
  const verb = exchange.command.verb === 'MAIL' ? 'MAIL' : 'RCPT';
  const owners = paramOwners(verb, param.keyword);
  const owner = owners[0];
  if (owner === undefined) {
    if (param.keyword === '') return undefined;
    return {
      at: param.span,
      title: [{ code: param.keyword }],
      paragraphs: [
        [`No registered extension defines this parameter of ${verb}; a server answers 555.`],
        ['RFC 5321 §4.1.1.11'],
      ],
    };
  }
  const grammar = (verb === 'MAIL' ? owner.mailParams : owner.rcptParams)[param.keyword] ?? '';
  return {
    at: param.span,
    title: [{ code: param.keyword }, ` parameter of ${verb}`],
    paragraphs: [
      [owner.description],
      ...(grammar === '' ? [] : [['Value: ', { code: grammar }] satisfies Run[]]),
      ...valueText(chunk, param),
      [advertisedText(owners, exchange)],
      ...(owner.note === undefined ? [] : [[owner.note]]),
      [owner.ref],
    ],
  };
}

function valueText(chunk: Chunk, { keyword, valueSpan }: Param): Run[][] {
  const value = valueSpan && chunk.scanner.utf8(chunk.octets, valueSpan.start, valueSpan.end);
  const reason = checkParamValue(keyword, value);
  return reason === undefined ? [] : [[`Here it is wrong: ${reason}.`]];
}

function advertisedText(owners: readonly Extension[], { known }: Exchange): string {
  const offered = owners.find(owner => known.capabilities.has(owner.keyword));
  if (offered !== undefined) return `Offered by the server as ${offered.keyword}.`;
  const names = owners.map(owner => owner.keyword).join(' or ');
  return `Belongs to ${names}, which the server has not offered when this was sent.`;
}

function explainAuth(chunk: Chunk, exchange: Exchange, offset: number): Explanation | undefined {
  const { argument } = exchange.command;
  if (!holds(argument, offset)) return undefined;
  const text = chunk.scanner.latin1(chunk.octets, argument.start, argument.end);
  const name = /^\S{1,40}/.exec(text)?.[0] ?? '';
  const end = argument.start + name.length;
  if (offset > end) return explainCredential(chunk, name, initialOf(chunk, exchange));
  const mechanism = mechanismOf(name);
  if (mechanism === undefined) return undefined;
  return {
    at: { start: argument.start, end },
    title: ['SASL mechanism ', { code: mechanism.name }],
    paragraphs: [[mechanism.description], [`${mechanism.ref}; RFC 4954`]],
  };
}

/** Where the initial response of AUTH stands. */
function initialOf(chunk: Chunk, { command }: Exchange): Span {
  const { start, end } = command.argument;
  const blank = chunk.scanner.indexOf(chunk.octets, 32, start, end);
  let at = blank < 0 ? end : blank;
  while (at < end && chunk.octets[at] === 32) at++;
  return { start: at, end };
}

/** Explains a line that the client sent in answer to a challenge; a secret is never decoded. */
export function explainAuthResponse(
  chunk: Chunk,
  exchange: Exchange,
  line: WireLine,
  index: number,
): Explanation | undefined {
  const { argument } = exchange.command;
  const text = chunk.scanner.latin1(chunk.octets, argument.start, argument.end);
  const [name = '', initial] = text.split(' ', 2);
  const round = index + (initial === undefined ? 0 : 1);
  return explainCredential(
    chunk,
    round === 0 || name.toUpperCase() !== 'LOGIN' ? name : '',
    line.span,
  );
}

function explainCredential(chunk: Chunk, mechanism: string, at: Span): Explanation {
  const user = userNameIn(chunk, mechanism.toUpperCase(), at);
  return {
    at,
    title: ['Credential'],
    paragraphs: [
      ['Base64 hides nothing: whoever has this file can read it. It is not decoded here.'],
      ...(user === undefined ? [] : [['User name: ', { code: user }]]),
      ['Take it out before you give the file away.'],
      ['RFC 4954 §4'],
    ],
  };
}

const LONGEST_CREDENTIAL = 4096;

/** The name, and nothing else, of what PLAIN sends (RFC 4616 §2) or LOGIN sends first. */
function userNameIn(chunk: Chunk, mechanism: string, at: Span): string | undefined {
  if (mechanism !== 'PLAIN' && mechanism !== 'LOGIN') return undefined;
  if (at.end - at.start > LONGEST_CREDENTIAL || at.end === at.start) return undefined;
  const decoded = decodeBase64(chunk.octets, at.start, at.end);
  if (decoded === undefined || decoded.length === 0) return undefined;
  if (mechanism === 'LOGIN') {
    return decoded.includes(0) ? undefined : chunk.scanner.utf8(decoded, 0, decoded.length);
  }
  const first = decoded.indexOf(0);
  const second = first < 0 ? -1 : decoded.indexOf(0, first + 1);
  return second < 0 ? undefined : chunk.scanner.utf8(decoded, first + 1, second);
}
