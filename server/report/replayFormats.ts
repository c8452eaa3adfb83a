import type { ReplayFormat } from './replayFormat.ts';
import { replayJson } from './replayJson.ts';
import { replayJunit } from './replayJunit.ts';
import { replayMarkdown } from './replayMarkdown.ts';
import { replayTap } from './replayTap.ts';
import { replayText } from './replayText.ts';

/** The formats of a report about replays, the usual one first. */
export const REPLAY_FORMATS: readonly [ReplayFormat, ...ReplayFormat[]] = [
  replayText,
  replayJson,
  replayJunit,
  replayTap,
  replayMarkdown,
];
