import type { PlanStep, SendStep } from '../../protocol/replay.ts';
import { isSecret } from '../secrets.ts';

/**
 * What has to be known of all steps before the first is run. One walk: a plan may be larger than the
 * processor's caches, and each walk over it costs as much as a part of the run.
 */
export interface Survey {
  /** The first send whose octets the transcript does not hold. */
  readonly missing: SendStep | undefined;
  /** A send stands before the reply that permits it. */
  readonly hasEarly: boolean;
  /** Commands may stay behind with all that belongs to them. */
  readonly hasOptionalSends: boolean;
  readonly hasSecrets: boolean;
  /** By step index: the code that is all an expect step asks for; 0 where there is more to it. */
  readonly plainCodes: Uint16Array;
  /** By step index: 1 for a send that leaves alone and as it stands, as most do. */
  readonly loneSends: Uint8Array;
  /** By step index: the last step that answers a send, 0 for none. */
  readonly lastAnswers: Uint32Array;
  /** The last step that waits for something the server says unasked, -1 for none. */
  readonly lastUnasked: number;
}

/** One plan is often run many times. */
const known = new WeakMap<readonly PlanStep[], Survey>();

/** What the steps of a plan tell; they are walked over once. */
export function surveyOf(steps: readonly PlanStep[]): Survey {
  const found = known.get(steps);
  if (found) return found;
  const survey = surveyed(steps);
  known.set(steps, survey);
  return survey;
}

function surveyed(steps: readonly PlanStep[]): Survey {
  const plainCodes = new Uint16Array(steps.length);
  const loneSends = new Uint8Array(steps.length);
  const lastAnswers = new Uint32Array(steps.length);
  let [hasEarly, hasOptionalSends, hasSecrets, lastUnasked] = [false, false, false, -1];
  let missing: SendStep | undefined;
  for (const step of steps) {
    if (step.kind === 'expect') {
      if (step.answers === null) lastUnasked = step.index;
      else lastAnswers[step.answers] = step.index;
      plainCodes[step.index] = plainCodeOf(step);
    } else if (step.kind === 'send') {
      loneSends[step.index] = isLone(step, steps) ? 1 : 0;
      if (step.missing !== undefined) missing ??= step;
      hasEarly ||= step.requires !== null && step.requires > step.index;
      hasOptionalSends ||= step.condition !== undefined || step.variables !== undefined;
      hasSecrets ||= isSecret(step);
    } else if (step.kind === 'auth') {
      hasOptionalSends ||= step.condition !== undefined;
    }
  }
  // Where sends stay behind or wait, each has to be looked at when it is its turn.
  if (hasEarly || hasOptionalSends) loneSends.fill(0);
  return {
    ...{ missing, hasEarly, hasOptionalSends, hasSecrets },
    ...{ plainCodes, loneSends, lastAnswers, lastUnasked },
  };
}

/** Verbs of sends that somebody has to look at. */
const LOOKED_AT: ReadonlySet<string> = new Set(['AUTH', 'BDAT', 'QUIT']);

function isLone(step: SendStep, steps: readonly PlanStep[]): boolean {
  if (step.purpose !== 'command' && step.purpose !== 'content') return false;
  const { delayMs, announces, verb, index } = step;
  if (delayMs !== undefined || announces !== undefined || LOOKED_AT.has(verb)) return false;
  return [steps[index - 1], steps[index + 1]].every(beside => beside?.kind !== 'send');
}

/** Only its code counts, as in most transcripts: nothing has to be made of the reply's text. */
function plainCodeOf(step: Extract<PlanStep, { kind: 'expect' }>): number {
  const { recorded, policy, pattern, variables } = step;
  if (recorded === null || policy !== 'code') return 0;
  return pattern === undefined && variables === undefined ? recorded.code : 0;
}
