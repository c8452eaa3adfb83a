import type { SendStep } from '../../protocol/replay.ts';

/**
 * The live reply without which a send must not leave: 354 for content (RFC 5321 §4.1.1.4), 334 for
 * a SASL response (RFC 4954 §4); null where none is needed.
 */
export function neededCode(step: SendStep): 354 | 334 | null {
  if (step.purpose === 'content') return 354;
  return step.purpose === 'auth-response' ? 334 : null;
}
