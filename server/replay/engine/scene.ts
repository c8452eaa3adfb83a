import type { ReplayPlan, Target } from '../../protocol/replay.ts';
import type { Redactor } from '../redact.ts';
import type { Channel } from './channel.ts';
import type { Differences } from './differences.ts';
import type { Journal } from './journal.ts';
import type { OwnCommands } from './ownCommands.ts';
import type { Progress } from './progress.ts';
import type { ServerState } from './serverState.ts';
import type { Values } from './values.ts';
import type { Waits } from './waits.ts';

/** What the parts of a run share. */
export interface Scene {
  readonly plan: ReplayPlan;
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly channel: Channel;
  readonly redactor: Redactor;
  readonly journal: Journal;
  readonly differences: Differences;
  readonly state: ServerState;
  readonly own: OwnCommands;
  readonly progress: Progress;
  readonly values: Values;
  readonly waits: Waits;
}
