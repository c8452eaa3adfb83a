import type { Exchange } from '../core/transcript/model.ts';
import { hides } from './hides.ts';
import type { DiffSide } from './model.ts';

/**
 * Would this side show it if it had been there? What a file leaves out, or a tool never prints, is
 * not missing.
 */
export function isShownIn(side: DiffSide, what: Exchange | 'greeting' | 'stray'): boolean {
  const { hidden, steps } = side.session;
  if (steps.length === 0) return false;
  if (what === 'greeting') return !hidden.start;
  if (what === 'stray') return !hidden.start && !hidden.end;
  const { verb } = what.command;
  if (hidden.clientLines || hidden.start || hidden.end) return false;
  if (verb === 'QUIT') return !hidden.goodbye && !hides(side, 'quit') && !hides(side, 'quit-reply');
  return verb !== 'AUTH' || !hides(side, 'auth');
}
