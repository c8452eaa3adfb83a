import type { Session } from '../../core/transcript/model.ts';

/**
 * Did the recorded client just go away: the connection ended without QUIT, or the transcript breaks
 * off inside content, where no command can be sent any more?
 */
export function clientLeaves({ steps, exchanges, ending }: Session): boolean {
  if (ending === 'quit') return false;
  const open = exchanges.at(-1)?.content;
  if (open?.how === 'data' && open.shown && !open.terminator && open.replies.length === 0) {
    return true;
  }
  const last = steps.findLast(step => step.kind === 'event' && step.event !== 'tls');
  return last?.kind === 'event' && last.event !== 'connect';
}
