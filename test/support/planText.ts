import { probeDialect } from '../../server/core/dialect/probe.ts';
import { readTranscript } from '../../server/core/transcript/readTranscript.ts';
import { bufferScanner } from '../../server/host/bufferScanner.ts';
import type { PlanStep } from '../../server/protocol/replay.ts';
import { planOf } from '../../server/replay/plan/plan.ts';
import type { PlanOptions, Planned } from '../../server/replay/plan/plan.ts';

/** The plans of all sessions of a text. */
export function plansOf(
  text: string | Uint8Array,
  options: Partial<PlanOptions> = {},
): readonly Planned[] {
  const octets = typeof text === 'string' ? Buffer.from(text) : text;
  const { dialect } = probeDialect(octets, bufferScanner);
  const plans: Planned[] = [];
  let firstLine = 1;
  for (const chunk of readTranscript(octets, { scanner: bufferScanner, dialect })) {
    for (const session of chunk.sessions) {
      plans.push(planOf(chunk, session, { index: plans.length, firstLine, ...options }));
    }
    firstLine += chunk.lines.count - 1;
  }
  return plans;
}

/** The plan of a text that is one session. */
export function planText(text: string | Uint8Array, options: Partial<PlanOptions> = {}): Planned {
  const plans = plansOf(text, options);
  const [only] = plans;
  if (only === undefined || plans.length > 1) throw new Error(`${plans.length} sessions, not one`);
  return only;
}

/**
 * A step in short, with the positions that it refers to: `0 ← 220` the greeting,
 * `1 → EHLO "EHLO x\r\n"`, `2 ← 250 to 1`, `3 → DATA content if 2 "…"`.
 */
export function shownStep(step: PlanStep): string {
  switch (step.kind) {
    case 'send': {
      const purpose = step.purpose === 'command' ? '' : ` ${step.purpose}`;
      const condition = step.requires === null ? '' : ` if ${step.requires}`;
      const secret = step.secret ? ' secret' : '';
      const octets = JSON.stringify(Buffer.from(step.octets).toString('latin1'));
      const missing = step.missing === undefined ? '' : ' missing';
      return `${step.index} → ${step.verb}${purpose}${condition}${secret} ${octets}${missing}`;
    }
    case 'expect': {
      const answers = step.answers === null ? '' : ` to ${step.answers}`;
      const policy = step.policy === 'code' ? '' : ` ${step.policy}`;
      const unasked = step.unasked === true ? ' unasked' : '';
      return `${step.index} ← ${step.recorded?.code ?? 'any'}${answers}${policy}${unasked}`;
    }
    case 'auth':
      return `${step.index} auth ${step.mechanism} as ${step.user} with ${step.secret}`;
    case 'tls':
      return `${step.index} tls if ${step.requires}`;
    case 'close':
      return `${step.index} close`;
  }
}
