import { decodeBase64 } from '../smtp/base64.ts';
import { readEnhancedCode } from '../smtp/enhancedCode.ts';
import { enhancedCodeOf } from '../smtp/enhancedCodes.ts';
import { extensionOf } from '../smtp/extensions.ts';
import { isOfferVerb } from '../smtp/helloVerbs.ts';
import { replyClassOf, replyCodeOf } from '../smtp/replyCodes.ts';
import { serverTextsIn } from '../smtp/serverTexts.ts';
import type { Chunk, Reply } from '../transcript/model.ts';
import type { Explanation, Run } from './explanation.ts';
import type { ReplyPlace } from './placeAt.ts';

/** Explains what stands at an offset of a reply line. */
export function explainReply(
  chunk: Chunk,
  place: ReplyPlace,
  offset: number,
): Explanation | undefined {
  const { line } = place;
  if (offset < line.span.start) return undefined;
  if (line.code > 0 && offset <= line.span.start + 3) return explainCode(place);
  const enhanced = explainEnhanced(chunk, place, offset);
  if (enhanced !== undefined) return enhanced;
  if (isHelloLine(place)) return explainKeyword(chunk, place);
  return line.code === 334 ? explainChallenge(chunk, place) : explainText(chunk, place);
}

/** What is behind the wording of a refusal. */
function explainText(chunk: Chunk, { reply, line }: ReplyPlace): Explanation | undefined {
  const [first, ...more] = serverTextsIn(reply.code, textOf(chunk, reply));
  if (first === undefined) return undefined;
  return {
    at: line.text,
    title: [first.who],
    paragraphs: [first, ...more].flatMap(entry => [
      [entry === first ? entry.meaning : `${entry.who}: ${entry.meaning}`],
      [`What to do: ${entry.advice}`],
      ...(entry.page === undefined ? [] : [[{ link: entry.page }]]),
    ]),
  };
}

const LONGEST_TEXT = 4_096;

function textOf({ octets, scanner }: Chunk, { lines }: Reply): string {
  let text = '';
  for (const { text: span } of lines) {
    if (text.length > LONGEST_TEXT) break;
    text += `${scanner.latin1(octets, span.start, Math.min(span.end, span.start + LONGEST_TEXT))} `;
  }
  return text;
}

function explainCode({ line, exchange }: ReplyPlace): Explanation | undefined {
  const { code } = line;
  const entry = replyCodeOf(code);
  const group = replyClassOf(code);
  const at = { start: line.span.start, end: line.span.start + 3 };
  const answers: Run[] =
    exchange === undefined ? [] : [' in answer to ', { code: exchange.command.verb }];
  if (entry === undefined && group === undefined) {
    return {
      at,
      title: [{ code: String(code) }],
      paragraphs: [['No reply code: the first digit has to be from 2 to 5.'], ['RFC 5321 §4.2']],
    };
  }
  return {
    at,
    title: [{ code: String(code) }, ...answers],
    paragraphs: [
      [entry?.meaning ?? 'An unregistered code: only its first digit has a meaning.'],
      [`What to do: ${entry?.advice ?? group?.advice ?? ''}`],
      ...(group === undefined ? [] : [[`Class: ${group.name}. ${group.meaning}`]]),
      ...(entry?.note === undefined ? [] : [[entry.note]]),
      [entry?.ref ?? 'RFC 5321 §4.2.1'],
    ],
  };
}

function explainEnhanced(
  chunk: Chunk,
  { line }: ReplyPlace,
  offset: number,
): Explanation | undefined {
  const { start, end } = line.text;
  const found = readEnhancedCode(chunk.octets, start, end);
  if (found === undefined || offset < start || offset > found.end) return undefined;
  const code = chunk.scanner.latin1(chunk.octets, start, found.end);
  const meaning = enhancedCodeOf(code);
  if (meaning === undefined) return undefined;
  const { entry } = meaning;
  return {
    at: { start, end: found.end },
    title: ['Enhanced status code ', { code }],
    paragraphs: [
      [entry?.text ?? 'Not registered: the class and the subject still say something.'],
      ...(entry === undefined ? [] : [[`What to do: ${entry.advice}`]]),
      [`Class: ${meaning.className}. Subject: ${meaning.subjectName ?? 'not registered'}.`],
      [entry?.ref ?? 'RFC 3463 §2, 3'],
    ],
  };
}

/** A line of the reply to EHLO or LHLO after the first names an extension (RFC 5321 §4.1.1.1). */
function isHelloLine({ exchange, index, line }: ReplyPlace): boolean {
  return index > 0 && line.code === 250 && isOfferVerb(exchange?.command.verb);
}

function explainKeyword(chunk: Chunk, { line }: ReplyPlace): Explanation | undefined {
  const { start, end } = line.text;
  const text = chunk.scanner.latin1(chunk.octets, start, Math.min(end, start + 100));
  const keyword = /^[^\s=]+/.exec(text)?.[0] ?? '';
  if (keyword === '') return undefined;
  const at = { start, end: start + keyword.length };
  const extension = extensionOf(keyword);
  if (extension === undefined) {
    return {
      at,
      title: [{ code: keyword }],
      paragraphs: [
        ['Not a registered extension. Clients ignore keywords that they do not know.'],
        ['RFC 5321 §2.2.2'],
      ],
    };
  }
  const params = [...Object.keys(extension.mailParams), ...Object.keys(extension.rcptParams)];
  return {
    at,
    title: ['Extension ', { code: extension.keyword }],
    paragraphs: [
      [extension.description],
      ...listed('Commands', extension.verbs),
      ...listed('Parameters', params),
      ...(extension.note === undefined ? [] : [[extension.note]]),
      ...(extension.status === 'standard' ? [] : [[`Status: ${extension.status}.`]]),
      [extension.ref],
    ],
  };
}

function listed(what: string, words: readonly string[]): Run[][] {
  return words.length === 0 ? [] : [[`${what}: `, { code: words.join(' ') }]];
}

const LONGEST_CHALLENGE = 2048;

/** A challenge comes from the server and is no secret. */
function explainChallenge(chunk: Chunk, { line }: ReplyPlace): Explanation {
  const { start, end } = line.text;
  const short = end - start <= LONGEST_CHALLENGE;
  const decoded = short ? decodeBase64(chunk.octets, start, end) : undefined;
  const shown = decoded && chunk.scanner.utf8(decoded, 0, decoded.length);
  return {
    at: line.text,
    title: ['Challenge'],
    paragraphs: [
      ['The server waits for the next line of the authentication, in base64.'],
      ...(shown === undefined || shown === '' ? [] : [['Decoded: ', { code: shown }]]),
      ['RFC 4954 §4'],
    ],
  };
}
