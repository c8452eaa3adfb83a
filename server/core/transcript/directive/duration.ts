const LONGEST_WAIT = 24 * 60 * 60 * 1000;

/** `5s`, `1500ms`, `2m` or plain seconds, in milliseconds: more than none, at most a day. */
export function durationOf(text: string | undefined): number | undefined {
  const match = /^(\d{1,9})\s*(ms|s|m)?$/.exec(text ?? '');
  if (match === null) return undefined;
  const [, count = '', unit = 's'] = match;
  const duration = Number(count) * (unit === 'ms' ? 1 : unit === 's' ? 1000 : 60_000);
  return duration > 0 && duration <= LONGEST_WAIT ? duration : undefined;
}
