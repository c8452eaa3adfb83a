import type { ReplayEvent, ReplayPlan } from '../../protocol/replay.ts';
import { liveRunOf } from './liveReplies.ts';
import { promotionFault } from './promotion.ts';
import { recordedFile } from './recordedFile.ts';
import { replyChanges } from './replyChanges.ts';
import { replySplices } from './replySplices.ts';
import { spliced } from './splices.ts';

/** A run and the file that its plan was made of. */
export interface RunRecord {
  /** Of a `.smtp` file, UTF-8, with or without a byte order mark; others are converted before. */
  readonly octets: Uint8Array;
  readonly plan: ReplayPlan;
  readonly events: readonly ReplayEvent[];
}

/** What a comparison shows, and the file that a promotion writes. */
export interface RunTranscript {
  /** The session as the file has it, what stands before it included. */
  readonly recorded: string;
  /** The same with the replies of the run, where these mean something else. */
  readonly actual: string;
  /** The whole file with these replies; the given octets where nothing changed. */
  readonly promoted: Uint8Array | { readonly refused: string };
}

/**
 * A run beside its recording. A reply that says what was recorded, volatile parts and `{{name}}`
 * places aside, stays as it stands; what the client says, notes and directives always do.
 */
export function transcriptOfRun({ octets, plan, events }: RunRecord): RunTranscript {
  const file = recordedFile(octets, linesOf(plan));
  if (file === undefined) {
    const recorded = textOf(octets);
    const refused = 'Only an .smtp file can take the replies of a run; convert this one first.';
    return { recorded, actual: recorded, promoted: { refused } };
  }
  const run = liveRunOf(events);
  const changes = replyChanges(plan, file, run);
  const fault = promotionFault(plan, run, changes);
  const whole = { from: 0, to: octets.length };
  return {
    recorded: textOf(octets.subarray(file.from, file.to)),
    actual: textOf(spliced(octets, replySplices(file, changes, 'actual'), file)),
    promoted:
      fault !== undefined
        ? { refused: fault }
        : changes.length === 0
          ? octets
          : spliced(octets, replySplices(file, changes, 'promoted'), whole),
  };
}

function linesOf({ steps }: ReplayPlan): { readonly first: number; readonly last: number } {
  const lines = steps.map(({ line }) => line);
  return {
    first: lines.reduce((least, line) => Math.min(least, line), Infinity),
    last: steps.reduce((most, { endLine }) => Math.max(most, endLine), 0),
  };
}

function textOf(octets: Uint8Array): string {
  return new TextDecoder().decode(octets);
}
