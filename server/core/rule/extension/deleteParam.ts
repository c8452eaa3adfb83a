import type { Param } from '../../smtp/params.ts';
import type { Exchange } from '../../transcript/model.ts';
import { unsafeFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';

/** Deletes these neighbouring parameters with the blank before them; none in a raw line. */
export function deleteParams(
  { command }: Exchange,
  title: string,
  ...params: readonly Param[]
): Fix | undefined {
  const [first] = params;
  const last = params.at(-1);
  if (command.raw || first === undefined || last === undefined) return undefined;
  return unsafeFix(title, { start: first.span.start - 1, end: last.span.end }, '');
}
