import type { Span } from '../octets/span.ts';
import type { AddressLiteral } from './addressLiteral.ts';
import type { Domain } from './domain.ts';
import type { LocalPart } from './localPart.ts';

/** Whether a reverse-path or a forward-path is wanted, and whether SMTPUTF8 is in force. */
export interface PathOptions {
  readonly context: 'MAIL' | 'RCPT';
  readonly smtputf8: boolean;
}

/**
 * What can be wrong, or remarkable, about a path; most codes are the ids of the lint rules for
 * them. One cause gives one problem: `address-syntax` only where no other code says more.
 * `blank-after-path` stands for blanks after the path with nothing behind them; a caller that cuts
 * trailing blanks off never sees it.
 */
export type PathProblemCode =
  | 'address-literal-invalid'
  | 'address-literal-unknown-tag'
  | 'address-non-ascii'
  | 'address-syntax'
  | 'bare-postmaster-as-sender'
  | 'blank-after-path'
  | 'display-name-in-path'
  | 'domain-not-fqdn'
  | 'domain-too-long'
  | 'domain-underscore'
  | 'empty-local-part'
  | 'idn-label-invalid'
  | 'ip-without-brackets'
  | 'ipv6-literal-missing-tag'
  | 'local-name-only'
  | 'local-part-too-long'
  | 'multiple-recipients'
  | 'null-forward-path'
  | 'numeric-host-literal'
  | 'path-brackets-missing'
  | 'path-too-long'
  | 'routing-in-local-part'
  | 'source-route'
  | 'space-around-colon'
  | 'unneeded-quoting';

/** A place and what is wrong there. */
export interface PathProblem {
  readonly code: PathProblemCode;
  readonly start: number;
  readonly end: number;
  /** A clause without full stop; holds no text of the input but single printable characters. */
  readonly reason: string;
  /** With a length problem: the octets found, and allowed (63 when a label is too long). */
  readonly octets?: number;
  readonly limit?: number;
  /** With `multiple-recipients`: how many addresses there are. */
  readonly count?: number;
}

/** A host written as "#" and a number, an old form (RFC 5321 F.4). */
export interface NumericHost {
  readonly kind: 'numeric-host';
  readonly span: Span;
}

/** What stands after the "@". */
export type PathDomain = Domain | AddressLiteral | NumericHost;

/** A path as written: every part with its place, absent where it is not there. */
export interface Path {
  /** `broken` where no mailbox could be made out; parts found before that are still given. */
  readonly kind: 'null' | 'postmaster' | 'mailbox' | 'broken';
  /** The whole path, brackets included where there are any. */
  readonly span: Span;
  readonly open?: Span;
  readonly close?: Span;
  /** The source route with its colon, and the domains in it. */
  readonly route?: Span;
  readonly routeHosts: readonly Domain[];
  readonly localPart?: LocalPart;
  readonly domain?: PathDomain;
  /** From the local-part to the end of the domain. */
  readonly mailbox?: Span;
}

/** The path, its problems in order of place, and where it ends: parameters begin after that. */
export interface ParsedPath {
  readonly path: Path;
  readonly problems: readonly PathProblem[];
  readonly end: number;
}
