/** Longest delay a Node timer holds. */
const LONGEST = 2 ** 31 - 1;

/** Resolves after so many milliseconds, or at once when the signal aborts; never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, LONGEST));
    signal.addEventListener('abort', end, { once: true });
  });
}
