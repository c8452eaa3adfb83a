import { probeDialect } from '../../server/core/dialect/probe.ts';
import { lineAt, lineIndexOf } from '../../server/core/octets/lineIndex.ts';
import type { LineIndex } from '../../server/core/octets/lineIndex.ts';
import type { Finding } from '../../server/core/rule/finding.ts';
import type { Edit } from '../../server/core/rule/rule.ts';
import { lintChunk, rulesetOf } from '../../server/core/rule/run.ts';
import type { LintOptions } from '../../server/core/rule/run.ts';
import { contentLines } from '../../server/core/transcript/contentLines.ts';
import { envelopeOf, pathTextOf } from '../../server/core/transcript/envelope.ts';
import type { Chunk, Reply, Session } from '../../server/core/transcript/model.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';

/** A text, what is said about it, and where its chunks begin. */
export interface Linted {
  readonly octets: Buffer;
  readonly chunks: readonly Chunk[];
  readonly findings: readonly Located[];
  readonly lines: LineIndex;
}

/** A finding with the edits of its fix, all in offsets of the whole text. */
export interface Located {
  readonly finding: Finding;
  readonly start: number;
  readonly edits: readonly Edit[];
}

/** Everything there is to say about a text. */
export function lintedOf(octets: Buffer, options: LintOptions): Linted {
  const { dialect } = probeDialect(octets, bufferScanner);
  const ruleset = rulesetOf(options);
  const chunks = [...readTranscript(octets, { scanner: bufferScanner, dialect })];
  let base = 0;
  const findings = chunks.flatMap(chunk => {
    const from = base;
    base += chunk.source.length;
    return lintChunk(chunk, ruleset).map((finding): Located => {
      const edits = (finding.fix?.edits ?? []).map(({ at, text }) => {
        return { at: { start: at.start + from, end: at.end + from }, text };
      });
      return { finding, start: finding.at.start + from, edits };
    });
  });
  return { octets, chunks, findings, lines: lineIndexOf(octets) };
}

/** The text with the edits made. */
export function edited(octets: Buffer, edits: readonly Edit[]): Buffer {
  const inOrder = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  const parts: Buffer[] = [];
  let from = 0;
  for (const { at, text } of inOrder) {
    parts.push(octets.subarray(from, at.start), Buffer.from(text));
    from = at.end;
  }
  return Buffer.concat([...parts, octets.subarray(from)]);
}

/** Where an offset of the edited text was before; within inserted text, where that was put. */
export function offsetBefore(edits: readonly Edit[], offset: number): number {
  const inOrder = [...edits].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  let shift = 0;
  for (const { at, text } of inOrder) {
    const start = at.start + shift;
    const length = Buffer.byteLength(text);
    if (offset < start) break;
    if (offset < start + length) return at.start;
    shift += length - (at.end - at.start);
  }
  return offset - shift;
}

/** Rule and line of each finding; the line as it was before the edits. */
export function placesOf(linted: Linted, before: Linted, edits: readonly Edit[]): string[] {
  return linted.findings.map(({ finding, start }) => {
    return `${finding.rule} on ${String(lineAt(before.lines, offsetBefore(edits, start)) + 1)}`;
  });
}

/** What a safe fix must not touch: server lines, content, recipients, parameters, commands. */
export function essenceOf({ chunks }: Linted): unknown {
  return chunks.flatMap(chunk => chunk.sessions.map(session => essence(chunk, session)));
}

function essence(chunk: Chunk, session: Session): unknown {
  const text = ({ start, end }: { start: number; end: number }): string => {
    return chunk.scanner.latin1(chunk.octets, start, end);
  };
  const said = (reply: Reply): string[] => reply.lines.map(({ span }) => text(span));
  const strays = session.steps.flatMap(step => (step.kind === 'stray' ? said(step.reply) : []));
  return {
    greeting: session.greeting && said(session.greeting.reply),
    strays,
    exchanges: session.exchanges.map(exchange => {
      const { verb } = exchange.command;
      const envelope = verb === 'MAIL' || verb === 'RCPT';
      return {
        path: envelope ? meaningOf(pathTextOf(chunk, exchange)) : '',
        params: envelope
          ? text({ start: envelopeOf(chunk, exchange).path.end, end: exchange.command.span.end })
              .toUpperCase()
              .replaceAll(/[ \t]/g, '')
          : '',
        replies: exchange.replies.map(said),
        content: exchange.content
          ? [...contentLines(chunk, exchange.content)].map(line => text(line))
          : [],
        finals: exchange.content?.replies.map(said) ?? [],
      };
    }),
  };
}

/** The same mailbox may be written with quotes or without, and a literal lack its tag. */
function meaningOf(path: string): string {
  return path.replaceAll(/["\\]/g, '').replace(/\[IPv6:/i, '[');
}
