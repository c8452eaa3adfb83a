import { unescape } from '../../octets/escapes.ts';
import type { Span } from '../../octets/span.ts';
import { contentLines } from '../../transcript/contentLines.ts';
import type { Chunk, Content } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { mailOf, mailParamValue } from '../mailParams.ts';
import { defineRule } from '../rule.ts';
import type { Edit, Fix } from '../rule.ts';

/** NUL, or another control character that has no business in a message. */
export const nulOrControlInContent = defineRule({
  id: 'nul-or-control-in-content',
  category: 'data',
  severity: 'warning',
  // A terminal's capture holds what was typed there, corrections and colours included.
  capture: 'information',
  message: 'Control character U+{hex} in the message.',
  why: 'A message holds no NUL and should hold no control characters but tab, CR and LF: programs cut the text there, drop the octet, or take it for a command to a terminal.',
  advice:
    'Remove it, encode the content as base64 or quoted-printable, or send BODY=BINARYMIME with BDAT.',
  refs: ['RFC 5322 §2.1', 'RFC 5322 §4.1', 'RFC 5321 §4.1.1.4'],
  offWhen: 'Your messages carry control characters on purpose.',
  needs: 'file',
  on: 'content',
  clues: ['controls'],
  check({ content, exchange }, context) {
    if (!content.shown || content.misplaced === 'after-refusal') return;
    const [first] = controlsIn(context, content);
    if (first === undefined) return;
    if (mailParamValue(context, mailOf(exchange), 'BODY') === 'BINARYMIME') return;
    context.report({
      at: first.span,
      values: { hex: hexOf(first.octet) },
      // In a BDAT chunk the announced number of octets would be wrong.
      fix: content.how === 'data' ? deleteFix(context, content) : undefined,
    });
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${HEADER}C: 
C\\: a\\0b\\r\\n
#~   ^^ nul-or-control-in-content
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${HEADER}C: 
C: hi
C\\: bell: \\x07\\r\\n
#~        ^^^^ nul-or-control-in-content
${AFTER_CONTENT}`,
    ],
    good: [WHOLE, `${UNTIL_CONTENT}${HEADER}C: \nC: a\tb <NUL> \\0\n${AFTER_CONTENT}`],
  },
});

interface Control {
  readonly octet: number;
  readonly span: Span;
}

const NUL = 0;
const BACKSLASH = 92;
const COLON = 58;
const RAW_MARK = Uint8Array.of(BACKSLASH, COLON);

/** What a person never types into a message: all controls but tab, CR and LF. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Those that stand in the text as they are, then those that raw lines spell out. */
function* controlsIn({ chunk, fileOctets }: RuleContext, content: Content): Generator<Control> {
  for (const block of content.blocks) {
    const next = (start: number): number => {
      const rest = { start, end: block.end };
      return fileOctets ? anyControlIn(chunk, rest) : nulIn(chunk, rest);
    };
    for (let at = next(block.start); at >= 0; at = next(at + 1)) {
      yield { octet: chunk.octets[at] ?? NUL, span: { start: at, end: at + 1 } };
    }
  }
  for (const control of escapedIn(chunk, content)) {
    const { start } = control.span;
    // One that stands there as it is was found already, unless nobody looked for its kind.
    const isEscape = chunk.octets[start] === BACKSLASH;
    if (isEscape || !(fileOctets || control.octet === NUL)) yield control;
  }
}

/** More of them are no slip, and nothing that one edit should touch. */
const MOST = 100;

/** Deletes them all, so that none is left to report; undefined where there are many. */
function deleteFix(context: RuleContext, content: Content): Fix | undefined {
  const edits: Edit[] = [];
  for (const { span } of controlsIn(context, content)) {
    if (edits.length === MOST) return undefined;
    edits.push({ at: span, text: '' });
  }
  const title = edits.length === 1 ? 'Delete it' : 'Delete all control characters of this message';
  return { title, safe: false, edits };
}

function nulIn({ octets, scanner }: Chunk, { start, end }: Span): number {
  return scanner.indexOf(octets, NUL, start, end);
}

const WINDOW = 65_536;

function anyControlIn({ octets, scanner }: Chunk, { start, end }: Span): number {
  for (let at = start; at < end; at += WINDOW) {
    const found = CONTROL.exec(scanner.latin1(octets, at, Math.min(at + WINDOW, end)));
    if (found) return at + found.index;
  }
  return -1;
}

function* escapedIn(chunk: Chunk, content: Content): Generator<Control> {
  const { octets, scanner } = chunk;
  const { start, end } = content.span;
  if (scanner.indexOfSequence(octets, RAW_MARK, start, end) < 0) return;
  for (const line of contentLines(chunk, content)) {
    if (!line.raw) continue;
    const wire = unescape(octets, line.start, line.end);
    for (const [index, octet] of wire.octets.entries()) {
      if (!isControl(octet)) continue;
      const [from = line.start, to = line.end] = wire.origins.subarray(index, index + 2);
      yield { octet, span: { start: from, end: to } };
    }
  }
}

function isControl(octet: number): boolean {
  return CONTROL.test(String.fromCharCode(octet));
}

function hexOf(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(4, '0');
}
