import type { FailureReason, Verdict } from '../../server/protocol/replay.ts';

/** How one session's replay went. */
export interface SessionReport {
  /** 0-based position in the document. */
  readonly index: number;
  readonly name: string;
  readonly verdict: Verdict;
  readonly expectedVerdict: Verdict;
  readonly matched: number;
  readonly differed: number;
  readonly skipped: number;
  readonly failure: { readonly reason: FailureReason; readonly message: string } | null;
  /** Milliseconds. */
  readonly duration: { readonly connect: number; readonly tls: number; readonly total: number };
}

/** How a run of one document's sessions went; `conversation` is the URI of its document. */
export interface RunReport {
  readonly uri: string;
  readonly target: string;
  readonly conversation: string;
  readonly sessions: readonly SessionReport[];
}

/** True where the user ended it. */
export function isStopped({ failure }: SessionReport): boolean {
  return failure?.reason === 'cancelled';
}

/** True where the session went as its transcript says it should. */
export function isRight(report: SessionReport): boolean {
  const { verdict, expectedVerdict } = report;
  return verdict === expectedVerdict && !isStopped(report);
}
