import { visibleOf } from '../core/octets/visible.ts';

/**
 * The name of a file as a line may begin with it: nothing in it acts on a terminal, and no build log
 * takes the line for one of its commands (`::error::`), nor a reader for one that goes on.
 */
export function shownName(file: string): string {
  const name = visibleOf(file);
  return /^(?:\s|:|##)/.test(name) ? `./${name}` : name;
}
