import { dialectOf } from '../core/dialect/probe.ts';
import type { HiddenPart } from '../core/dialect/dialect.ts';
import type { DiffSide } from './model.ts';

/** Does the tool that wrote this side never print that? What is not shown is not compared. */
export function hides({ chunk, session }: DiffSide, part: HiddenPart): boolean {
  const dialect = dialectOf(chunk.dialect);
  const hidden =
    session.connection === undefined ? undefined : dialect?.hidesOf?.(session.connection);
  return (hidden ?? dialect?.hides ?? []).includes(part);
}

/** Of a reply only its last line is shown. */
export function showsLastLinesOnly(side: DiffSide): boolean {
  const said = side.session.directives.some(
    ({ name, value }) => name === 'excerpt' && value === 'last-lines',
  );
  return said || hides(side, 'reply-lines');
}
