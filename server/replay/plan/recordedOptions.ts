import type { Chunk, Exchange, Session } from '../../core/transcript/model.ts';
import type { MatchPolicy, SendStep } from '../../protocol/replay.ts';
import type { NearDirectives } from './nearDirectives.ts';
import type { Problems } from './problems.ts';

/** What the steps of a session are made from. */
export interface RecordedOptions {
  readonly chunk: Chunk;
  readonly session: Session;
  readonly near: NearDirectives;
  readonly problems: Problems;
  /** The policy for the replies from an offset on. */
  readonly policyAt: (offset: number) => MatchPolicy;
  /** The exchanges to replay; undefined for all. */
  readonly within: ReadonlySet<Exchange> | undefined;
  /** True where `{{name}}` is a place to fill. */
  readonly variables: boolean;
  /** What to do about the recorded timing: milliseconds before a client line leaves. */
  readonly pauses: ReadonlyMap<object, number>;
  readonly retry: SendStep['retry'];
  /** `computed`: chunks have other sizes than the transcript announces. */
  readonly chunks: 'kept' | 'computed' | undefined;
  /** Send a generated message in the place of one that is not shown; the name of the session. */
  readonly placeholder: { readonly name: string } | undefined;
}
