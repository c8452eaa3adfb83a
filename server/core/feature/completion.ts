import { lineAt } from '../octets/lineIndex.ts';
import type { Chunk } from '../transcript/model.ts';
import { completeCommand } from './completeCommand.ts';
import { completeDirective } from './completeDirective.ts';
import { completeVariable } from './completeVariable.ts';
import { completeReply } from './completeReply.ts';
import type { Completion, Typing } from './typing.ts';
import { lastWord } from './typing.ts';
import { momentBefore } from './momentBefore.ts';

/** Nobody types a line as long as this. */
const LONGEST_LINE = 2000;

/**
 * What may stand at the cursor by the state of the session: verbs that are legal there, parameters
 * of extensions the server offers, values that fit, codes that answer the pending command. Only
 * `.smtp` is written by hand: for logs of other programs there is nothing to complete.
 */
export function completionsAt(chunk: Chunk, cursor: number): Completion[] {
  if (chunk.dialect !== 'smtp') return [];
  const from = chunk.lines.starts[lineAt(chunk.lines, cursor)] ?? 0;
  if (cursor - from > LONGEST_LINE) return [];
  const line = chunk.scanner.latin1(chunk.octets, from, cursor);
  const moment = momentBefore(chunk, from);
  const mark = /^([CcSs])\\?:[ ]?/.exec(line);
  const text = line.slice(mark?.[0].length ?? 0);
  const typing: Typing = { chunk, from, cursor, text, moment };
  const variables = completeVariable(typing);
  if (variables !== undefined) return variables;
  if (mark === null) return unmarked(typing);
  if (mark[1]?.toUpperCase() === 'S') return completeReply(typing);
  return moment.inContent ? [] : completeCommand(typing);
}

function unmarked(typing: Typing): Completion[] {
  const { chunk, text, moment } = typing;
  const isMarked = /(?:^|[\r\n])[CcSs]\\?:/.test(
    chunk.scanner.latin1(chunk.octets, 0, Math.min(chunk.octets.length, 65_536)),
  );
  const inBareContent = moment.inContent && !isMarked;
  if (inBareContent) return [];
  if (text.startsWith('#')) return completeDirective(typing);
  if (text.trim() === '') {
    const bare = chunk.sessions.length > 0 && !isMarked;
    return bare ? completeCommand(typing) : prefixes(typing);
  }
  if (/^[CcSs]$/.test(text)) return prefixes(typing);
  if (isMarked) return [];
  return /^\d/.test(text) ? completeReply(typing) : completeCommand(typing);
}

/** `C: ` or `S: `, the side whose turn it is first. */
function prefixes(typing: Typing): Completion[] {
  const { moment, text } = typing;
  const serversTurn = moment.session === undefined || moment.pending !== undefined;
  const prefix = (letter: 'C' | 'S', detail: string): Completion => ({
    kind: 'prefix',
    label: `${letter}: `,
    insert: `${letter}: `,
    at: lastWord(typing, text.length),
    detail,
    rank: (letter === 'S') === serversTurn ? 0 : 1,
  });
  return [prefix('C', 'a line of the client'), prefix('S', 'a line of the server')];
}
