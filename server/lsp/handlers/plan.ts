import { Buffer } from 'node:buffer';
import type { ReplayPlan } from '../../protocol/replay.ts';
import type { PlanRequest, PlanResult, WirePlan } from '../../protocol/lsp.ts';
import type { PlacedChunk } from '../fileChunks.ts';
import { FileChunks } from '../fileChunks.ts';
import { guarded } from '../serverContext.ts';
import { sessionPlan } from '../sessionPlan.ts';
import type { Feature } from './feature.ts';

const METHOD: PlanRequest['method'] = 'smtpTranscript/plan';

/** `smtpTranscript/plan`: one session as the engine replays it. */
export const plan: Feature = context => {
  const files = new FileChunks();
  context.connection.onRequest<PlanResult, unknown>(
    METHOD,
    async (params: PlanRequest['params']) => {
      const open = context.store.get(params.uri);
      if (open === undefined) return { error: 'The document is not open.' };
      const { document } = open;
      const { version } = document;
      if (params.version !== undefined && params.version !== version) return CHANGED;
      const chunks = await files.of(document);
      if (document.version !== version) return CHANGED;
      const failed: PlanResult = {
        error: 'The plan could not be made; the server log says where.',
      };
      return guarded(context, 'plan', failed, () => planFrom(chunks, version, params));
    },
  );
  return {};
};

const CHANGED: PlanResult = { error: 'The document changed meanwhile; ask again.' };

function planFrom(
  chunks: readonly PlacedChunk[],
  version: number,
  params: PlanRequest['params'],
): PlanResult {
  const made = sessionPlan(chunks, params.session, params);
  if (made === undefined) return { error: 'There is no such session in the document.' };
  return { version, plan: toWire(made.plan), problems: made.problems };
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
