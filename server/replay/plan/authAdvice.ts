import type { Chunk, Exchange, Reply } from '../../core/transcript/model.ts';
import { suggestedAuth } from './suggestedAuth.ts';

/**
 * What to do where the server refuses recorded credentials that it once took, a sentence without its
 * dot; '' for a reply that says nothing about them.
 */
export function authAdvice(chunk: Chunk, exchange: Exchange, reply: Reply): string {
  const answersResponse = reply !== exchange.replies[0];
  if (reply.code >= 400 || (reply.code === 334 && !answersResponse)) return '';
  const { challenged, mechanism, line } = suggestedAuth(chunk, exchange);
  const write = chunk.dialect === 'smtp' ? 'Write' : 'Convert the log to .smtp and write';
  return challenged
    ? `The recorded responses of ${mechanism} answer the recorded challenge and fit no other. ${write} "${line}" above the AUTH command to have them computed`
    : `The recorded credentials were sent. For others, ${write.replace(/^./, first => first.toLowerCase())} "${line}" above the AUTH command`;
}
