import type { Exchange } from '../../transcript/model.ts';
import type { Edit, Fix } from '../rule.ts';

/** Every server knows these, so that one that is spelled right is taken. */
const TAKEN: ReadonlyMap<string, string> = new Map([
  ['MAIL', '250 OK'],
  ['MAIL FROM', '250 OK'],
  ['RCPT', '250 OK'],
  ['RCPT TO', '250 OK'],
  ['RSET', '250 OK'],
  ['NOOP', '250 OK'],
  ['QUIT', '221 Bye'],
]);

/** The fix of a misspelled command; where that was refused as unknown, the reply follows suit. */
export function withReply(exchange: Exchange, verb: string, fix: Fix): Fix {
  const edits = replyEdits(exchange, verb);
  return edits.length === 0 ? fix : { ...fix, safe: false, edits: [...fix.edits, ...edits] };
}

function replyEdits({ replies }: Exchange, verb: string): readonly Edit[] {
  const [reply] = replies;
  const line = reply?.lines[0];
  const text = TAKEN.get(verb);
  if (text === undefined || line === undefined || line.raw || reply?.lines.length !== 1) return [];
  return reply.code === 500 || reply.code === 502 ? [{ at: line.span, text }] : [];
}
