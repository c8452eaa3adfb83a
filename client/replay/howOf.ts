import type { ReplayHow } from '../../server/protocol/lsp.ts';

const POLICIES = ['exact', 'enhanced', 'code', 'class'] as const;
const PIPELINING = ['recorded', 'lockstep', 'forced'] as const;
const ON_DIFFERENCE = ['continue', 'stop'] as const;
const CHUNKS = ['kept', 'computed'] as const;
const CONTENT = ['recorded', 'placeholder'] as const;

/** Reads the settings of a replay; what is absent, or no value of that setting, is left out. */
export function howOf(setting: (name: string) => unknown): ReplayHow {
  const match = oneOf(POLICIES, setting('match'));
  const pipelining = oneOf(PIPELINING, setting('pipelining'));
  const onDifference = oneOf(ON_DIFFERENCE, setting('onDifference'));
  const chunks = oneOf(CHUNKS, setting('chunks'));
  const content = oneOf(CONTENT, setting('content'));
  const seconds = positive(setting('timeout'));
  const speed = positive(setting('speed'));
  const times = positive(setting('retries'));
  const delay = positive(setting('retryDelay'));
  return {
    ...(match && { match }),
    ...(seconds !== undefined && { timeoutMs: Math.round(seconds * 1000) }),
    ...(pipelining && { pipelining }),
    ...(onDifference && { onDifference }),
    ...(speed !== undefined && { speed }),
    ...(chunks && { chunks }),
    ...(content && { content }),
    ...(times !== undefined && {
      retry: { times: Math.floor(times), delayMs: Math.round((delay ?? 0) * 1000) },
    }),
  };
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find(each => each === value);
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined;
}
