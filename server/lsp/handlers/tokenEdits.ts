import type { SemanticTokensEdit } from 'vscode-languageserver/node';

/** One edit that makes `before` to `after`: what is between their common beginning and end. */
export function tokenEdits(
  before: readonly number[],
  after: readonly number[],
): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < shorter - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  if (start === before.length && start === after.length) return [];
  const data = after.slice(start, after.length - end);
  return [{ start, deleteCount: before.length - end - start, data }];
}
