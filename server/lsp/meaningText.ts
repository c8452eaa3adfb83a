import { smtpTarget } from '../convert/smtp.ts';
import type { Part } from '../convert/target.ts';
import { smtp } from '../core/dialect/smtp.ts';
import type { Chunk, Reply } from '../core/transcript/model.ts';
import { readTranscript } from '../core/transcript/readTranscript.ts';
import { bufferScanner } from '../host/bufferScanner.ts';
import { foldVolatile } from '../replay/expect/foldVolatile.ts';
import { listsExtensions, openingOf } from '../replay/expect/opening.ts';

const BOUNDARY = '# --- new session ---';

/**
 * Sessions as text of which two are equal, line by line, where they mean the same: `.smtp` without
 * notes, what changes every time as `‹kind›`, the extensions of EHLO in alphabetical order.
 */
export function meaningText(parts: readonly Part[]): string {
  const [octets] = smtpTarget.render({ parts, whole: false }).files;
  if (octets === undefined) return '';
  let text = '';
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect: smtp })) {
    text += foldedChunk(chunk);
  }
  return withoutNotes(text);
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function foldedChunk(chunk: Chunk): string {
  const { octets, scanner } = chunk;
  const places = chunk.sessions.flatMap(({ steps }) =>
    steps.flatMap(step => {
      if (step.kind === 'greeting') return placeOf(chunk, step.reply, 'connect');
      if (step.kind === 'stray') return placeOf(chunk, step.reply, '');
      if (step.kind !== 'exchange') return [];
      const { verb } = step.command;
      return [
        ...step.replies.flatMap(reply => placeOf(chunk, reply, verb)),
        ...(step.content?.replies ?? []).flatMap(reply => placeOf(chunk, reply, 'DATA')),
      ];
    }),
  );
  let text = '';
  let from = 0;
  for (const place of places.sort((one, other) => one.start - other.start)) {
    // A reply is known twice where it answers two commands at once.
    if (place.start < from) continue;
    text += scanner.utf8(octets, from, place.start) + place.text;
    from = place.end;
  }
  return text + scanner.utf8(octets, from, octets.length);
}

/** A reply as it is compared; one that is written with escapes stays as it is. */
function placeOf(chunk: Chunk, reply: Reply, verb: string): Place[] {
  const { octets, scanner } = chunk;
  if (reply.lines.some(({ raw, code }) => raw || code === 0)) return [];
  const texts = reply.lines.map(({ text, code }, at) =>
    foldVolatile(scanner.utf8(octets, text.start, text.end), openingOf(verb, code, at)),
  );
  const [first = '', ...rest] = texts;
  const ordered = listsExtensions(verb) ? [first, ...rest.sort()] : texts;
  const lines = ordered.map((text, at) => {
    const code = String(reply.lines[at]?.code ?? reply.code);
    return `S: ${code}${at < ordered.length - 1 ? '-' : ' '}${text}`.trimEnd();
  });
  const { start, end } = reply.span;
  return [{ start, end, text: lines.join('\n') }];
}

/** The lines of the wire all have a mark, so a note is a note, in content too. */
function withoutNotes(text: string): string {
  const lines = text.split('\n');
  const kept = lines.filter(line => !line.startsWith('#') || line === BOUNDARY);
  return kept.join('\n');
}
