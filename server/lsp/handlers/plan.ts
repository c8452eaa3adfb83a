import { Buffer } from 'node:buffer';
import type { ReplayPlan } from '../../protocol/replay.ts';
import type { PlanRequest, PlanResult, WirePlan } from '../../protocol/lsp.ts';
import { planOf } from '../../replay/plan/plan.ts';
import type { TranscriptDocument } from '../document.ts';
import { guarded } from '../serverContext.ts';
import type { Feature } from './feature.ts';

const METHOD: PlanRequest['method'] = 'smtpTranscript/plan';

/** `smtpTranscript/plan`: one session as the engine replays it. */
export const plan: Feature = context => {
  context.connection.onRequest<PlanResult, unknown>(METHOD, (params: PlanRequest['params']) => {
    const open = context.store.get(params.uri);
    if (open === undefined) return { error: 'The document is not open.' };
    const failed: PlanResult = { error: 'The plan could not be made; the server log says where.' };
    return guarded(context, 'plan', failed, () => planFor(open.document, params));
  });
  return {};
};

function planFor(document: TranscriptDocument, params: PlanRequest['params']): PlanResult {
  const { version } = document;
  if (params.version !== undefined && params.version !== version) {
    return { error: 'The document changed meanwhile; ask again.' };
  }
  let index = 0;
  for (const [at, { chunk }] of document.pieces().entries()) {
    const session = chunk.sessions[params.session - index];
    if (session === undefined) {
      index += chunk.sessions.length;
      continue;
    }
    const firstLine = document.lineBase(at) + 1;
    const made = planOf(chunk, session, {
      index: params.session,
      firstLine,
      ...(params.match !== undefined && { policy: params.match }),
      ...(params.timeoutMs !== undefined && { timeoutMs: params.timeoutMs }),
    });
    return { version, plan: toWire(made.plan), problems: made.problems };
  }
  return { error: 'There is no such session in the document.' };
}

function toWire(made: ReplayPlan): WirePlan {
  return {
    ...made,
    steps: made.steps.map(step =>
      step.kind === 'send'
        ? { ...step, octets: Buffer.from(step.octets).toString('base64') }
        : step,
    ),
  };
}
