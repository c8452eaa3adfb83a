import { mimeOf } from '../../transcript/mimeParts.ts';
import type { MimeEntity } from '../../transcript/mimeParts.ts';
import { tallyOf } from '../../transcript/tallyOf.ts';
import type { Content } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { longLines } from '../data/longLines.ts';
import { AFTER_CONTENT, HEADER, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import { base64Fault, encodedBodies, quotedPrintableFault, uuencodeFault } from './encodedText.ts';
import type { EncodedBody, EncodedFault } from './encodedText.ts';

const LONGEST_LINE = 76;
/** Parts of one message whose text is looked at. */
const MOST_PARTS = 32;
/** Uuencoded text can only be told from its beginning on. */
const UUENCODED = 65_536;

const FAULTS: ReadonlyMap<string, (body: EncodedBody) => EncodedFault | undefined> = new Map([
  ['base64', base64Fault],
  ['quoted-printable', quotedPrintableFault],
  ['x-uuencode', uuencodeFault],
  ['x-uue', uuencodeFault],
  ['uuencode', uuencodeFault],
]);

const encodedAs = (encoding: string): string => `${HEADER}C: MIME-Version: 1.0
C: Content-Type: text/plain
C: Content-Transfer-Encoding: ${encoding}
C: 
`;

/** Encoded text that cannot be decoded as it stands. */
export const mimeEncodedText = defineRule({
  id: 'mime-encoded-text',
  category: 'delivery',
  severity: 'warning',
  capture: 'information',
  message: '{encoding} text: {reason}.',
  why: 'What is not of the encoding was damaged on its way or never encoded; decoders skip it, stop there or refuse the part, and filters may see something else than readers do.',
  advice:
    'Encode the part anew. Of a message the first 32 encoded parts are looked at, of a large part its beginning and its end.',
  refs: ['RFC 2045 §6.7', 'RFC 2045 §6.8'],
  offWhen: 'Messages are quoted in part, or made by hand to see what a reader does with them.',
  options: {
    longestLine: {
      type: 'integer',
      default: LONGEST_LINE,
      minimum: LONGEST_LINE,
      maximum: 998,
      description: 'Characters that a line of base64 or quoted-printable may have.',
    },
    octets: {
      type: 'integer',
      default: 4096,
      minimum: 256,
      maximum: 67_108_864,
      description:
        'A part of more octets of base64 or quoted-printable is looked at in its first and last so many, half of them at each end.',
    },
  },
  on: 'content',
  clues: ['mime'],
  check({ content, exchange }, context) {
    const encoded = (mimeOf(context.chunk, exchange, content)?.entities ?? []).filter(isEncoded);
    for (const entity of encoded.slice(0, MOST_PARTS)) {
      const encoding = entity.encoding?.type ?? '';
      const fault = faultOf(entity, content, context);
      if (fault === undefined) continue;
      const { at, reason } = fault;
      const declared = entity.encoding;
      context.report({
        at,
        values: { encoding, reason },
        related: declared
          ? [
              {
                at: declared.spanOf(declared.start, declared.end),
                message: 'The encoding declared.',
              },
            ]
          : [],
      });
    }
  },
  examples: {
    bad: [
      `${UNTIL_CONTENT}${encodedAs('base64')}C: SGVsbG8g
C: d29y*bGQh
#~     ^ mime-encoded-text
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('base64')}C: SGVsbA==
C: SGVsbG8=
#~ ^^^^^^^^ mime-encoded-text
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('base64')}C: ${'SGVs'.repeat(20)}
#~ mime-encoded-text
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('quoted-printable')}C: caf=C3=A9 =
C: 1=G2
#~  ^^^ mime-encoded-text
${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('x-uuencode')}C: begin 644 a.txt
C: #8V%T8V%T8V%T
#~ ^^^^^^^^^^^^^ mime-encoded-text
C: \`
C: end
${AFTER_CONTENT}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${encodedAs('base64')}C: SGVsbG8g\nC: d29ybGQ=\nC: \n${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('quoted-printable')}C: =E4=\nC: a=3Db= \nC: =\n${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('x-uuencode')}C: begin 644 a.txt\nC: #8V%T\nC: \`\nC: end\n${AFTER_CONTENT}`,
      `${UNTIL_CONTENT}${encodedAs('7bit')}C: 1=G2 ***\n${AFTER_CONTENT}`,
    ],
  },
});

/** A leaf with an encoding that can be checked. */
function isEncoded({ encoding, delimiters }: MimeEntity): boolean {
  return delimiters === undefined && FAULTS.has(encoding?.type ?? '');
}

function faultOf(
  { body, encoding }: MimeEntity,
  content: Content,
  context: RuleContext,
): EncodedFault | undefined {
  const find = FAULTS.get(encoding?.type ?? '');
  const most = find === uuencodeFault ? UUENCODED : Number(context.option('octets'));
  for (const stretch of encodedBodies(context.chunk, content, body, most)) {
    const fault = find?.(stretch) ?? longLine(stretch, content, context);
    if (fault !== undefined || find === uuencodeFault) return fault;
  }
  return undefined;
}

function longLine(
  { chunk, stretch }: EncodedBody,
  content: Content,
  context: RuleContext,
): EncodedFault | undefined {
  const limit = Number(context.option('longestLine') ?? LONGEST_LINE);
  // Counted once for the whole message: mostly there is none to look for.
  if (tallyOf(chunk, content).longest <= limit) return undefined;
  const [long] = longLines(chunk, { ...content, blocks: [stretch] }, limit);
  if (long === undefined) return undefined;
  return {
    at: long.at,
    reason: `a line has ${String(long.octets)} characters, limit ${String(limit)}`,
  };
}
