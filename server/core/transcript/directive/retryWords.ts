import { durationOf } from './duration.ts';

/** How often to try again, and how long to wait before each time. */
export interface RetryWords {
  readonly times: number;
  readonly delayMs: number;
}

/** Reads `3 every 60s`; undefined where it is wrong. */
export function retryWordsOf(value: string): RetryWords | undefined {
  const match = /^(\d{1,3})[ \t]+every[ \t]+(\S+)$/i.exec(value.trim());
  const times = Number(match?.[1] ?? 0);
  const delayMs = durationOf(match?.[2]);
  return times > 0 && delayMs !== undefined ? { times, delayMs } : undefined;
}
