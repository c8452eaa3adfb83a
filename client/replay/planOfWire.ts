import type { WirePlan } from '../../server/protocol/lsp.ts';
import type { ReplayPlan } from '../../server/protocol/replay.ts';

/** The plan with its octets as octets again. */
export function planOfWire(wire: WirePlan): ReplayPlan {
  return {
    ...wire,
    steps: wire.steps.map(step =>
      step.kind === 'send'
        ? { ...step, octets: Uint8Array.from(Buffer.from(step.octets, 'base64')) }
        : step,
    ),
  };
}
