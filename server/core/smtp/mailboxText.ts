import { OCTET } from './octet.ts';
import type { Path } from './pathTypes.ts';
import { utf8Text } from './utf8.ts';

/**
 * The mailbox of a path as it is written, without brackets and source route: '' for the null path,
 * the bare name for Postmaster, undefined for a broken path. Untrusted text.
 */
export function mailboxText(octets: Uint8Array, path: Path): string | undefined {
  if (path.kind === 'null') return '';
  if (path.kind === 'broken' || path.mailbox === undefined) return undefined;
  return utf8Text(octets, path.mailbox.start, path.mailbox.end);
}

/** The local-part's meaning: quotes and backslashes undone (RFC 5321 4.1.2). */
function localKey(octets: Uint8Array, path: Path): string {
  const local = path.localPart;
  if (local === undefined) return '';
  const { start, end } = local.span;
  if (local.kind === 'dot-string') return utf8Text(octets, start, end);
  const kept: number[] = [];
  for (let at = start + 1; at < end - 1; at += 1) {
    if (octets[at] === OCTET.backslash && at + 1 < end - 1) at += 1;
    kept.push(octets[at] ?? 0);
  }
  return utf8Text(Uint8Array.from(kept), 0, kept.length);
}

/**
 * A key that two paths share when they name the same mailbox: the local-part compares by letter
 * case and without needless quoting, the domain without case (RFC 5321 2.4, 4.1.2); Postmaster
 * without case. Undefined for a broken path.
 */
export function mailboxKey(octets: Uint8Array, path: Path): string | undefined {
  if (path.kind === 'null') return '';
  if (path.kind === 'postmaster') return 'postmaster';
  if (path.kind === 'broken' || path.domain === undefined) return undefined;
  const { start, end } = path.domain.span;
  return `${localKey(octets, path)}@${utf8Text(octets, start, end).toLowerCase()}`;
}
