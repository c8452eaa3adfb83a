import { contentLines } from '../../transcript/contentLines.ts';
import { firstContentLine } from '../../transcript/contentParts.ts';
import type { Content, Session, WireLine } from '../../transcript/model.ts';
import type { RuleContext } from '../context.ts';
import { AFTER_CONTENT, CLOSING, HEADER, OPENING, UNTIL_CONTENT, WHOLE } from '../exampleParts.ts';
import { defineRule } from '../rule.ts';
import type { Edit, Fix } from '../rule.ts';

const MOST_EDITS = 10_000;

/** A line without a speaker among lines that have one. */
export const linePrefixMissing = defineRule({
  id: 'line-prefix-missing',
  category: 'consistency',
  severity: 'warning',
  message: 'Line has neither "S:" nor "C:".',
  why: 'Where some lines say who spoke and some do not, the others have to be guessed.',
  advice:
    'Write "S: " before what the server and "C: " before what the client said, or "#" before a note.',
  refs: ['RFC 5321 Appendix D'],
  offWhen: 'Your files leave the marks out in places on purpose.',
  on: 'session',
  clues: ['unmarked'],
  check(session, context) {
    if (context.chunk.dialect !== 'smtp' || !isMarked(session)) return;
    for (const line of wireLinesOf(session)) {
      if (!line.marked) context.report({ at: line.line, fix: prefixFix(line) });
    }
    for (const step of session.steps) {
      if (step.kind === 'unknown') context.report({ at: step.line });
      if (step.kind === 'exchange' && step.content) checkContent(step.content, context);
    }
  },
  examples: {
    bad: [
      `220 mx.example ESMTP
#~ line-prefix-missing
C: EHLO client.example
S: 250 mx.example
${CLOSING}`,
      `${OPENING}this is nobody's line
#~ line-prefix-missing
${CLOSING}`,
      `${UNTIL_CONTENT}Date: Sat, 21 Nov 2026 10:00:00 +0000
#~ line-prefix-missing
From: a@client.example
Message-ID: <1@client.example>
.
#~ line-prefix-missing
S: 250 OK
${CLOSING}`,
    ],
    good: [
      WHOLE,
      `${UNTIL_CONTENT}${HEADER}C: \nC: hi\n# a note\n\n${AFTER_CONTENT}`,
      '220 mx.example ESMTP\nEHLO client.example\n250 mx.example\nQUIT\n221 Bye\n',
    ],
  },
});

/** Some line says who spoke. */
function isMarked(session: Session): boolean {
  if (session.mixedMarks) return true;
  const { greeting, exchanges } = session;
  return greeting?.reply.lines[0]?.marked ?? exchanges[0]?.command.marked ?? false;
}

function* wireLinesOf(session: Session): Generator<WireLine> {
  for (const step of session.steps) {
    if (step.kind === 'greeting' || step.kind === 'stray') yield* step.reply.lines;
    if (step.kind !== 'exchange') continue;
    yield step.command;
    yield* step.responses;
    for (const reply of step.replies) yield* reply.lines;
    const { content } = step;
    if (content?.terminator) yield content.terminator;
    for (const reply of content?.replies ?? []) yield* reply.lines;
  }
}

/** The wire stays as it is; but to make a line the server's is to speak for it. */
function prefixFix({ party, line, span }: WireLine): Fix | undefined {
  if (line.start !== span.start) return undefined;
  const text = party === 'client' ? 'C: ' : 'S: ';
  const edits = [{ at: { start: line.start, end: line.start }, text }];
  return { title: `Write "${text}" before it`, safe: party === 'client', edits };
}

/** Many tutorials drop the "C:" of all content: one report, and one fix for all of it. */
function checkContent(content: Content, context: RuleContext): void {
  const first = firstContentLine(context.chunk, content);
  if (first === undefined || first.from !== first.start) return;
  const fix = contentFix(content, context);
  const at = { start: first.from, end: first.to };
  context.report({ at, severity: 'information', ...(fix && { fix }) });
}

function contentFix(content: Content, context: RuleContext): Fix | undefined {
  const edits: Edit[] = [];
  for (const line of contentLines(context.chunk, content)) {
    if (line.from !== line.start) continue;
    if (edits.length === MOST_EDITS) return undefined;
    edits.push({ at: { start: line.from, end: line.from }, text: 'C: ' });
  }
  const { terminator } = content;
  if (terminator && !terminator.marked) {
    edits.push({ at: { start: terminator.line.start, end: terminator.line.start }, text: 'C: ' });
  }
  return { title: 'Write "C: " before the lines of the message', safe: false, edits };
}
