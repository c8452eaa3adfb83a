/** What the work gives; null as soon as the signal aborts, whatever becomes of the work. */
export async function unlessAborted<T>(
  work: T | Promise<T>,
  signal: AbortSignal,
): Promise<T | null> {
  let giveUp = (): void => undefined;
  const aborted = new Promise<null>(resolve => {
    giveUp = () => {
      resolve(null);
    };
  });
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
