import { saslMechanisms } from '../../core/smtp/saslMechanisms.ts';
import type { ReplayEvent, ReplayPlan } from '../../protocol/replay.ts';
import { authLine } from '../plan/suggestedAuth.ts';

/**
 * What makes an accepted AUTH exchange possible again whose credentials the transcript held, for the
 * event that sent the command: its `# @auth` line. Undefined where it was not accepted, where it
 * cannot be computed, or where it would be another one.
 */
export function literalAuth(
  { steps }: ReplayPlan,
  events: readonly ReplayEvent[],
  command: ReplayEvent,
): string | undefined {
  const lines: string[] = [];
  let code = 0;
  for (const event of events.slice(events.indexOf(command))) {
    if (event.kind === 'received') ({ code } = event);
    if (event.kind !== 'sent') continue;
    if (event !== command && event.purpose !== 'auth-response') break;
    const step = steps[event.step];
    if (step?.kind !== 'send' || (step.variables ?? []).length > 0) return undefined;
    lines.push(Buffer.from(step.octets).toString('latin1').trimEnd());
  }
  const [, mechanism = '', initial] = (lines.shift() ?? '').split(/[ \t]+/);
  const texts = initial === undefined ? lines : [initial, ...lines];
  const isKnown = saslMechanisms.some(({ name }) => name === mechanism.toUpperCase());
  if (code !== ACCEPTED || !isKnown || texts.some(actsForAnother)) return undefined;
  const responses = texts.map(text => ({ text, masked: false }));
  const line = authLine(mechanism.toUpperCase(), responses);
  return line.includes(' user=NAME') ? undefined : line;
}

/** RFC 4954 §4. */
const ACCEPTED = 235;

/** PLAIN with an authorization identity, which the line does not have (RFC 4616 §2). */
function actsForAnother(text: string): boolean {
  return /^[^\0]+\0[^\0]+\0/.test(Buffer.from(text, 'base64').toString('latin1'));
}
