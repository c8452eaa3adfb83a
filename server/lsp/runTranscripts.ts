import { smtpTarget } from '../convert/smtp.ts';
import { smtp as smtpDialect } from '../core/dialect/smtp.ts';
import type { RunTextSession } from '../protocol/lsp.ts';
import type { ReplayEvent, ReplayPlan } from '../protocol/replay.ts';
import { transcriptOfRun } from '../replay/record/transcriptOfRun.ts';
import type { RunTranscript } from '../replay/record/transcriptOfRun.ts';
import { placedChunks } from './fileChunks.ts';
import { asRecorded } from './asRecorded.ts';
import type { PlacedChunk } from './fileChunks.ts';
import { sessionPart } from './sessionPart.ts';
import { sessionPlan } from './sessionPlan.ts';

/** What of a document a run is compared with. */
export interface ReplayedText {
  /** The whole document. */
  readonly octets: Uint8Array;
  readonly dialect: string;
  readonly chunks: readonly PlacedChunk[];
}

/** A session's run as transcripts; a string is why there are none. */
export function runTranscript(text: ReplayedText, run: RunTextSession): RunTranscript | string {
  const made = sessionPlan(text.chunks, run.session, run.how);
  if (made === undefined) return 'there is no such session in the document.';
  const { events } = run;
  if (text.dialect === smtpDialect.id) {
    return bothTranscripts(text.octets, made.plan, events);
  }
  return convertedTranscript(text, run, made.plan.steps.length);
}

/** The comparison shows what the run called a difference; the promotion takes over what came. */
function bothTranscripts(
  octets: Uint8Array,
  plan: ReplayPlan,
  events: readonly ReplayEvent[],
): RunTranscript {
  const { promoted } = transcriptOfRun({ octets, plan, events });
  const compared = transcriptOfRun({ octets, plan, events: asRecorded(plan, events) });
  return { ...compared, promoted };
}

/** A captured log is compared as what it becomes when it is converted; it never changes itself. */
function convertedTranscript(
  { chunks }: ReplayedText,
  { session, how, events }: RunTextSession,
  steps: number,
): RunTranscript | string {
  if (how.lines !== undefined)
    return 'a part of a captured log cannot be compared; convert it first.';
  const part = sessionPart(chunks, session);
  const [octets] = part ? smtpTarget.render({ parts: [part], whole: false }).files : [];
  if (octets === undefined) return 'this session cannot be written as .smtp.';
  const made = sessionPlan(placedChunks(octets, smtpDialect), 0, how);
  // The events name steps by their position.
  if (made?.plan.steps.length !== steps) {
    return 'as .smtp this session has other steps; convert it and replay that.';
  }
  const { recorded, actual } = bothTranscripts(octets, made.plan, events);
  const refused = 'a captured log is a record and stays as it is; convert it to .smtp first.';
  return { recorded, actual, promoted: { refused } };
}
