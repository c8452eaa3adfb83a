import { durationOf } from '../../core/transcript/directive/duration.ts';
import { speedOf as parseSpeed } from '../../core/transcript/directive/speedWords.ts';
import { UsageError } from '../command.ts';
import type { Invocation } from '../command.ts';

/** The value of an option that takes a whole number within bounds; undefined where it is absent. */
export function countOf(
  invocation: Invocation,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const text = invocation.value(name);
  if (text === undefined) return undefined;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (count >= least && count <= most) return count;
  throw new UsageError(`--${name} takes a number from ${least} to ${most}, not "${text}"`);
}

/** The value of an option that takes a time, in milliseconds; undefined where it is absent. */
export function timeOf(invocation: Invocation, name: string): number | undefined {
  const text = invocation.value(name);
  if (text === undefined) return undefined;
  const time = durationOf(text);
  if (time !== undefined) return time;
  throw new UsageError(`--${name} takes a time such as 5s, 1500ms or 2m, not "${text}"`);
}

/** `--speed`: as `# @speed` takes it. */
export function speedOf(invocation: Invocation): number | undefined {
  const text = invocation.value('speed');
  const speed = text === undefined ? undefined : parseSpeed(text);
  if (text === undefined || speed !== undefined) return speed;
  throw new UsageError(`--speed takes a number from 0.01 to 10000, such as 10, not "${text}"`);
}

/** `--lines`: `12-40`, `-40`, `12-`, or one line. */
export function linesOf(
  invocation: Invocation,
): { readonly from?: number; readonly to?: number } | undefined {
  const text = invocation.value('lines');
  if (text === undefined) return undefined;
  const match = /^(\d{0,9})(-?)(\d{0,9})$/.exec(text);
  const [, first = '', hyphen = '', last = ''] = match ?? [];
  const from = first === '' ? undefined : Number(first);
  const to = hyphen === '' ? from : last === '' ? undefined : Number(last);
  const isEmpty = from === undefined && to === undefined;
  if (match !== null && !isEmpty && from !== 0 && (to ?? Infinity) >= (from ?? 1)) {
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  throw new UsageError(`--lines takes FROM-TO or FROM-, such as 12-40, not "${text}"`);
}
