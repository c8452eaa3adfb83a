import type { PathProblemCode } from './pathTypes.ts';

const REMARKS: ReadonlySet<PathProblemCode> = new Set<PathProblemCode>([
  'address-literal-unknown-tag',
  'domain-not-fqdn',
  'empty-local-part',
  'ip-without-brackets',
  'routing-in-local-part',
  'source-route',
  'space-around-colon',
  'unneeded-quoting',
]);

/** True for a remark on a path that follows the grammar and the limits; false for an error. */
export function isPathRemark(code: PathProblemCode): boolean {
  return REMARKS.has(code);
}
