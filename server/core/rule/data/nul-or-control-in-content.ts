import { unescape } from '../../octets/escapes.ts';
import type { Span } from '../../octets/span.ts';
import { contentLines } from '../../transcript/contentLines.ts';
import type { Chunk, Content } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { mailOf, mailParamValue } from '../mailParams.ts';
import { defineRule } from '../rule.ts';

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
  needs: 'file',
  on: 'content',
  clues: ['controls'],
  check({ content, exchange }, context) {
    if (!content.shown || content.misplaced === 'after-refusal') return;
    const at = firstControl(context, content);
    if (at === undefined) return;
    if (mailParamValue(context, mailOf(exchange), 'BODY') === 'BINARYMIME') return;
    context.report({ at: at.span, values: { hex: hexOf(at.octet) } });
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

/** The first one as it stands in the text, else the first that a raw line spells out. */
function firstControl({ chunk, fileOctets }: RuleContext, content: Content): Control | undefined {
  for (const block of content.blocks) {
    const at = fileOctets ? anyControlIn(chunk, block) : nulIn(chunk, block);
    if (at >= 0) return { octet: chunk.octets[at] ?? NUL, span: { start: at, end: at + 1 } };
  }
  return firstEscaped(chunk, content);
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

function firstEscaped(chunk: Chunk, content: Content): Control | undefined {
  const { octets, scanner } = chunk;
  const { start, end } = content.span;
  if (scanner.indexOfSequence(octets, RAW_MARK, start, end) < 0) return undefined;
  for (const line of contentLines(chunk, content)) {
    if (!line.raw) continue;
    const wire = unescape(octets, line.start, line.end);
    const index = wire.octets.findIndex(isControl);
    if (index < 0) continue;
    const [from = line.start, to = line.end] = wire.origins.subarray(index, index + 2);
    return { octet: wire.octets[index] ?? NUL, span: { start: from, end: to } };
  }
  return undefined;
}

function isControl(octet: number): boolean {
  return CONTROL.test(String.fromCharCode(octet));
}

function hexOf(octet: number): string {
  return octet.toString(16).toUpperCase().padStart(4, '0');
}
