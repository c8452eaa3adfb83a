import { LIMITS } from '../../core/smtp/limits.ts';
import type { SaslAnswer, SaslExchange } from './sasl.ts';

/** Answers one challenge. */
export type SaslStep = (challenge: Uint8Array) => SaslAnswer | Promise<SaslAnswer>;

/** An exchange as what the client says first and one step a challenge after that. */
export interface SaslSteps {
  readonly initial: Uint8Array | null;
  readonly steps: readonly SaslStep[];
  readonly verified?: () => boolean;
}

/** Sends these octets. */
export function response(octets: Uint8Array): SaslAnswer {
  return { kind: 'response', octets };
}

/** Cancels the exchange. */
export function refusal(message: string): SaslAnswer {
  return { kind: 'refused', message };
}

/** Runs the steps in order until one refuses; more challenges than steps are refused. */
export function saslSteps({ initial, steps, verified }: SaslSteps): SaslExchange {
  const left = [...steps];
  return {
    unusable: null,
    initial,
    verified: verified ?? (() => true),
    async respond(challenge) {
      const answer = await answerOf(left.shift(), challenge);
      if (answer.kind === 'refused') left.length = 0;
      return answer;
    },
  };
}

async function answerOf(step: SaslStep | undefined, challenge: Uint8Array): Promise<SaslAnswer> {
  if (step === undefined) return refusal('The server asks for more than this mechanism has.');
  if (challenge.length > LONGEST) return refusal('The challenge of the server is too long.');
  try {
    return await step(challenge);
  } catch {
    // For instance a hash that this build of OpenSSL does not have.
    return refusal('The response cannot be computed on this machine.');
  }
}

/** An exchange that cannot begin, and why. */
export function unusable(message: string): SaslExchange {
  return {
    unusable: message,
    initial: null,
    verified: () => false,
    respond: () => refusal(message),
  };
}

const LONGEST = LIMITS.authLine.value;
